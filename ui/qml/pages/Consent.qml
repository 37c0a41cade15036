// Separate consent before a face is taken: what is said, and two buttons of one size.
pragma ComponentBehavior: Bound
import QtQuick
import "../components"

PageBase {
    id: page
    reads: sheets.contentHeight + row + Theme.roomy
    readonly property var points: d.points ?? []
    readonly property real row: Theme.wide ? Math.round(Theme.target * 1.06) : Theme.button

    function begin() {
        sheets.begin();
    }

    Sheets {
        id: sheets
        toTheEnd: true
        width: parent.width
        height: parent.height - page.row - Theme.roomy
        Repeater {
            model: 8
            Fact {
                required property int index
                width: sheets.width
                small: true
                item: page.points[index] ?? null
            }
        }
    }
    Row {
        y: parent.height - page.row
        width: parent.width
        spacing: Theme.roomy
        ActionButton {
            width: Math.floor((parent.width - Theme.roomy) / 2)
            height: page.row
            size: Theme.compact ? Theme.small : Theme.strong
            padding: Theme.gap
            label: page.d.decline?.label ?? ""
            onFired: (by, began) => Kiosk.act("decline", null, by, began)
        }
        ActionButton {
            width: Math.floor((parent.width - Theme.roomy) / 2)
            height: page.row
            size: Theme.compact ? Theme.small : Theme.strong
            padding: Theme.gap
            enabled: sheets.allSeen
            label: sheets.allSeen ? (page.d.agree?.label ?? "") : Kiosk.word("read_all")
            onFired: (by, began) => Kiosk.act("agree", null, by, began)
        }
    }
}
