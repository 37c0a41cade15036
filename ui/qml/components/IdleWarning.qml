// Still there? A ring that empties, and one large button.
import QtQuick

Item {
    id: warning
    property var d: ({})
    // What leaving is called on the page below.
    property string leave: ""
    readonly property bool up: d.whole !== undefined
    readonly property real share: up && d.whole > 0 ? d.left / d.whole : 0
    visible: up
    onUpChanged: if (up)
        extend.forceActiveFocus(Qt.OtherFocusReason)

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
            spacing: Theme.roomy
            CountdownRing {
                anchors.horizontalCenter: parent.horizontalCenter
                share: warning.share
                remains: warning.d.left ?? ""
            }
            Words {
                width: parent.width
                horizontalAlignment: Text.AlignHCenter
                text: Kiosk.word("still_there")
                font.pixelSize: Theme.title
                font.weight: Font.Bold
                Accessible.role: Accessible.AlertMessage
                Accessible.description: warning.d.said ?? ""
            }
            Words {
                width: parent.width
                horizontalAlignment: Text.AlignHCenter
                text: Kiosk.word("at_the_end")
                color: Theme.quiet
            }
            ActionButton {
                id: extend
                visible: warning.d.mayExtend ?? false
                look: "filled"
                label: Kiosk.word("extend")
                size: Theme.label
                width: parent.width
                height: Math.round(Theme.button * 1.1)
                onFired: (by, began) => Kiosk.act("extend", null, by, began)
            }
            ActionButton {
                look: "outlined"
                label: warning.leave || Kiosk.word("leave")
                width: parent.width
                height: Theme.button
                onFired: (by, began) => Kiosk.act("leave", null, by, began)
            }
        }
    }
}
