// Sign with a finger: the strokes follow it at once, and go to the core as points when all is written.
import QtQuick
import "../components"

PageBase {
    id: page
    readonly property var ways: d.otherWays ?? []
    readonly property real below: clears.height + Theme.gap
    // The least panels have no room for how it is done beside what is signed.
    howBelow: Theme.compact || (Theme.care && Theme.wide)

    onDChanged: if (!d.kind)
        field.wipe()

    function begin() {
        field.begin(d.previous ?? "");
        other.begin();
    }

    aside: Words {
        visible: page.split && text !== ""
        width: page.head.width
        text: page.d.signs ?? ""
        font.weight: Font.Medium
    }

    Column {
        id: said
        width: parent.width
        spacing: Theme.gap
        Words {
            visible: !page.split && text !== ""
            width: parent.width
            text: page.d.signs ?? ""
            font.pixelSize: Theme.strong
            font.weight: Font.Medium
        }
        Words {
            visible: text !== ""
            width: parent.width
            text: page.d.declaration ?? ""
            color: Theme.quiet
        }
    }
    InkField {
        id: field
        d: page.d
        anchors.horizontalCenter: parent.horizontalCenter
        y: said.height + Theme.gap
        width: Math.floor(Math.min(parent.width, (parent.height - y - page.below) * inkWidth / inkHeight))
    }
    ActionButton {
        id: clears
        x: parent.width - width
        y: field.y + field.height + Theme.gap
        enabled: field.strokes.length > 0
        label: page.d.clear ?? ""
        size: Theme.body
        onFired: (by, began) => {
            if (Kiosk.takes(began))
                field.wipe();
        }
    }
    Ways {
        id: other
        y: clears.y
        width: parent.width - clears.width - Theme.gap
        buttons: page.ways
    }
}
