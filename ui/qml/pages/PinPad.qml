// Type the PIN: one dot per digit; keys that know only where they stand, or the pad beside the screen.
pragma ComponentBehavior: Bound
import QtQuick
import "../components"

PageBase {
    id: page
    troubleTone: "danger"
    untouched: field.height + Theme.roomy
    readonly property var keys: d.keys ?? []
    readonly property var ways: d.otherWays ?? []
    // Where and how, when it is typed on a pad of its own.
    readonly property var onPad: d.onPad ?? []
    readonly property real padWidth: Math.min(body.width, Theme.panel)
    readonly property real room: body.height - field.height - Theme.roomy - (!split && ways.length ? other.height + Theme.roomy : 0)
    readonly property real keyHeight: Math.floor(Math.min(Theme.padKey, (room - 3 * Theme.gap) / 4))
    readonly property real keyWidth: Math.floor((padWidth - 2 * Theme.gap) / 3)

    aside: Ways {
        visible: page.split && page.ways.length > 0
        width: page.head.width
        buttons: page.split ? page.ways : []
    }

    PinField {
        id: field
        wrong: !!page.d.trouble && Kiosk.pinLength === 0
        anchors.horizontalCenter: parent.horizontalCenter
        width: page.padWidth
        height: Theme.field
    }
    Surface {
        id: there
        visible: page.onPad.length > 0
        anchors.horizontalCenter: parent.horizontalCenter
        y: field.y + field.height + Theme.roomy
        width: page.padWidth
        height: Math.min(page.room, Math.round(width * (Theme.wide ? 0.72 : 0.95)))
        Column {
            id: told
            x: Theme.roomy
            y: Theme.space
            width: parent.width - 2 * Theme.roomy
            spacing: Theme.gap
            Words {
                width: parent.width
                text: page.onPad[0] ?? ""
                horizontalAlignment: Text.AlignHCenter
                font.pixelSize: Theme.label
                font.weight: Font.Bold
            }
            Words {
                width: parent.width
                text: page.onPad[1] ?? ""
                horizontalAlignment: Text.AlignHCenter
                font.pixelSize: Theme.strong
                color: Theme.quiet
            }
        }
        Drawing {
            anchors.horizontalCenter: parent.horizontalCenter
            y: told.y + told.height + Theme.space
            name: there.visible ? "pin_pad" : ""
            height: Math.max(0, parent.height - y - Theme.space)
            width: Math.min(parent.width - 2 * Theme.space, Math.round(height * 1.25))
        }
    }
    KeyGrid {
        id: pad
        visible: page.onPad.length === 0
        anchors.horizontalCenter: parent.horizontalCenter
        y: field.y + field.height + Theme.roomy
        faces: page.keys
        keyWidth: page.keyWidth
        keyHeight: page.keyHeight
        onDigit: (position, began) => Kiosk.bridge.pin(position, began)
        onCleared: began => Kiosk.bridge.pinClear(began)
        onDeleted: began => Kiosk.bridge.pinDelete(began)
    }
    Ways {
        id: other
        visible: !page.split && page.ways.length > 0
        anchors.horizontalCenter: parent.horizontalCenter
        y: (there.visible ? there.y + there.height : pad.y + pad.height) + Theme.roomy
        width: page.padWidth
        buttons: page.split ? [] : page.ways
    }
}
