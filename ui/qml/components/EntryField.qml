// Where something is entered: on the surface, with the edge of what is being done now.
import QtQuick

Rectangle {
    radius: Theme.radius
    color: Theme.surface
    border.width: Theme.edgeWidth
    border.color: Theme.primary
    Accessible.role: Accessible.StaticText
}
