// 一次性告知: what is needed, what happens, how long, what it costs.
pragma ComponentBehavior: Bound
import QtQuick
import "../components"

PageBase {
    id: page
    reads: sheets.contentHeight
    filled: sheets.contentHeight
    readonly property var points: d.points ?? []

    function begin() {
        sheets.begin();
    }

    Sheets {
        id: sheets
        width: parent.width
        height: parent.height
        Repeater {
            model: 8
            Fact {
                required property int index
                width: sheets.width
                item: page.points[index] ?? null
            }
        }
    }
}
