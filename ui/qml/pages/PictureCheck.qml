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

    TakenPicture {
        width: parent.width
        height: parent.height - (below.visible ? below.height + Theme.roomy : 0)
        source: page.d.kind === "PictureCheck" && page.visible ? "image://taken/" + page.turn : ""
        said: page.d.shows ?? ""
    }
    Ways {
        id: below
        visible: page.buttons.length > 0
        width: parent.width
        y: parent.height - height
        buttons: page.buttons
    }
}
