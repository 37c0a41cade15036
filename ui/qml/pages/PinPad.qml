// Type the PIN: one dot per digit, keys that know only where they stand.
pragma ComponentBehavior: Bound
import QtQuick
import "../components"

PageBase {
    id: page
    readonly property var keys: d.keys ?? []
    readonly property var ways: d.otherWays ?? []
    readonly property real gap: Theme.gap
    readonly property real padWidth: Math.min(body.width, Math.round(Theme.mm * 236))
    readonly property real fieldHeight: Math.round(Theme.mm * (Theme.wide ? 20 : 28))
    readonly property real room: body.height - fieldHeight - Theme.roomy - (!split && ways.length ? other.height + Theme.roomy : 0)
    readonly property real keyHeight: Math.floor(Math.min(Theme.mm * 34, (room - 3 * gap) / 4))
    readonly property real keyWidth: Math.floor((padWidth - 2 * gap) / 3)

    aside: Ways {
        visible: page.split && page.ways.length > 0
        width: page.head.width
        buttons: page.split ? page.ways : []
    }

    Rectangle {
        id: field
        anchors.horizontalCenter: parent.horizontalCenter
        width: page.padWidth
        height: page.fieldHeight
        radius: Theme.radius
        color: Theme.surface
        border.width: Theme.edgeWidth
        border.color: Theme.primary
        Accessible.role: Accessible.StaticText
        Accessible.name: Kiosk.pinTyped
        Row {
            anchors.centerIn: parent
            spacing: Theme.space
            Repeater {
                model: 12
                Rectangle {
                    required property int index
                    visible: index < Kiosk.pinLength
                    width: Math.round(Theme.mm * 8)
                    height: width
                    radius: width / 2
                    color: Theme.ink
                }
            }
        }
        Rectangle {
            visible: Kiosk.pinLength === 0
            anchors.centerIn: parent
            width: Math.max(3, Theme.hair * 1.5)
            height: Math.round(parent.height * 0.5)
            color: Theme.primary
        }
    }
    Grid {
        id: pad
        anchors.horizontalCenter: parent.horizontalCenter
        y: field.height + Theme.roomy
        columns: 3
        spacing: page.gap
        Repeater {
            model: 12
            PinKey {
                required property int index
                // The last row is 清除, the tenth digit, 退格.
                readonly property int position: index < 9 ? index : index === 10 ? 9 : -1
                width: page.keyWidth
                height: page.keyHeight
                face: position >= 0 ? (page.keys[position] ?? "") : ""
                label: index === 9 ? Kiosk.word("clear") : index === 11 ? Kiosk.word("delete") : ""
                icon: index === 11 ? "backspace" : ""
                onFired: (by, began) => {
                    if (position >= 0)
                        Kiosk.bridge.pin(position, began);
                    else if (index === 9)
                        Kiosk.bridge.pinClear(began);
                    else
                        Kiosk.bridge.pinDelete(began);
                }
            }
        }
    }
    Ways {
        id: other
        visible: !page.split && page.ways.length > 0
        anchors.horizontalCenter: parent.horizontalCenter
        y: pad.y + pad.height + Theme.roomy
        width: page.padWidth
        buttons: page.split ? [] : page.ways
    }
}
