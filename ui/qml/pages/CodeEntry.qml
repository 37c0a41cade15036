// Type a code as it stands on a slip: digits and capital letters, none of which looks like another.
pragma ComponentBehavior: Bound
import QtQuick
import "../components"

PageBase {
    id: page
    troubleTone: "danger"
    untouched: field.height + Theme.roomy
    readonly property var faces: d.keys ?? []
    readonly property bool flat: body.width > body.height * 1.2
    // As few columns as leave each key its 20 mm.
    readonly property int fits: Math.max(2, Math.floor((room + Theme.gap) / (Theme.target + Theme.gap)))
    readonly property int columns: Math.max(flat ? 9 : 6, Math.ceil((faces.length + 2) / fits))
    // Narrow keys have no room for words: 退格 is a picture then, and clears nothing but the last.
    readonly property bool narrow: keyWidth < Theme.strong * 3.5
    readonly property int lines: Math.ceil((faces.length + 2) / columns)
    readonly property real room: body.height - field.height - Theme.roomy
    readonly property real keyHeight: Math.floor(Math.min(Theme.padKey, (room - (lines - 1) * Theme.gap) / lines))
    readonly property real keyWidth: Math.floor((body.width - (columns - 1) * Theme.gap) / columns)

    function begin() {
        Kiosk.entered = d.previous ?? "";
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

    TypedField {
        id: field
        anchors.horizontalCenter: parent.horizontalCenter
        width: parent.width
        height: Theme.field
        typed: Kiosk.entered
        wrong: !!page.d.trouble && typed === ""
        most: page.d.most ?? 0
        groups: page.d.groups ?? []
        between: "-"
        ems: Math.max(11, most * 0.8)
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
