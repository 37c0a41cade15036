// Type a number in sight: a code from a message, a phone number.
import QtQuick
import "../components"

PageBase {
    id: page
    troubleTone: "danger"
    untouched: field.height + Theme.roomy
    readonly property var ways: d.otherWays ?? []
    readonly property real padWidth: Math.min(body.width, Theme.panel)
    readonly property real room: body.height - field.height - Theme.roomy - (!split && ways.length ? other.height + Theme.roomy : 0)
    readonly property real keyHeight: Math.floor(Math.min(Theme.padKey, (room - 3 * Theme.gap) / 4))
    readonly property real keyWidth: Math.floor((padWidth - 2 * Theme.gap) / 3)

    function begin() {
        Kiosk.entered = d.previous ?? "";
        (split ? beside : other).begin();
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

    TypedField {
        id: field
        anchors.horizontalCenter: parent.horizontalCenter
        width: page.padWidth
        height: Theme.field
        typed: Kiosk.entered
        wrong: !!page.d.trouble && typed === ""
        most: page.d.most ?? 0
        groups: page.d.groups ?? []
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
