// One of the project's own drawings in the colours of the theme.
import QtQuick

Image {
    id: drawing
    property string name: ""
    property string tone: "primary"
    source: name && Theme.name ? "image://drawing/" + name + "/" + tone + "/" + Theme.name : ""
    sourceSize: Qt.size(width, height)
    fillMode: Image.PreserveAspectFit
    Accessible.ignored: true
}
