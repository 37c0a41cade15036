// To the sheet before, which one this is, to the next.
import QtQuick

Item {
    id: leaves
    property string place: ""
    property bool backward: true
    property bool forward: true
    // Turning on is the next thing to do.
    property bool urged: false
    signal turned(by: int)
    height: Theme.target
    ActionButton {
        enabled: leaves.backward
        label: Kiosk.word("previous")
        size: Theme.small
        padding: Theme.gap
        icon: "back"
        onFired: leaves.turned(-1)
    }
    Words {
        anchors.centerIn: parent
        text: leaves.place
        font.pixelSize: Theme.small
        wrapMode: Text.NoWrap
        lineHeight: 1
    }
    ActionButton {
        anchors.right: parent.right
        enabled: leaves.forward
        look: leaves.urged ? "urged" : "tinted"
        label: Kiosk.word("next")
        size: Theme.small
        padding: Theme.gap
        icon: "forward"
        iconSide: "right"
        onFired: leaves.turned(1)
    }
}
