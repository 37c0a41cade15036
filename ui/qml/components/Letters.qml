// Twenty-six letters and 退格, for searching by words or by the initials of pinyin.
pragma ComponentBehavior: Bound
import QtQuick

Column {
    id: letters
    readonly property var rows: ["qwertyuiop", "asdfghjkl", "zxcvbnm<"]
    readonly property real keyWidth: Math.floor((width - 9 * spacing) / 10)
    signal typed(letter: string, began: real)
    signal deleted(began: real)
    spacing: Theme.gap
    Repeater {
        model: letters.rows
        Row {
            id: line
            required property string modelData
            anchors.horizontalCenter: parent.horizontalCenter
            spacing: Theme.gap
            Repeater {
                model: line.modelData.length
                PinKey {
                    required property int index
                    readonly property string letter: line.modelData[index]
                    readonly property bool rubs: letter === "<"
                    width: rubs ? Math.round(letters.keyWidth * 2) : letters.keyWidth
                    height: Theme.target
                    secret: false
                    small: true
                    face: rubs ? "" : letter.toUpperCase()
                    label: rubs ? Kiosk.word("delete") : letter.toUpperCase()
                    icon: rubs && width > 2 * Theme.target ? "backspace" : ""
                    onFired: (by, began) => {
                        if (rubs)
                            letters.deleted(began);
                        else
                            letters.typed(letter, began);
                    }
                }
            }
        }
    }
}
