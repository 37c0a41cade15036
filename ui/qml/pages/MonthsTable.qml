// Every month of every insurance: a list that makes only the rows in sight, leafed through by large buttons.
pragma ComponentBehavior: Bound
import QtQuick
import "../components"

PageBase {
    id: page
    readonly property var parts: d.parts ?? []
    readonly property var words: d.words ?? ({})
    // Which insurance is shown; after the last one: all of them together.
    property int part: 0
    readonly property bool whole: part >= parts.length
    // "place of the insurance, tab, the line's cells", newest first.
    property var rows: []
    readonly property bool narrow: Theme.care || body.width < Theme.body * 24
    // In the lower part of the glass the lines need the room of what is above them.
    readonly property bool headed: body.height - tabs.height > Theme.target * 6
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
    function forget() {
        r = null;
        d = {};
        rows = [];
    }

    // That a line can be touched, and what can be done about the one that is.
    component Doubt: Item {
        visible: page.rows.length > 0
        height: visible ? Theme.target : 0
        Row {
            visible: Kiosk.entered === ""
            anchors.verticalCenter: parent.verticalCenter
            spacing: Theme.gap
            Drawing {
                name: "touch"
                width: Math.round(Theme.icon * 0.8)
                height: width
                anchors.verticalCenter: parent.verticalCenter
            }
            Words {
                width: Math.min(implicitWidth, page.head.width - x)
                anchors.verticalCenter: parent.verticalCenter
                text: page.d.pick ?? ""
                lineHeight: 1
            }
        }
        ActionButton {
            visible: Kiosk.entered !== ""
            label: page.d.doubt?.label ?? ""
            icon: "attention"
            size: Theme.body
            onFired: (by, began) => Kiosk.act("doubt", Kiosk.entered, by, began)
        }
    }

    aside: Doubt {
        width: page.head.width
        visible: page.split && page.rows.length > 0
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
        x: list.inset
        y: said.visible ? said.y + said.height + Theme.gap : said.y
        width: parent.width - x - Theme.gap
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
    MonthsList {
        id: list
        y: heads.y + heads.height
        width: parent.width
        room: parent.height - y - leaf.height - Theme.gap - (!page.split && page.headed ? Theme.target + Theme.gap : 0)
        rows: page.rows
        parts: page.parts
        words: page.words
        whole: page.whole
        narrow: page.narrow
        chosen: Kiosk.entered
        Accessible.name: page.d.headline ?? ""
        onPicked: key => Kiosk.entered = key
    }
    Words {
        visible: page.rows.length === 0
        y: list.y + Theme.roomy
        width: parent.width
        text: page.d.none ?? ""
        font.pixelSize: Theme.strong
    }
    // In little room it takes the place of the leaves, once a line is chosen.
    Doubt {
        id: below
        visible: !page.split && page.rows.length > 0 && (page.headed || Kiosk.entered !== "")
        width: parent.width
        y: list.y + list.height + Theme.gap
    }
    Leaves {
        id: leaf
        visible: list.sheets > 1 && (page.headed || page.split || !below.visible)
        y: below.visible ? below.y + below.height + Theme.gap : list.y + list.height + Theme.gap
        width: parent.width
        place: list.here + " / " + list.sheets
        backward: !list.atYBeginning
        forward: !list.atYEnd
        onTurned: by => list.leaf(by)
    }
}
