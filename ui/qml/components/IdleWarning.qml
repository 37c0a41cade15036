// Still there? A ring that empties, and one large button.
import QtQuick
import QtQuick.Shapes

Item {
    id: warning
    property var d: ({})
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
        anchors.centerIn: parent
        width: Math.min(parent.width - 2 * Theme.margin, Math.round(Theme.mm * 236))
        height: inside.implicitHeight + 2 * Theme.margin
        radius: Theme.radius * 1.6
        Column {
            id: inside
            x: Theme.margin
            y: Theme.margin
            width: parent.width - 2 * x
            spacing: Theme.roomy
            Item {
                anchors.horizontalCenter: parent.horizontalCenter
                width: Math.round(Theme.mm * (Theme.wide ? 48 : 64))
                height: width
                Shape {
                    anchors.fill: parent
                    ShapePath {
                        strokeColor: Theme.hairline
                        strokeWidth: Theme.gap * 0.7
                        fillColor: "transparent"
                        PathAngleArc {
                            centerX: inside.width ? Theme.mm * (Theme.wide ? 24 : 32) : 0
                            centerY: centerX
                            radiusX: centerX - Theme.gap
                            radiusY: radiusX
                            sweepAngle: 360
                        }
                    }
                    ShapePath {
                        strokeColor: Theme.primary
                        strokeWidth: Theme.gap
                        fillColor: "transparent"
                        capStyle: ShapePath.RoundCap
                        PathAngleArc {
                            centerX: Theme.mm * (Theme.wide ? 24 : 32)
                            centerY: centerX
                            radiusX: centerX - Theme.gap
                            radiusY: radiusX
                            startAngle: -90
                            sweepAngle: 360 * warning.share
                        }
                    }
                }
                Words {
                    anchors.centerIn: parent
                    text: warning.d.left ?? ""
                    font.pixelSize: Theme.title * 1.3
                    font.weight: Font.Bold
                    lineHeight: 1
                    Accessible.ignored: true
                }
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
                label: Kiosk.word("leave")
                width: parent.width
                height: Theme.button
                onFired: (by, began) => Kiosk.act("leave", null, by, began)
            }
        }
    }
}
