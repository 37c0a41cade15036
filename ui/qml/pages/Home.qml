// What would you like to do? What most come for in large tiles; everything else by group and by searching.
pragma ComponentBehavior: Bound
import QtQuick
import "../components"

PageBase {
    id: page
    touchedAside: ways.visible ? ways : null
    // What stands below the question: "" the tiles, "seek" the search, "groups" all groups, or a group's key.
    property string view: ""
    property string sought: ""
    readonly property var tiles: d.tiles ?? []
    readonly property var groups: d.groups ?? []
    readonly property var notices: d.notices ?? []
    readonly property var group: groups.find(other => other.key === view) ?? null
    readonly property bool seeking: view === "seek"
    readonly property bool alone: tiles.length === 1 && groups.length === 0
    readonly property var found: seeking && sought && d.kind ? Kiosk.bridge.find(sought) : []

    onSeekingChanged: if (seeking)
        letters.active = true

    function begin() {
        turn("");
    }
    function turn(to: string) {
        view = to;
        sought = "";
        shown.begin();
    }
    function type(letter: string, began: real) {
        if (seeking && sought.length < 16 && Kiosk.takes(began))
            sought += letter;
    }
    function erase(began: real) {
        if (Kiosk.takes(began))
            sought = sought.slice(0, -1);
    }

    split: Theme.wide
    filled: seeking ? 0 : alone ? 1 : Math.max(1, shown.used - Math.round(body.width * 0.3))

    aside: [
        Repeater {
            model: 3
            Banner {
                required property int index
                width: page.head.width
                words: page.notices[index] ?? ""
                // In little room the first alone, in the least none: what is closed says so on its tile.
                visible: words !== "" && !page.seeking && (index === 0 || !Theme.compact)
            }
        },
        Flow {
            id: ways
            width: page.head.width
            spacing: Theme.gap
            visible: (page.d.finds ?? false) || page.groups.length > 0
            ActionButton {
                id: seek
                visible: page.d.finds ?? false
                icon: page.seeking ? "back" : "search"
                label: page.seeking ? Kiosk.word("often") : Kiosk.word("seek")
                look: "outlined"
                width: page.split ? page.head.width : Math.round((page.head.width - Theme.gap) * 0.5)
                onFired: page.turn(page.seeking ? "" : "seek")
            }
            ActionButton {
                id: all
                visible: page.groups.length > 0
                readonly property bool back: page.view !== "" && !page.seeking
                icon: back ? "back" : "service"
                label: back ? Kiosk.word(page.group ? "everything" : "often") : Kiosk.word("everything")
                look: "outlined"
                width: page.split ? page.head.width : Math.floor((page.head.width - Theme.gap) * 0.5)
                onFired: page.turn(!back ? "groups" : page.group ? "groups" : "")
            }
        }
    ]
    Hero {
        visible: page.alone
        width: parent.width
        height: Math.min(parent.height, Theme.hero)
        item: page.alone ? page.tiles[0] : ({})
        onFired: (by, began) => Kiosk.act("press", item.key, by, began)
    }
    EntryField {
        id: field
        visible: page.seeking
        width: parent.width
        height: visible ? Math.round(Theme.target * 1.1) : 0
        Accessible.name: said.text
        Words {
            id: said
            x: Theme.space
            width: parent.width - 2 * x
            anchors.verticalCenter: parent.verticalCenter
            text: page.sought ? page.sought.toUpperCase() : Kiosk.word("seek_how")
            color: page.sought ? Theme.ink : Theme.quiet
            font.pixelSize: page.sought ? Theme.strong : Theme.small
            font.weight: page.sought ? Font.Bold : Font.Normal
            lineHeight: 1
            Accessible.ignored: true
        }
    }
    Words {
        visible: page.sought !== "" && page.found.length === 0
        y: field.height + Theme.roomy
        width: parent.width
        text: Kiosk.word("seek_none")
        color: Theme.quiet
    }
    Tiles {
        id: shown
        visible: !page.alone
        y: page.seeking ? field.height + Theme.space : 0
        width: parent.width
        height: parent.height - y - (page.seeking ? letters.height + Theme.space : 0)
        items: page.seeking ? page.found.slice(0, Math.max(1, Math.min(4, Math.floor((height + Theme.gap) / (Theme.tileLeast + Theme.gap))))) : page.view === "groups" ? page.groups : page.group ? page.group.buttons : page.tiles
        opens: page.view === "groups"
        previous: page.d.previous ?? ""
        onOpened: key => page.turn(key)
    }
    Loader {
        id: letters
        // Few search; who does has it from then on.
        active: false
        visible: page.seeking
        y: parent.height - height
        width: parent.width
        sourceComponent: Letters {
            onTyped: (letter, began) => page.type(letter, began)
            onDeleted: began => page.erase(began)
        }
    }
}
