// Things to choose from: large, one below the other while they are few, else in columns; 关怀版 shows six at a time.
pragma ComponentBehavior: Bound
import QtQuick

Item {
    id: tiles
    property var items: []
    property string previous: ""
    property int sheet: 0
    readonly property int count: items.length
    readonly property int most: Theme.care ? 6 : 12
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
    readonly property real cellHeight: Math.max(Theme.target, Math.min(room, Math.round(Theme.mm * (few ? 54 : Theme.care ? 62 : 46))))

    function begin() {
        sheet = 0;
    }

    Repeater {
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
            brief: Theme.care && (!tiles.few || tiles.count > 2)
            chosen: tiles.previous !== "" && item.key === tiles.previous
            x: (index % tiles.columns) * (tiles.cellWidth + Theme.gap)
            y: Math.floor(index / tiles.columns) * (tiles.cellHeight + Theme.gap)
            width: tiles.cellWidth
            height: tiles.cellHeight
            onFired: (by, began) => {
                if (goesOn)
                    tiles.sheet += 1;
                else
                    Kiosk.act("press", tile.item.key, by, began);
            }
        }
    }
}
