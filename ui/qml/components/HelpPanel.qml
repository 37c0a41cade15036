// Somebody called for help: it rings, somebody comes, or whom to telephone.
pragma ComponentBehavior: Bound
import QtQuick

Item {
    id: panel
    property var d: ({})
    readonly property bool up: d.headline !== undefined
    readonly property var lines: d.lines ?? []
    readonly property var staff: d.staff ?? []
    visible: up
    onUpChanged: if (up)
        close.forceActiveFocus(Qt.OtherFocusReason)

    TapHandler {
        gesturePolicy: TapHandler.ReleaseWithinBounds
    }
    Rectangle {
        anchors.fill: parent
        color: Theme.scrim
    }
    Surface {
        anchors.horizontalCenter: parent.horizontalCenter
        y: Kiosk.low ? parent.height - height - Theme.margin : Math.round((parent.height - height) / 2)
        width: Math.min(parent.width - 2 * Theme.margin, Theme.panel)
        height: inside.implicitHeight + 2 * Theme.margin
        radius: Theme.radius * 1.6
        Column {
            id: inside
            x: Theme.margin
            y: Theme.margin
            width: parent.width - 2 * x
            spacing: Theme.wide ? Theme.space : Theme.roomy
            Sign {
                visible: !Theme.compact
                anchors.horizontalCenter: parent.horizontalCenter
                name: "call"
                tone: panel.d.rings ? "neutral" : panel.lines.length > 1 ? "attention" : "good"
                size: Math.round(Theme.icon * 2.6)
            }
            Words {
                width: parent.width
                horizontalAlignment: Text.AlignHCenter
                text: panel.d.headline ?? ""
                font.pixelSize: Theme.title
                font.weight: Font.Bold
                Accessible.role: Accessible.AlertMessage
            }
            Repeater {
                model: panel.lines.length
                Words {
                    required property int index
                    width: inside.width
                    horizontalAlignment: Text.AlignHCenter
                    text: panel.lines[index] ?? ""
                    font.pixelSize: index > 0 ? Theme.label : Theme.strong
                    font.weight: index > 0 ? Font.Bold : Font.Normal
                    color: index > 0 ? Theme.primary : Theme.quiet
                }
            }
            ActionButton {
                id: close
                look: panel.d.rings ? "outlined" : "filled"
                label: Kiosk.word(panel.d.rings ? "hang_up" : "understood")
                size: Theme.label
                width: parent.width
                height: Math.round(Theme.button * 1.1)
                onFired: (by, began) => Kiosk.act("hang_up", null, by, began)
            }
            // For whoever has come; quiet, since it is not the resident's.
            Repeater {
                model: panel.staff
                ActionButton {
                    required property var modelData
                    look: "outlined"
                    icon: modelData.icon
                    label: modelData.label
                    size: Theme.label
                    width: inside.width
                    onFired: (by, began) => Kiosk.act(modelData.key, null, by, began)
                }
            }
        }
    }
}
