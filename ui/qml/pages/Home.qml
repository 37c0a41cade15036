// What would you like to do? A few large tiles; the hills of the city below them.
pragma ComponentBehavior: Bound
import QtQuick
import "../components"

PageBase {
    id: page

    function begin() {
        tiles.begin();
    }

    split: Theme.wide
    readonly property var tiles: d.tiles ?? []
    readonly property var notices: d.notices ?? []

    aside: Repeater {
        model: 3
        Banner {
            required property int index
            width: page.head.width
            words: page.notices[index] ?? ""
        }
    }
    Image {
        visible: !Theme.contrast && !Theme.wide
        x: -Theme.margin
        width: page.width + 2 * Theme.margin
        height: Math.round(width * 0.42)
        y: page.body.height + Theme.roomy - height
        source: visible && Theme.name ? "image://drawing/hills/primary/" + Theme.name : ""
        sourceSize: Qt.size(width, height)
        Accessible.ignored: true
    }
    Tiles {
        id: tiles
        width: parent.width
        height: parent.height
        items: page.tiles
        previous: page.d.previous ?? ""
    }
}
