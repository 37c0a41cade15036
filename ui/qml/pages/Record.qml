// What the bureau says: the outcome above, then card by card, leafed through by large buttons where it is long.
pragma ComponentBehavior: Bound
import QtQuick
import "../components"

PageBase {
    id: page
    touchedAside: whose.visible ? whose : null
    reads: touchedAside ? -1 : sheets.contentHeight + (below.visible ? below.height + Theme.space : 0)
    readonly property var cards: seen.cards ?? []
    readonly property var steps: d.nextSteps ?? []
    // In little room the next steps are the end of the list: first what is, then what can be done.
    readonly property bool inList: Theme.care || (Kiosk.low && whose.visible) || (Theme.wide && !Theme.oneRow)
    howBelow: Theme.compact

    function begin() {
        sheets.begin();
    }

    aside: [
        WhoseRecord {
            id: whose
            width: page.head.width
            visible: page.d.hasPersonal ?? false
            seen: page.seen.person ?? []
            masked: page.d.person ?? []
        },
        Column {
            width: page.head.width
            visible: page.split && !page.inList && page.steps.length > 0
            spacing: Theme.gap
            Words {
                width: parent.width
                text: page.d.nextHeadline ?? ""
                color: Theme.quiet
            }
            Ways {
                width: parent.width
                buttons: parent.visible ? page.steps : []
            }
        }
    ]

    Sheets {
        id: sheets
        width: parent.width
        height: parent.height - (below.visible ? below.height + Theme.space : 0)
        Words {
            width: sheets.width
            visible: page.howBelow && text !== ""
            text: page.seen.how ?? ""
        }
        Repeater {
            model: 8
            RecordCard {
                required property int index
                width: sheets.width
                seen: page.cards[index] ?? null
                masked: page.d.cards?.[index] ?? null
            }
        }
        Column {
            width: sheets.width
            visible: page.inList && page.steps.length > 0
            spacing: Theme.gap
            Words {
                width: parent.width
                text: page.d.nextHeadline ?? ""
                color: Theme.quiet
            }
            Ways {
                width: parent.width
                buttons: parent.visible ? page.steps : []
            }
        }
    }
    Column {
        id: below
        visible: !page.split && !page.inList && page.steps.length > 0
        width: parent.width
        y: parent.height - height
        spacing: Theme.gap
        Words {
            width: parent.width
            text: page.d.nextHeadline ?? ""
            color: Theme.quiet
        }
        Ways {
            width: parent.width
            buttons: parent.visible ? page.steps : []
        }
    }
}
