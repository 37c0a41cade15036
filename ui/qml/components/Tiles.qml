// Things to choose from: large, one below the other while they are few, else in columns; 关怀版 shows six at a time.
pragma ComponentBehavior: Bound
import QtQuick

Item {
    id: tiles
    property var items: []
    property string previous: ""
    // The tiles are groups: a press is told by `opened` and goes no further.
    property bool opens: false
    signal opened(key: string)
    property int sheet: 0
    readonly property int count: items.length
    readonly property int most: !Theme.care ? Math.max(Kiosk.low ? 4 : 6, Math.min(12, 2 * fitting(Theme.tileLeast))) : Theme.compact ? 4 : Theme.wide ? 6 : Math.max(3, Math.min(6, fitting(Theme.tileLeast * 1.4)))
    readonly property bool leaves: count > most
    readonly property int per: leaves ? most - 1 : most
    readonly property int sheets: Math.max(1, Math.ceil(count / per))
    readonly property int from: (sheet % sheets) * per
    readonly property int shown: leaves ? most : count
    readonly property bool few: shown <= (Theme.wide ? 3 : 5)
    readonly property int columns: few || (Theme.care && !Theme.wide) ? 1 : 2
    readonly property int rows: Math.max(1, Math.ceil(shown / columns))
    readonly property real cellWidth: (width - (columns - 1) * Theme.gap) / columns
    readonly property real room: Math.floor((height - (rows - 1) * Theme.gap) / rows)
    readonly property real cellHeight: Math.max(Theme.target, Math.min(room, few || Theme.care ? Math.round(Theme.tileLarge * (Theme.compact && !few ? 1.4 : 1)) : Theme.tile))

    // How far down they reach.
    readonly property real used: rows * (cellHeight + Theme.gap)

    // Whether only names fit: one tile's words decide for all, so that they look alike.
    readonly property bool brief: {
        let tallest = 0;
        for (let place = 0; place < shown; place++) {
            const tile = pool.itemAt(place) as Tile;
            tallest = Math.max(tallest, tile && tile.usable ? tile.fullHeight : 0);
        }
        return tallest > cellHeight;
    }

    function begin() {
        sheet = 0;
    }

    // How many rows there is room for. In the lower half of the glass there is least, and the longest words decide.
    function fitting(least: real): int {
        return Math.floor((height + Theme.gap) / (Math.max(least, Kiosk.low ? needed() : 0) + Theme.gap));
    }
    function needed(): real {
        const beside = (Theme.care ? width : (width - Theme.gap) / 2) - Theme.icon * 1.75 - 2 * Theme.space - Theme.gap;
        const high = (metrics, words) => Math.ceil(metrics.advanceWidth(words ?? "") * 1.06 / beside) * metrics.height * 1.08;
        return Math.max(...items.map(item => high(name, item.label) + (item.enabled ?? true ? 0 : high(reason, item.reason)) + 3 * Theme.tight));
    }
    FontMetrics {
        id: name
        font.family: Theme.family
        font.pixelSize: Theme.label
        font.weight: Font.Bold
    }
    FontMetrics {
        id: reason
        font.family: Theme.family
        font.pixelSize: Theme.small
    }

    // Other tiles stand here now: whoever does not see them begins with the first.
    function enter() {
        pool.itemAt(0)?.forceActiveFocus(Qt.TabFocusReason);
    }

    Repeater {
        id: pool
        model: 12
        Tile {
            id: tile
            required property int index
            readonly property bool goesOn: tiles.leaves && index === tiles.most - 1
            item: goesOn ? ({
                    label: Kiosk.word("more"),
                    icon: "forward"
                }) : tiles.items[tiles.from + index] ?? ({})
            visible: item.label !== undefined && index < tiles.shown
            large: tiles.few
            brief: tiles.brief
            chosen: tiles.previous !== "" && item.key === tiles.previous
            x: (index % tiles.columns) * (tiles.cellWidth + Theme.gap)
            y: Math.floor(index / tiles.columns) * (tiles.cellHeight + Theme.gap)
            width: tiles.cellWidth
            height: tiles.cellHeight
            onFired: (by, began) => {
                if (!goesOn && !tiles.opens) {
                    Kiosk.act("press", tile.item.key, by, began);
                    return;
                }
                if (goesOn)
                    tiles.sheet += 1;
                else
                    tiles.opened(tile.item.key);
                if (by !== "touch")
                    Qt.callLater(tiles.enter);
            }
        }
    }
}
