// Everything that was looked at, the worst first, two beside each other where they fit; leafed through where it is long.
pragma ComponentBehavior: Bound
import QtQuick
import "../components"

PageBase {
    id: page
    readonly property var lines: d.lines ?? []
    readonly property var ways: d.buttons ?? []
    readonly property int columns: !Theme.care && body.width > Theme.body * 24 && lines.length > 6 ? 2 : 1
    readonly property int pairs: Math.ceil(lines.length / columns)

    function begin() {
        sheets.begin();
    }

    aside: Ways {
        width: page.head.width
        visible: page.split && page.ways.length > 0
        buttons: visible ? page.ways : []
    }

    Sheets {
        id: sheets
        width: parent.width
        height: parent.height - (below.visible ? below.height + Theme.space : 0)
        Bars {
            width: sheets.width
            height: visible ? implicitHeight : 0
            bars: page.d.bars ?? null
        }
        Repeater {
            model: 30
            Item {
                id: pair
                required property int index
                visible: index < page.pairs
                width: sheets.width
                height: visible ? Math.max(left.implicitHeight, right.visible ? right.implicitHeight : 0) : 0
                CheckRow {
                    id: left
                    line: page.lines[pair.index * page.columns] ?? null
                    width: (pair.width - (page.columns - 1) * Theme.gap) / page.columns
                    height: pair.height
                }
                CheckRow {
                    id: right
                    line: page.columns === 2 ? page.lines[pair.index * 2 + 1] ?? null : null
                    x: left.width + Theme.gap
                    width: left.width
                    height: pair.height
                }
            }
        }
    }
    Ways {
        id: below
        visible: !page.split && page.ways.length > 0
        width: parent.width
        y: parent.height - height
        buttons: visible ? page.ways : []
    }
}
