// A key of the PIN pad. A digit's key takes no focus and is not in the accessibility tree: only its place is told.
import QtQuick

Pressable {
    id: key
    property string face: ""
    property string icon: ""
    readonly property bool digit: label === ""
    radius: Theme.radius
    reachable: !digit
    Accessible.ignored: digit

    Rectangle {
        anchors.fill: parent
        radius: key.radius
        color: key.down ? Theme.scenery : key.digit ? Theme.surface : Theme.primaryTint
        border.width: Theme.edgeWidth
        border.color: key.down ? Theme.primary : Theme.edge
    }
    Row {
        anchors.centerIn: parent
        spacing: Theme.gap * 0.7
        Drawing {
            visible: key.icon !== ""
            name: key.icon
            width: Math.round(Theme.icon * 0.8)
            height: width
            anchors.verticalCenter: parent.verticalCenter
        }
        Words {
            text: key.digit ? key.face : key.label
            font.pixelSize: key.digit ? Theme.key : Theme.strong
            font.weight: Font.Bold
            color: key.digit ? Theme.ink : Theme.primary
            wrapMode: Text.NoWrap
            lineHeight: 1
            Accessible.ignored: true
            anchors.verticalCenter: parent.verticalCenter
        }
    }
}
