// Where something is entered: on the surface, with the edge of what is being done now, or of what was wrong.
import QtQuick

Rectangle {
    id: field
    // What was entered before was refused, and nothing has been entered since.
    property bool wrong: false
    // Where its words begin at the left there is no room for a sign.
    property bool signs: true
    radius: Theme.radius
    color: wrong ? Theme.dangerTint : Theme.surface
    border.width: Theme.edgeWidth * (wrong ? 2 : 1)
    border.color: wrong ? Theme.danger : Theme.primary
    Accessible.role: Accessible.StaticText
    Drawing {
        visible: field.wrong && field.signs
        x: Theme.space
        anchors.verticalCenter: parent.verticalCenter
        name: "stop"
        tone: "danger"
        width: Math.round(Theme.icon * 0.85)
        height: width
    }
}
