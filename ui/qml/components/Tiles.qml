// Things to choose from: large one below the other while they are few, else in columns.
import QtQuick

Item {
    id: tiles
    property var items: []
    property string previous: ""
    property bool grow: true
    readonly property int count: items.length
    readonly property bool few: count <= (Theme.wide ? 3 : 5) || Theme.care
    readonly property int columns: !few || (Theme.care && count > 4 && Theme.wide) ? 2 : 1
    readonly property int rows: Math.max(1, Math.ceil(count / columns))
    readonly property real cellWidth: (width - (columns - 1) * Theme.gap) / columns
    readonly property real room: (height - (rows - 1) * Theme.gap) / rows
    readonly property real cellHeight: Math.max(Theme.target, Math.min(room, Math.round(Theme.mm * (few ? 52 : 44))))

    Repeater {
        model: 12
        Tile {
            id: tile
            required property int index
            item: tiles.items[index] ?? ({})
            visible: index < tiles.count
            large: tiles.few
            chosen: tiles.previous !== "" && item.key === tiles.previous
            x: (index % tiles.columns) * (tiles.cellWidth + Theme.gap)
            y: Math.floor(index / tiles.columns) * (tiles.cellHeight + Theme.gap)
            width: tiles.cellWidth
            height: tiles.cellHeight
            onFired: (by, began) => Kiosk.act("press", tile.item.key, by, began)
        }
    }
}
