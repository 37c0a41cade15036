// Where the keyboard is: a thin ring of ink, and a broad one of amber around it.
import QtQuick

Item {
    id: ring
    property real radius: Theme.corner
    property bool on: (parent?.activeFocus ?? false) && Kiosk.byKey
    anchors.fill: parent
    visible: on
    Rectangle {
        anchors.fill: parent
        anchors.margins: -2
        color: "transparent"
        radius: ring.radius + 2
        border.width: 2
        border.color: Theme.focusInk
    }
    Rectangle {
        anchors.fill: parent
        anchors.margins: -6
        color: "transparent"
        radius: ring.radius + 6
        border.width: 4
        border.color: Theme.focus
    }
}
