// Every month, a line each: only those in sight are made; leafed through by whole sheets.
pragma ComponentBehavior: Bound
import QtQuick

ListView {
    id: list
    // "place of the insurance, tab, the line's cells"; the insurances, and the words for what a line says.
    property var rows: []
    property var parts: []
    property var words: ({})
    // The lines of all insurances stand together, and name theirs.
    property bool whole: false
    property bool narrow: false
    // How high it may be: it is as high as the whole lines that fit.
    property real room: 0
    // The key of the line that is chosen, or "".
    property string chosen: ""
    signal picked(key: string)

    // Where a row's words begin.
    readonly property int inset: Math.round(Theme.body + 2 * Theme.gap)
    readonly property real type: Theme.body + Theme.small * (narrow ? 2 : 1)
    // With air above and below its words, but in the lower part of the glass.
    readonly property int rowHeight: Math.max(Theme.target, Math.ceil(Kiosk.low ? type * 1.42 + Theme.gap : type * 1.46 + Theme.gap * (narrow ? 1.2 : 2)))
    readonly property int pitch: rowHeight + Theme.gap
    readonly property int fits: Math.max(1, Math.floor((room + Theme.gap) / pitch))
    readonly property int sheets: Math.max(1, Math.ceil(rows.length / fits))
    readonly property int here: Math.min(sheets, Math.floor((contentY + pitch / 2) / (fits * pitch)) + 1)

    function leaf(by: int) {
        const top = Math.max(0, Math.min(rows.length - 1, (here - 1 + by) * fits));
        positionViewAtIndex(top, ListView.Beginning);
    }

    objectName: "months"
    height: fits * pitch - Theme.gap
    clip: true
    spacing: Theme.gap
    reuseItems: true
    cacheBuffer: pitch * 2
    boundsBehavior: Flickable.StopAtBounds
    flickDeceleration: Theme.flickSlows
    maximumFlickVelocity: Theme.flick
    snapMode: ListView.SnapToItem
    pixelAligned: true
    model: rows.length
    Accessible.role: Accessible.List
    delegate: MonthRow {
        required property int index
        readonly property var parted: (list.rows[index] ?? "").split("\t")
        readonly property string key: (list.parts[Number(parted[0])]?.key ?? "") + " " + (parted[1] ?? "")
        width: list.width
        height: list.rowHeight
        inset: list.inset
        // Tab passes over rows that are out of sight: the buttons below leaf to them.
        reachable: y > list.contentY - Theme.hair && y + height < list.contentY + list.height + Theme.hair
        cells: parted.slice(1)
        insurance: list.whole ? list.parts[Number(parted[0])]?.title ?? "" : ""
        words: list.words
        narrow: list.narrow
        chosen: list.chosen !== "" && list.chosen === key
        onFired: list.picked(chosen ? "" : key)
    }
}
