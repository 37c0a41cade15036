// A chart of counts: one bar beside the other, its two ends in words, the highest count at its top.
pragma ComponentBehavior: Bound
import QtQuick

Item {
    id: chart
    property var bars: null
    readonly property var counts: bars?.counts ?? []
    visible: bars !== null
    implicitHeight: Theme.bars + title.height + least.height + 2 * Theme.tight
    Accessible.role: Accessible.Graphic
    Accessible.name: bars?.said ?? ""

    Surface {
        anchors.fill: parent
    }
    Words {
        id: title
        x: Theme.gap
        y: Theme.gap
        width: parent.width - 2 * x
        text: chart.bars?.said ?? ""
        font.pixelSize: Theme.small
        color: Theme.quiet
        lineHeight: 1
        Accessible.ignored: true
    }
    Row {
        id: row
        x: Theme.gap
        y: title.y + title.height + Theme.tight
        width: parent.width - 2 * x
        height: parent.height - y - least.height - Theme.tight - Theme.gap
        spacing: Theme.hair
        Repeater {
            model: 40
            Rectangle {
                required property int index
                visible: index < chart.counts.length
                width: visible ? Math.floor(row.width / chart.counts.length) - row.spacing : 0
                height: visible && chart.bars?.highest ? Math.max(chart.counts[index] ? Theme.hair : 0, Math.round(row.height * chart.counts[index] / chart.bars.highest)) : 0
                y: row.height - height
                color: Theme.primary
            }
        }
    }
    Rectangle {
        x: Theme.gap
        y: row.y + row.height
        width: row.width
        height: Theme.hair
        color: Theme.edge
    }
    Words {
        id: least
        x: Theme.gap
        y: row.y + row.height + Theme.tight
        text: chart.bars?.least ?? ""
        font.pixelSize: Theme.small
        lineHeight: 1
        Accessible.ignored: true
    }
    Words {
        x: parent.width - width - Theme.gap
        y: least.y
        text: chart.bars?.most ?? ""
        font.pixelSize: Theme.small
        lineHeight: 1
        Accessible.ignored: true
    }
}
