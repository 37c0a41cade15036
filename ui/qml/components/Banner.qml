// One thing to know, with its sign: why this page stands here again, what is closed today.
import QtQuick

Rectangle {
    id: banner
    property string words: ""
    property string tone: "attention"
    // Something was wrong: it is not to be missed.
    readonly property bool urgent: tone === "danger"
    readonly property bool narrow: width < Theme.body * 11
    visible: words !== ""
    implicitHeight: Math.max(Theme.target * 0.9, said.implicitHeight + 2 * Theme.gap)
    radius: Theme.radius
    color: Theme.ground(tone)
    border.width: Theme.contrast || narrow || urgent ? Theme.edgeWidth : 0
    border.color: Theme.tone(tone)
    Drawing {
        id: sign
        visible: !banner.narrow
        x: Theme.space
        anchors.verticalCenter: parent.verticalCenter
        name: Theme.sign(banner.tone)
        tone: banner.tone === "neutral" ? "ink" : banner.tone
        width: Math.round(Theme.icon * 0.85)
        height: width
    }
    Prose {
        id: said
        anchors.verticalCenter: parent.verticalCenter
        x: banner.narrow ? Theme.gap : sign.x + sign.width + Theme.gap
        room: banner.width - x - (banner.narrow ? Theme.gap : Theme.space)
        text: banner.words
        color: Theme.tone(banner.tone)
        font.weight: banner.urgent ? Font.Bold : Font.Medium
        Accessible.role: Accessible.AlertMessage
    }
}
