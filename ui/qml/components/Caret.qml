// Where the next sign will stand.
import QtQuick

Rectangle {
    anchors.verticalCenter: parent.verticalCenter
    width: Theme.hair * 1.5
    height: Math.round(parent.height * 0.5)
    color: Theme.primary
}
