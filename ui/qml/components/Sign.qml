// The sign of a tone in a disc: what colour says, shape says too.
import QtQuick

Rectangle {
    id: sign
    property string tone: "neutral"
    property string name: Theme.sign(tone)
    property int size: Theme.icon
    width: size
    height: size
    radius: size / 2
    color: Theme.ground(tone)
    border.width: Theme.contrast ? Theme.edgeWidth : 0
    border.color: Theme.tone(tone)
    Drawing {
        anchors.centerIn: parent
        name: sign.name
        tone: sign.tone === "neutral" ? "ink" : sign.tone
        width: Math.round(sign.size * 0.62)
        height: width
    }
}
