// A picture that was taken, as large as there is room, with an edge of its own.
import QtQuick

Image {
    id: taken
    property string said: ""
    fillMode: Image.PreserveAspectFit
    cache: false
    mipmap: true
    Accessible.role: Accessible.Graphic
    Accessible.name: said
    Rectangle {
        anchors.centerIn: parent
        visible: taken.status === Image.Ready
        width: Math.round(taken.paintedWidth)
        height: Math.round(taken.paintedHeight)
        color: "transparent"
        border.width: Theme.hair
        border.color: Theme.edge
    }
}
