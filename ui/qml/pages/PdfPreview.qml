// A document as it will be printed, a page at a time; enlarged, it is moved with a finger.
import QtQuick
import "../components"

PageBase {
    id: page
    readonly property var images: d.images ?? []
    readonly property var ways: d.buttons ?? []
    property int place: 0
    property bool large: false
    readonly property real ratio: 1.4143
    readonly property real room: body.height - leaf.height - Theme.gap - (below.visible ? below.height + Theme.gap : 0)

    function begin() {
        place = 0;
        large = false;
    }
    function turn(to: int) {
        place = to;
        paper.contentX = paper.contentY = 0;
    }

    aside: Ways {
        width: page.head.width
        visible: page.split && page.ways.length > 0
        buttons: visible ? page.ways : []
    }

    Flickable {
        id: paper
        readonly property real fit: Math.min(page.body.width, page.room / page.ratio)
        anchors.horizontalCenter: parent.horizontalCenter
        width: page.large ? page.body.width : fit
        height: page.room
        clip: true
        contentWidth: Math.round(page.large ? Math.max(fit * 2, page.body.width) : fit)
        contentHeight: Math.round(contentWidth * page.ratio)
        boundsBehavior: Flickable.StopAtBounds
        interactive: page.large
        Rectangle {
            width: paper.contentWidth
            height: paper.contentHeight
            color: Theme.paper
        }
        Image {
            width: paper.contentWidth
            height: paper.contentHeight
            source: page.images[page.place] ?? ""
            cache: false
            mipmap: true
            fillMode: Image.PreserveAspectFit
            Accessible.role: Accessible.Graphic
            Accessible.name: page.d.pageWords?.[page.place] ?? ""
        }
    }
    Rectangle {
        anchors.fill: paper
        color: "transparent"
        border.width: Math.max(1, Theme.hair)
        border.color: Theme.edge
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
