// Whose data this is: masked, shown while 按住显示 is held.
pragma ComponentBehavior: Bound
import QtQuick

Flow {
    id: whose
    property var seen: []
    property var masked: []
    // Other ways on, beside the button where there is room.
    property var ways: []
    readonly property bool beside: width > Theme.body * 22 && !Theme.care
    spacing: Theme.gap
    Column {
        width: whose.beside ? whose.width - show.width - Theme.gap : whose.width
        spacing: 0
        Repeater {
            model: 4
            Words {
                required property int index
                visible: text !== ""
                width: parent.width
                text: whose.seen[index] ?? ""
                font.pixelSize: Theme.strong
                font.weight: index === 0 ? Font.Medium : Font.Normal
                Accessible.name: whose.masked[index] ?? ""
            }
        }
    }
    ActionButton {
        id: show
        icon: "eye"
        size: Theme.body
        padding: Theme.space
        label: Kiosk.word("reveal")
        onDownChanged: Kiosk.bridge.reveal(down, true)
        onFired: (by, began) => {
            if (by !== "touch")
                Kiosk.bridge.reveal(true, false);
        }
    }
    Ways {
        visible: whose.ways.length > 0
        readonly property real rest: whose.width - show.width - Theme.gap
        width: rest > Theme.body * 9.5 ? rest : whose.width
        buttons: whose.ways
    }
}
