// A calm sheet that things of one kind lie on.
import QtQuick

Rectangle {
    color: Theme.surface
    radius: Theme.radius
    border.width: Theme.hair
    border.color: Theme.hairline
}
