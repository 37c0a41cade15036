// Type a code as it stands on a slip: digits and capital letters, none of which looks like another.
pragma ComponentBehavior: Bound
import QtQuick
import "../components"

PageBase {
    id: page
    readonly property var faces: d.keys ?? []
    readonly property bool flat: body.width > body.height * 1.2
    // As few columns as leave each key its 20 mm.
    readonly property int fits: Math.max(2, Math.floor((room + Theme.gap) / (Math.round(Theme.mm * 20.5) + Theme.gap)))
    readonly property int columns: Math.max(flat ? 9 : 6, Math.ceil((faces.length + 2) / fits))
    // Narrow keys have no room for words: 退格 is a picture then, and clears nothing but the last.
    readonly property bool narrow: keyWidth < Math.max(Theme.mm * 30, Theme.strong * 3.2)
    readonly property int lines: Math.ceil((faces.length + 2) / columns)
    readonly property real padWidth: Math.min(body.width, Math.round(Theme.mm * (flat ? 420 : 250)))
    readonly property real fieldHeight: Math.round(Theme.mm * (Theme.wide || Kiosk.low ? 18 : 28))
    readonly property real room: body.height - fieldHeight - Theme.roomy
    readonly property real keyHeight: Math.floor(Math.min(Theme.mm * 30, (room - (lines - 1) * Theme.gap) / lines))
    readonly property real keyWidth: Math.floor((padWidth - (columns - 1) * Theme.gap) / columns)

    function begin() {
        Kiosk.entered = d.previous ?? "";
    }
    function grouped(code: string): string {
        let rest = code;
        const parts = [];
        for (const length of d.groups ?? []) {
            parts.push(rest.slice(0, length));
            rest = rest.slice(length);
        }
        return [...parts, rest].filter(part => part).join("-");
    }
    // I and O have no keys of their own: a keyboard's stand for 1 and 0.
    function type(face: string, began: real) {
        const typed = face === "I" ? "1" : face === "O" ? "0" : face;
        if (Kiosk.entered.length < (d.most ?? 0) && Kiosk.takes(began))
            Kiosk.entered += typed;
    }
    function erase(whole: bool, began: real) {
        if (Kiosk.takes(began))
            Kiosk.entered = whole ? "" : Kiosk.entered.slice(0, -1);
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
        // The code stands on the glass, not on the accessibility bus.
        Accessible.name: Kiosk.typedOf(Kiosk.entered.length, page.d.most ?? 0)
        Words {
            id: code
            anchors.centerIn: parent
            text: page.grouped(Kiosk.entered)
            font.pixelSize: Math.min(Theme.key, Math.round(field.width / Math.max(11, (page.d.most ?? 0) * 0.8)))
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
            x: code.text ? code.x + code.width + Theme.tight : Math.round((parent.width - width) / 2)
            width: Math.max(3, Theme.hair * 1.5)
            height: Math.round(parent.height * 0.5)
            color: Theme.primary
        }
    }
    Grid {
        id: pad
        anchors.horizontalCenter: parent.horizontalCenter
        y: field.y + field.height + Theme.roomy
        columns: page.columns
        spacing: Theme.gap
        Repeater {
            model: page.faces.length + 2
            PinKey {
                required property int index
                readonly property bool clears: index === page.faces.length
                readonly property bool rubs: index > page.faces.length
                width: page.keyWidth
                height: page.keyHeight
                secret: false
                small: true
                face: page.faces[index] ?? ""
                visible: !(clears && page.narrow)
                wordless: rubs && page.narrow
                icon: wordless ? "backspace" : ""
                label: clears ? Kiosk.word("clear") : rubs ? Kiosk.word("delete") : face
                onFired: (by, began) => {
                    if (clears || rubs)
                        page.erase(clears, began);
                    else
                        page.type(face, began);
                }
            }
        }
    }
}
