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
    readonly property int most: !Theme.care ? Math.max(6, Math.min(12, 2 * Math.floor((height + Theme.gap) / (Theme.tileLeast + Theme.gap)))) : Theme.compact ? 4 : Theme.wide ? 6 : Math.max(3, Math.min(6, Math.floor((height + Theme.gap) / (Theme.tileLeast * 1.4 + Theme.gap))))
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
