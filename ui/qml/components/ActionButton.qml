// A button: "filled" for the one main action, "danger" for one that cannot be undone by 返回, "outlined" for leaving,
// "urged" for what has to be pressed before the main one, "tinted" for the rest.
import QtQuick

Pressable {
    id: button

    property string look: "tinted"
    property string icon: ""
    property string iconSide: "left"
    property bool on: false
    property int size: Theme.strong
    property real padding: Theme.roomy
    readonly property bool filled: look === "filled" || look === "danger" || on
    readonly property color ground: !enabled ? (Theme.contrast ? Theme.surface : Theme.scenery) : filled ? (look === "danger" ? (down ? Theme.ink : Theme.danger) : down ? Theme.pressed : Theme.primary) : down ? Theme.scenery : look === "outlined" ? Theme.surface : Theme.primaryTint
    readonly property color words: !enabled ? Theme.quiet : filled ? Theme.onPrimary : look === "outlined" ? Theme.ink : Theme.primary

    implicitWidth: Math.ceil((measure?.implicitWidth ?? 0) + (icon ? Theme.icon * 0.8 + Theme.gap : 0) + 2 * padding)
    implicitHeight: Math.max(Theme.target, caption.implicitHeight + Theme.gap * 1.6)
    Accessible.checkable: false

    Rectangle {
        anchors.fill: parent
        radius: button.radius
        color: button.ground
        border.width: button.filled && button.enabled ? 0 : !button.enabled ? Theme.hair : button.look === "urged" ? Theme.edgeWidth * 3 : Theme.edgeWidth
        border.color: !button.enabled ? Theme.hairline : button.look === "urged" ? Theme.primary : Theme.edge
    }
    Row {
        id: inside
        anchors.centerIn: parent
        spacing: Theme.gap * 0.75
        layoutDirection: button.iconSide === "left" ? Qt.LeftToRight : Qt.RightToLeft
        Drawing {
            visible: button.icon !== ""
            name: button.icon
            tone: !button.enabled ? "quiet" : button.filled ? "onPrimary" : button.look === "outlined" ? "ink" : "primary"
            width: Math.round(Theme.icon * (Theme.care ? 1 : 0.8))
            height: width
            anchors.verticalCenter: parent.verticalCenter
        }
        Words {
            id: caption
            text: button.label
            color: button.words
            font.pixelSize: button.size
            font.weight: button.look === "outlined" ? Font.Medium : Font.Bold
            width: Math.min(measure.implicitWidth + 1, button.width - Theme.gap * 1.5 - (button.icon ? Theme.icon * 0.8 + Theme.gap : 0))
            horizontalAlignment: Text.AlignHCenter
            lineHeight: 1.0
            Accessible.ignored: true
            anchors.verticalCenter: parent.verticalCenter
        }
    }
    Text {
        id: measure
        visible: false
        text: button.label
        font: caption.font
        textFormat: Text.PlainText
        Accessible.ignored: true
    }
}
