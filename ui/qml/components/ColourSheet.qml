// One colour over all of the glass, until it is touched.
import QtQuick

Pressable {
    id: sheet
    property color colour: Theme.background
    enabled: visible
    Rectangle {
        anchors.fill: parent
        color: sheet.colour
    }
}
