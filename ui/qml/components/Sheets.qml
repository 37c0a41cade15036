// A column that is leafed through by large buttons where it is longer than its room; nothing is cut in the middle.
import QtQuick

Item {
    id: sheets
    default property alias content: list.data
    property alias spacing: list.spacing
    property int sheet: 0
    // The last sheet that has been turned to.
    property int furthest: 0
    // What stands below is for whoever has turned to the last sheet.
    property bool toTheEnd: false
    readonly property bool allSeen: furthest >= count - 1
    readonly property real contentHeight: list.height
    property var breaks: [0, 0]
    readonly property int count: Math.max(1, breaks.length - 1)
    readonly property int here: Math.min(sheet, count - 1)
    readonly property bool leaves: list.height > height
    readonly property real room: leaves ? height - leaf.height - Theme.gap : height

    onRoomChanged: cut()
    onHereChanged: furthest = Math.max(furthest, here)

    // Where sheets begin, in pixels of the column: between its children, or where a long child says it may be cut.
    function cut() {
        const whole = [], within = [];
        for (const child of list.children) {
            if (!child.visible || child.height <= 0)
                continue;
            whole.push(child.y);
            within.push(child.y);
            if (child.cuts !== undefined)
                for (const offset of child.cuts())
                    within.push(child.y + offset);
        }
        const places = [0];
        const left = from => room - (continued(from) ? heading.height : 0);
        while (list.height - places[places.length - 1] > left(places[places.length - 1]) + 1 && places.length < 60) {
            const from = places[places.length - 1], space = left(from);
            const fits = at => at > from && at - from <= space + Theme.gap;
            const clean = whole.filter(fits).pop();
            const next = clean !== undefined && clean - from > space * 0.45 ? clean : within.filter(fits).pop();
            if (next === undefined)
                break;
            places.push(Math.floor(next)); // no sliver of what comes after
        }
        places.push(list.height);
        if (places.join() !== breaks.join())
            breaks = places;
    }
    // What goes on from the sheet before where one begins at that place, as the child says that is cut there.
    function continued(place: real): string {
        for (const child of list.children)
            if (child.visible && child.continued !== undefined && place > child.y + 1 && place < child.y + child.height)
                return child.continued(place - child.y);
        return "";
    }
    // Whether a child goes on below that place.
    function goesOn(place: real): bool {
        return Array.from(list.children).some(child => child.visible && place > child.y + 1 && place < child.y + child.height - 1);
    }
    function begin() {
        sheet = 0;
        furthest = 0;
        list.forceLayout();
    }

    Connections {
        target: sheets.Window.window
        // The keyboard went to something on another sheet: turn to it.
        function onActiveFocusItemChanged() {
            const item = sheets.Window.activeFocusItem;
            for (let up = item; up; up = up.parent)
                if (up === list) {
                    const y = item.mapToItem(list, 0, 0).y;
                    sheets.sheet = Math.max(0, sheets.breaks.filter(at => at <= y + 1).length - 1);
                    return;
                }
        }
    }
    Words {
        id: heading
        width: parent.width
        bottomPadding: Theme.tight
        text: sheets.continued(view.from)
        visible: text !== ""
        font.weight: Font.Bold
        lineHeight: 1
    }
    Item {
        id: view
        readonly property real from: sheets.breaks[sheets.here] ?? 0
        readonly property real until: sheets.breaks[sheets.here + 1] ?? list.height
        width: parent.width
        y: heading.visible ? heading.height : 0
        height: Math.min(Math.max(0, sheets.room - y), until - from)
        clip: sheets.leaves
        Column {
            id: list
            y: -view.from
            width: parent.width
            spacing: Theme.gap
            onPositioningComplete: sheets.cut()
        }
    }
    // What goes on overleaf ends with an edge.
    Rectangle {
        visible: sheets.leaves && sheets.goesOn(view.until)
        y: view.y + view.height - height
        width: parent.width
        height: Theme.hair
        color: Theme.edge
    }
    Leaves {
        id: leaf
        visible: sheets.leaves
        y: sheets.height - height
        width: parent.width
        place: (sheets.here + 1) + " / " + sheets.count
        backward: sheets.here > 0
        forward: sheets.here < sheets.count - 1
        urged: sheets.toTheEnd && !sheets.allSeen
        onTurned: by => sheets.sheet = sheets.here + by
    }
}
