// A document as it will be printed, a page at a time; enlarged, it is moved with a finger.
import QtQuick
import "../components"

PageBase {
    id: page
    readonly property var images: d.images ?? []
    readonly property var ways: d.buttons ?? []
    property int place: 0
    property bool large: false
    readonly property real room: body.height - leaf.height - Theme.gap - (below.visible ? below.height + Theme.gap : 0)

    function begin() {
        place = 0;
        large = false;
    }
    function turn(to: int) {
        place = to;
        paper.begin();
    }

    aside: Ways {
        width: page.head.width
        visible: page.split && page.ways.length > 0
        buttons: visible ? page.ways : []
    }

    PaperView {
        id: paper
        width: parent.width
        height: page.room
        large: page.large
        source: page.images[page.place] ?? ""
        said: page.d.pageWords?.[page.place] ?? ""
    }
    Item {
        id: leaf
        y: page.room + Theme.gap
        width: parent.width
        height: Theme.target
        ActionButton {
            id: back
            visible: page.images.length > 1
            enabled: page.place > 0
            label: Kiosk.word("previous")
            size: Theme.small
            padding: Theme.gap
            icon: Theme.care ? "" : "back"
            onFired: page.turn(page.place - 1)
        }
        ActionButton {
            anchors.horizontalCenter: parent.horizontalCenter
            label: Kiosk.word(page.large ? "smaller" : "larger") + (page.images.length > 1 && !Theme.care ? "  " + (page.place + 1) + " / " + page.images.length : "")
            size: Theme.small
            padding: Theme.gap
            onFired: page.large = !page.large
        }
        ActionButton {
            visible: page.images.length > 1
            anchors.right: parent.right
            enabled: page.place < page.images.length - 1
            label: Kiosk.word("next")
            size: Theme.small
            padding: Theme.gap
            icon: Theme.care ? "" : "forward"
            iconSide: "right"
            onFired: page.turn(page.place + 1)
        }
    }
    Ways {
        id: below
        visible: !page.split && page.ways.length > 0
        width: parent.width
        y: parent.height - height
        buttons: visible ? page.ways : []
    }
}
