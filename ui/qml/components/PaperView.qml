// A page of paper as it will be printed; enlarged, it is moved with a finger.
import QtQuick

Item {
    id: view
    property string source: ""
    property string said: ""
    property bool large: false
    // A4, upright.
    readonly property real ratio: 297 / 210
    readonly property real fit: Math.min(width, height / ratio)

    function begin() {
        paper.contentX = paper.contentY = 0;
    }
    Flickable {
        id: paper
        anchors.horizontalCenter: parent.horizontalCenter
        width: view.large ? view.width : view.fit
        height: view.height
        clip: true
        contentWidth: Math.round(view.large ? Math.max(view.fit * 2, view.width) : view.fit)
        contentHeight: Math.round(contentWidth * view.ratio)
        boundsBehavior: Flickable.StopAtBounds
        interactive: view.large
        Rectangle {
            width: paper.contentWidth
            height: paper.contentHeight
            color: Theme.paper
        }
        Image {
            width: paper.contentWidth
            height: paper.contentHeight
            source: view.source
            cache: false
            mipmap: true
            fillMode: Image.PreserveAspectFit
            Accessible.role: Accessible.Graphic
            Accessible.name: view.said
        }
    }
    Rectangle {
        anchors.fill: paper
        color: "transparent"
        border.width: Theme.hair
        border.color: Theme.edge
    }
}
