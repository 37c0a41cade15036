// Where the keyboard is: a thin ring of ink, and a broad one of amber around it.
import QtQuick

Item {
    id: ring
    objectName: "ring"
    property real radius: Theme.corner
    // Of ink inside; twice as much of amber around it.
    readonly property int thin: Theme.hair
    property bool on: (parent?.activeFocus ?? false) && Kiosk.byKey
    anchors.fill: parent
    // A row of a list that is being thrown away has no size any more.
    visible: on && width > 0
    Rectangle {
        anchors.fill: parent
        anchors.margins: -ring.thin
        color: "transparent"
        radius: ring.radius + ring.thin
        border.width: ring.thin
        border.color: Theme.focusInk
    }
    Rectangle {
        anchors.fill: parent
        anchors.margins: -3 * ring.thin
        color: "transparent"
        radius: ring.radius + 3 * ring.thin
        border.width: 2 * ring.thin
        border.color: Theme.focus
    }
}
