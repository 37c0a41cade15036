// Put something in or lay something down: the picture says it, other ways stand below.
import QtQuick

PageBase {
    id: page
    readonly property var ways: d.otherWays ?? []
    Surface {
        id: stage
        width: parent.width
        height: parent.height - (other.visible ? other.height + Theme.roomy : 0)
        readonly property real side: Math.min(width - 2 * Theme.space, (height - 2 * Theme.space) * 1.25)
        Drawing {
            anchors.centerIn: parent
            name: page.d.picture ?? ""
            width: Math.round(Math.min(stage.side, Theme.drawing))
            height: Math.round(width / 1.25)
        }
    }
    Ways {
        id: other
        y: stage.height + Theme.roomy
        width: parent.width
        visible: page.ways.length > 0
        buttons: page.ways
    }
}
