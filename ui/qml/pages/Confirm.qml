// A dangerous act: what stops, until when, what does not; its button stands where no other page has one.
pragma ComponentBehavior: Bound
import QtQuick
import "../components"

PageBase {
    id: page
    reads: sheets.contentHeight + act.height + Theme.roomy
    readonly property var points: d.points ?? []
    readonly property string person: (d.person ?? []).join("   ")
    // A low panel has no room beside the points for all that stands in the head.
    readonly property bool low: Theme.wide && !Theme.oneRow
    howBelow: Theme.compact

    function begin() {
        sheets.begin();
    }

    aside: Words {
        visible: text !== "" && !page.low
        width: page.head.width
        text: page.person
        font.pixelSize: Theme.strong
        font.weight: Font.Medium
    }

    Sheets {
        id: sheets
        toTheEnd: act.said !== null
        width: parent.width
        height: parent.height - (act.visible ? act.height + Theme.roomy : 0)
        Words {
            width: sheets.width
            visible: page.howBelow && text !== ""
            text: page.d.how ?? ""
            font.pixelSize: Theme.strong
        }
        Words {
            width: sheets.width
            visible: page.low && text !== ""
            text: page.person
            font.weight: Font.Medium
        }
        Repeater {
            model: 8
            PointCard {
                required property int index
                width: sheets.width
                item: page.points[index] ?? null
            }
        }
        Words {
            width: sheets.width
            visible: text !== ""
            topPadding: Theme.tight
            text: page.d.note ?? ""
            color: Theme.quiet
        }
    }
    ActionButton {
        id: act
        readonly property var said: page.d.act ?? null
        visible: said !== null
        enabled: sheets.allSeen
        y: Math.min(sheets.height, sheets.leaves ? sheets.height : sheets.contentHeight) + Theme.roomy
        width: parent.width
        height: Theme.wide ? Math.round(Theme.target * 1.06) : Theme.button
        look: "danger"
        size: Theme.label
        label: sheets.allSeen ? (said?.label ?? "") : Kiosk.word("read_all")
        onFired: (by, began) => Kiosk.act("proceed", null, by, began)
    }
}
