// Type a number in sight: a code from a message, a phone number.
import QtQuick
import "../components"

PageBase {
    id: page
    readonly property var ways: d.otherWays ?? []
    readonly property real padWidth: Math.min(body.width, Math.round(Theme.mm * 236))
    readonly property real fieldHeight: Math.round(Theme.mm * (Theme.wide ? 20 : 28))
    readonly property real room: body.height - fieldHeight - Theme.roomy - (!split && ways.length ? other.height + Theme.roomy : 0)
    readonly property real keyHeight: Math.floor(Math.min(Theme.mm * 34, (room - 3 * Theme.gap) / 4))
    readonly property real keyWidth: Math.floor((padWidth - 2 * Theme.gap) / 3)

    function begin() {
        Kiosk.entered = d.previous ?? "";
        (split ? beside : other).begin();
    }
    function grouped(digits: string): string {
        let rest = digits;
        const parts = [];
        for (const length of d.groups ?? []) {
            parts.push(rest.slice(0, length));
            rest = rest.slice(length);
        }
        return [...parts, rest].filter(part => part).join(" ");
    }
    function type(digit: string, began: real) {
        if (Kiosk.entered.length < (d.most ?? 0) && Kiosk.takes(began))
            Kiosk.entered += digit;
    }
    function erase(whole: bool, began: real) {
        if (Kiosk.takes(began))
            Kiosk.entered = whole ? "" : Kiosk.entered.slice(0, -1);
    }

    aside: Ways {
        id: beside
        visible: page.split && page.ways.length > 0
        width: page.head.width
        buttons: page.split ? page.ways : []
    }

    Rectangle {
        id: field
        anchors.horizontalCenter: parent.horizontalCenter
        y: Kiosk.low ? Math.max(0, Math.floor(page.room - pad.height)) : 0
        width: page.padWidth
        height: page.fieldHeight
        radius: Theme.radius
        color: Theme.surface
        border.width: Theme.edgeWidth
        border.color: Theme.primary
        Accessible.role: Accessible.StaticText
        // Digits stand on the glass, not on the accessibility bus.
        Accessible.name: Kiosk.typedOf(Kiosk.entered.length, page.d.most ?? 0)
        Words {
            id: digits
            anchors.centerIn: parent
            text: page.grouped(Kiosk.entered)
            font.pixelSize: Math.min(Theme.key, Math.round(field.width / 9))
            font.weight: Font.Bold
            font.features: ({
                    "tnum": 1
                })
            wrapMode: Text.NoWrap
            lineHeight: 1
            Accessible.ignored: true
        }
        Rectangle {
            visible: Kiosk.entered.length < (page.d.most ?? 0)
            anchors.verticalCenter: parent.verticalCenter
            x: digits.text ? digits.x + digits.width + Theme.tight : Math.round((parent.width - width) / 2)
            width: Math.max(3, Theme.hair * 1.5)
            height: Math.round(parent.height * 0.5)
            color: Theme.primary
        }
    }
    KeyGrid {
        id: pad
        anchors.horizontalCenter: parent.horizontalCenter
        y: field.y + field.height + Theme.roomy
        faces: page.d.keys ?? []
        secret: false
        letter: page.d.letter ?? ""
        keyWidth: page.keyWidth
        keyHeight: page.keyHeight
        onDigit: (position, began) => page.type(faces[position], began)
        onLettered: began => {
            if (Kiosk.entered.length === (page.d.most ?? 0) - 1)
                page.type(letter, began);
        }
        onCleared: began => page.erase(true, began)
        onDeleted: began => page.erase(false, began)
    }
    Ways {
        id: other
        visible: !page.split && page.ways.length > 0
        anchors.horizontalCenter: parent.horizontalCenter
        y: pad.y + pad.height + Theme.roomy
        width: page.padWidth
        buttons: page.split ? [] : page.ways
    }
}
