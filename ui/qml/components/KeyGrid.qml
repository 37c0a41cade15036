// Ten digits in three columns, with 清除 (or a letter, where one may stand last) and 退格 in the last row.
pragma ComponentBehavior: Bound
import QtQuick

Grid {
    id: pad
    property var faces: []
    // A PIN's keys are told apart by their place alone.
    property bool secret: true
    property string letter: ""
    property real keyWidth: 0
    property real keyHeight: 0

    signal digit(position: int, began: real)
    signal lettered(began: real)
    signal cleared(began: real)
    signal deleted(began: real)

    columns: 3
    spacing: Theme.gap
    Repeater {
        model: 12
        PinKey {
            required property int index
            readonly property int position: index < 9 ? index : index === 10 ? 9 : -1
            width: pad.keyWidth
            height: pad.keyHeight
            secret: pad.secret
            face: position >= 0 ? (pad.faces[position] ?? "") : index === 9 ? pad.letter : ""
            label: index === 9 ? pad.letter || Kiosk.word("clear") : index === 11 ? Kiosk.word("delete") : pad.secret ? "" : face
            icon: index === 11 ? "backspace" : ""
            onFired: (by, began) => {
                if (position >= 0)
                    pad.digit(position, began);
                else if (index === 9 && pad.letter)
                    pad.lettered(began);
                else if (index === 9)
                    pad.cleared(began);
                else
                    pad.deleted(began);
            }
        }
    }
}
