// One plain colour after the other over the whole panel, each until the next touch; then what was seen is asked.
pragma ComponentBehavior: Bound
import QtQuick
import "../components"

PageBase {
    id: page
    readonly property var colours: d.colours ?? []
    // -1: not begun; after the last colour: what was seen is asked.
    property int shown: -1
    readonly property bool plain: shown >= 0 && shown < colours.length
    split: false

    function begin() {
        shown = -1;
    }

    Column {
        width: parent.width
        spacing: Theme.gap
        ActionButton {
            width: parent.width
            visible: page.shown < 0
            label: page.d.begin ?? ""
            look: "filled"
            onFired: page.shown = 0
        }
        Ways {
            width: parent.width
            stretched: true
            buttons: page.shown >= page.colours.length && page.colours.length > 0 ? page.d.buttons ?? [] : []
        }
    }
    ColourSheet {
        parent: page.Window.window?.contentItem ?? page
        anchors.fill: parent
        visible: page.plain && page.visible
        z: 10
        label: page.d.colourWords?.[page.shown] ?? ""
        colour: page.plain ? page.colours[page.shown] : Theme.background
        onFired: page.shown += 1
    }
}
