// Every month of every insurance: a list that makes only the rows in sight, leafed through by large buttons.
pragma ComponentBehavior: Bound
import QtQuick
import "../components"

PageBase {
    id: page
    readonly property var parts: d.parts ?? []
    readonly property var words: d.words ?? ({})
    readonly property var ways: d.buttons ?? []
    // Which insurance is shown; after the last one: all of them together.
    property int part: 0
    readonly property bool whole: part >= parts.length
    // "place of the insurance, tab, the line's cells", newest first.
    property var rows: []
    readonly property bool narrow: Theme.care || body.width < Theme.body * 24
    // In the lower part of the glass the lines need the room of what is above them.
    readonly property bool headed: body.height - tabs.height > Theme.target * 6
    readonly property int rowHeight: Math.max(Theme.target, Math.ceil((Theme.body + Theme.small) * 1.47 + Theme.gap))
    readonly property int pitch: rowHeight + Theme.gap
    readonly property int fits: Math.max(1, Math.floor((room + Theme.gap) / pitch))
    readonly property real room: body.height - list.y - leaf.height - Theme.gap - (below.visible ? below.height + Theme.gap : 0)
    readonly property int sheets: Math.max(1, Math.ceil(rows.length / fits))
    readonly property int here: Math.min(sheets, Math.floor((list.contentY + pitch / 2) / (fits * pitch)) + 1)
    split: Theme.wide
    howBelow: Theme.care && !split

    function begin() {
        part = 0;
        Kiosk.entered = "";
        list.positionViewAtBeginning();
    }
    onDChanged: gather()
    onPartChanged: gather()

    function gather() {
        const all = d.parts ?? [], found = [], together = part >= all.length;
        for (let place = 0; place < all.length; place++)
            if ((together || place === part) && all[place].lines)
                for (const line of all[place].lines.split("\n"))
                    found.push(place + "\t" + line);
        if (together)
            found.sort((one, other) => Number(other.split("\t", 2)[1]) - Number(one.split("\t", 2)[1]));
        rows = found;
    }
    function leafed(by: int) {
        const top = Math.max(0, Math.min(rows.length - 1, (here - 1 + by) * fits));
        list.positionViewAtIndex(top, ListView.Beginning);
    }
    function forget() {
        r = null;
        d = {};
        rows = [];
    }

    aside: Ways {
        width: page.head.width
        visible: page.split && page.ways.length > 0
        buttons: visible ? page.ways : []
    }

    Flow {
        id: tabs
        width: parent.width
        spacing: Theme.gap
        visible: page.parts.length > 1
        height: visible ? implicitHeight : 0
        Repeater {
            model: tabs.visible ? page.parts.length + 1 : 0
            ActionButton {
                required property int index
                label: page.parts[index]?.title ?? page.words.everything ?? ""
                size: Theme.small
                padding: Theme.gap
                on: page.part === index
                Accessible.checkable: true
                Accessible.checked: on
                onFired: {
                    page.part = index;
                    Kiosk.entered = "";
                    list.positionViewAtBeginning();
                }
            }
        }
    }
    Words {
        id: said
        visible: page.howBelow && page.rows.length > 0 && page.headed
        y: tabs.height + (tabs.visible ? Theme.gap : 0)
        width: parent.width
        text: page.d.how ?? ""
        font.pixelSize: Theme.small
        color: Theme.quiet
        lineHeight: 1
    }
    Row {
        id: heads
        visible: page.rows.length > 0 && (page.headed || !page.narrow)
        x: Theme.gap
        y: said.visible ? said.y + said.height + Theme.gap : said.y
        width: parent.width - 2 * x
        height: visible ? Math.round(Theme.small * 1.7) : 0
        Repeater {
            model: !heads.visible ? [] : page.narrow ? ["month", "state"] : ["month", "base", "by_unit", "by_person", "state"]
            Words {
                required property string modelData
                required property int index
                width: modelData === "state" ? heads.width - x : Math.round(heads.width * (index ? 0.2 : page.narrow ? 0.62 : 0.25))
                text: page.words[modelData] ?? ""
                font.pixelSize: Theme.small
                color: Theme.quiet
                horizontalAlignment: index ? Text.AlignRight : Text.AlignLeft
                wrapMode: Text.NoWrap
                fontSizeMode: Text.HorizontalFit
                minimumPixelSize: Math.round(Theme.small * 0.7)
                lineHeight: 1
            }
        }
    }
    ListView {
        id: list
        objectName: "months"
        y: heads.y + heads.height
        width: parent.width
        height: page.fits * page.pitch - Theme.gap
        clip: true
        spacing: Theme.gap
        reuseItems: true
        cacheBuffer: page.pitch * 2
        boundsBehavior: Flickable.StopAtBounds
        flickDeceleration: 3000
        maximumFlickVelocity: 9000
        snapMode: ListView.SnapToItem
        pixelAligned: true
        model: page.rows.length
        Accessible.role: Accessible.List
        Accessible.name: page.d.headline ?? ""
        delegate: MonthRow {
            required property int index
            readonly property var parted: (page.rows[index] ?? "").split("\t")
            readonly property string key: (page.parts[Number(parted[0])]?.key ?? "") + " " + (parted[1] ?? "")
            width: list.width
            height: page.rowHeight
            // Tab passes over rows that are out of sight: the buttons below leaf to them.
            reachable: y > list.contentY - 2 && y + height < list.contentY + list.height + 2
            cells: parted.slice(1)
            insurance: page.whole ? page.parts[Number(parted[0])]?.title ?? "" : ""
            words: page.words
            narrow: page.narrow
            chosen: Kiosk.entered !== "" && Kiosk.entered === key
            onFired: Kiosk.entered = chosen ? "" : key
        }
    }
    Words {
        visible: page.rows.length === 0
        y: list.y + Theme.roomy
        width: parent.width
        text: page.d.none ?? ""
        font.pixelSize: Theme.strong
    }
    Item {
        id: leaf
        visible: page.sheets > 1
        y: list.y + list.height + Theme.gap
        width: parent.width
        height: Theme.target
        ActionButton {
            enabled: !list.atYBeginning
            label: Kiosk.word("previous")
            size: Theme.small
            padding: Theme.gap
            icon: "back"
            onFired: page.leafed(-1)
        }
        Words {
            anchors.centerIn: parent
            text: page.here + " / " + page.sheets
            font.pixelSize: Theme.small
            wrapMode: Text.NoWrap
            lineHeight: 1
        }
        ActionButton {
            anchors.right: parent.right
            enabled: !list.atYEnd
            label: Kiosk.word("next")
            size: Theme.small
            padding: Theme.gap
            icon: "forward"
            iconSide: "right"
            onFired: page.leafed(1)
        }
    }
    Ways {
        id: below
        visible: !page.split && page.ways.length > 0
        width: parent.width
        y: parent.height - height
        buttons: visible ? page.ways : []
    }
}
