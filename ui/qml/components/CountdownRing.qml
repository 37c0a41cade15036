// A ring that empties around the seconds that are left.
import QtQuick
import QtQuick.Shapes

Item {
    id: ring
    property real share: 0
    property string remains: ""
    readonly property real middle: width / 2
    width: Theme.ring
    height: width

    Shape {
        anchors.fill: parent
        ShapePath {
            strokeColor: Theme.hairline
            strokeWidth: Theme.gap * 0.7
            fillColor: "transparent"
            PathAngleArc {
                centerX: ring.middle
                centerY: ring.middle
                radiusX: ring.middle - Theme.gap
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
                centerX: ring.middle
                centerY: ring.middle
                radiusX: ring.middle - Theme.gap
                radiusY: radiusX
                startAngle: -90
                sweepAngle: 360 * ring.share
            }
        }
    }
    Words {
        anchors.centerIn: parent
        text: ring.remains
        font.pixelSize: Theme.title * 1.3
        font.weight: Font.Bold
        lineHeight: 1
        Accessible.ignored: true
    }
}
