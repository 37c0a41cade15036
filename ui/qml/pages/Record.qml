// What the bureau says: the outcome above, then card by card, leafed through by large buttons where it is long.
import QtQuick
import "../components"

PageBase {
    id: page
    readonly property var cards: seen.cards ?? []
    readonly property var steps: d.nextSteps ?? []
    readonly property var person: seen.person ?? []
    property int sheet: 0
    readonly property var breaks: paginate(list.height, list.width, view.room, cards)
    readonly property int sheets: Math.max(1, breaks.length - 1)
    onDChanged: if (!r && !d.cards)
        sheet = 0

    function welcome() {
        sheet = 0;
        head.forceActiveFocus(Qt.OtherFocusReason);
    }
    // Where sheets begin, in pixels of the list: between cards, or between the rows of a card longer than a sheet.
    function paginate(height: real, width: real, room: real, cards: var): var {
        const marks = [];
        for (const card of list.children) {
            if (!card.visible || card.rowItems === undefined)
                continue;
            marks.push(card.y);
            for (const row of card.rowItems.children)
                if (row.visible && row.seen && !row.first)
                    marks.push(card.y + card.rowItems.y + card.rowItems.parent.y + row.y);
        }
        const whole = marks.filter(mark => mark > 0 && Array.from(list.children).some(card => card.rowItems !== undefined && card.y === mark));
        const cuts = [0];
        while (height - cuts[cuts.length - 1] > room && cuts.length < 40) {
            const from = cuts[cuts.length - 1];
            const fits = at => at > from && at - from <= room;
            const between = whole.filter(fits);
            const within = marks.filter(fits);
            const last = between.length && between[between.length - 1] - from > room * 0.4 ? between[between.length - 1] : within[within.length - 1];
            if (last === undefined)
                break;
            cuts.push(last);
        }
        cuts.push(height);
        return cuts;
    }

    aside: [
        Flow {
            width: page.head.width
            spacing: Theme.gap
            visible: page.d.hasPersonal ?? false
            Flow {
                spacing: Theme.gap
                width: Math.min(parent.width, Math.max(0, parent.width - (Theme.wide ? 0 : show.width + Theme.gap)))
                Repeater {
                    model: 4
                    Words {
                        required property int index
                        visible: text !== ""
                        text: page.person[index] ?? ""
                        width: Math.min(implicitWidth, parent.width)
                        font.pixelSize: Theme.strong
                        Accessible.name: page.d.person?.[index] ?? ""
                        topPadding: Theme.wide ? 0 : Theme.gap
                    }
                }
            }
            ActionButton {
                id: show
                icon: "eye"
                size: Theme.body
                padding: Theme.space
                label: Kiosk.word("reveal")
                onDownChanged: Kiosk.bridge.reveal(down, true)
                onFired: (by, began) => {
                    if (by !== "touch")
                        Kiosk.bridge.reveal(true, false);
                }
            }
        },
        Column {
            width: page.head.width
            visible: page.split && page.steps.length > 0
            spacing: Theme.gap
            Words {
                width: parent.width
                text: page.d.nextHeadline ?? ""
                color: Theme.quiet
            }
            Ways {
                width: parent.width
                buttons: page.split ? page.steps : []
            }
        }
    ]

    Item {
        id: view
        width: parent.width
        readonly property real whole: parent.height - (below.visible ? below.height + Theme.space : 0)
        readonly property real room: list.height <= whole ? whole : whole - leaf.height - Theme.gap
        readonly property real from: page.breaks[Math.min(page.sheet, page.sheets - 1)] ?? 0
        readonly property real until: page.breaks[Math.min(page.sheet, page.sheets - 1) + 1] ?? list.height
        height: Math.min(room, until - from)
        clip: page.sheets > 1
        Column {
            id: list
            y: -view.from
            width: parent.width
            spacing: Theme.gap
            Repeater {
                model: 8
                RecordCard {
                    required property int index
                    width: list.width
                    seen: page.cards[index] ?? null
                    masked: page.d.cards?.[index] ?? null
                }
            }
        }
    }
    Item {
        id: leaf
        visible: page.sheets > 1
        y: view.y + view.whole - height
        width: parent.width
        height: Theme.target
        ActionButton {
            enabled: page.sheet > 0
            label: Kiosk.word("previous")
            size: Theme.body
            icon: "back"
            onFired: page.sheet -= 1
        }
        Words {
            anchors.centerIn: parent
            text: (Math.min(page.sheet, page.sheets - 1) + 1) + " / " + page.sheets
            wrapMode: Text.NoWrap
            lineHeight: 1
        }
        ActionButton {
            anchors.right: parent.right
            enabled: page.sheet < page.sheets - 1
            label: Kiosk.word("next")
            size: Theme.body
            icon: "forward"
            iconSide: "right"
            onFired: page.sheet += 1
        }
    }
    Column {
        id: below
        visible: !page.split && page.steps.length > 0
        width: parent.width
        y: parent.height - height
        spacing: Theme.tight
        Words {
            width: parent.width
            text: page.d.nextHeadline ?? ""
            color: Theme.quiet
        }
        Ways {
            width: parent.width
            buttons: page.split ? [] : page.steps
        }
    }
}
