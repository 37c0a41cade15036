// What was taken, as large as there is room: keep it, or take it again.
import QtQuick
import "../components"

PageBase {
    id: page
    readonly property var buttons: d.buttons ?? []
    property int turn: 0

    function begin() {
        turn += 1;
    }

    Image {
        id: taken
        width: parent.width
        height: parent.height - (below.visible ? below.height + Theme.roomy : 0)
        fillMode: Image.PreserveAspectFit
        cache: false
        mipmap: true
        source: page.d.kind === "PictureCheck" && page.visible ? "image://taken/" + page.turn : ""
        Accessible.role: Accessible.Graphic
        Accessible.name: page.d.shows ?? ""
    }
    Rectangle {
        anchors.centerIn: taken
        visible: taken.status === Image.Ready
        width: Math.round(taken.paintedWidth)
        height: Math.round(taken.paintedHeight)
        color: "transparent"
        border.width: Math.max(1, Theme.hair)
        border.color: Theme.edge
    }
    Ways {
        id: below
        visible: page.buttons.length > 0
        width: parent.width
        y: parent.height - height
        buttons: page.buttons
    }
}
