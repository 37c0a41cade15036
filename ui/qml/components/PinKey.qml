// A key of a number pad. Where a PIN is typed a digit takes no focus and is not in the accessibility tree.
import QtQuick

Pressable {
    id: key
    property string face: ""
    property string icon: ""
    property bool secret: true
    property bool small: false
    // Too narrow for its word: the picture alone, and the word for who listens.
    property bool wordless: false
    // Its word is longer than a letter.
    property bool tight: false
    property bool on: false
    readonly property bool digit: face !== ""
    radius: Theme.radius
    reachable: !(digit && secret)
    Accessible.ignored: digit && secret

    Rectangle {
        anchors.fill: parent
        radius: key.radius
        color: key.on ? Theme.primary : key.down ? Theme.scenery : key.digit ? Theme.surface : Theme.primaryTint
        border.width: Theme.edgeWidth
        border.color: !key.enabled ? Theme.hairline : key.down ? Theme.primary : Theme.edge
    }
    Row {
        anchors.centerIn: parent
        spacing: Theme.gap * 0.7
        Drawing {
            visible: key.icon !== ""
            name: key.icon
            tone: key.enabled ? "primary" : "quiet"
            width: Math.round(Theme.icon * 0.8)
            height: width
            anchors.verticalCenter: parent.verticalCenter
        }
        Words {
            visible: !key.wordless
            text: key.digit ? key.face : key.label
            font.pixelSize: key.small ? (key.digit && !key.tight ? Theme.strong : Math.min(Theme.small, Math.floor((key.width - 2 * Theme.hair) / (key.tight ? key.label.length : 1)))) : key.digit ? Theme.key : Theme.strong
            font.weight: Font.Bold
            color: key.on ? Theme.onPrimary : !key.enabled ? Theme.quiet : key.digit ? Theme.ink : Theme.primary
            wrapMode: Text.NoWrap
            lineHeight: 1
            Accessible.ignored: true
            anchors.verticalCenter: parent.verticalCenter
        }
    }
}
