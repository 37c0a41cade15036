// What every page of a journey has: the question, how, what went wrong; its own part beside it or below.
import QtQuick

Item {
    id: page
    // The page as `ui/rendering.py` draws it.
    property var d: ({})
    // The same with personal data revealed, while 按住显示 is held.
    property var r: null
    readonly property var seen: r ?? d
    property bool split: Theme.wide
    // The page says how elsewhere, among what can be leafed through.
    property bool howBelow: false
    // What is asked for now, where that has become something else than the page's headline.
    property string asks: ""
    // How the reason is meant for which the page stands here again.
    property string troubleTone: "attention"
    property string sign: ""
    property string signTone: "neutral"
    default property alias content: body.data
    property alias aside: extra.data
    readonly property alias body: body
    readonly property alias head: head
    // How many lines its headline takes.
    readonly property alias headlines: headline.lineCount

    // Where what is touched begins, for hands that do not reach higher: below what only stands on top of the page's own
    // part, or where there are buttons beside the question, with those.
    property real untouched: 0
    property Item touchedAside: null
    // How high what is only read is: it stays whole where it can, and buttons stand below it; -1 where all is touched.
    property real reads: -1

    // How far the page comes down for what is touched to begin at `middle`, of `tallest` for all of it.
    function lowered(middle: real, tallest: real): int {
        const wanted = Math.ceil(middle - (touchedAside ? extra.y + touchedAside.y : body.y + untouched));
        return Math.max(0, reads < 0 ? wanted : Math.min(wanted, Math.floor(tallest - body.y - reads)));
    }

    // How far down its own part reaches; 0 where nothing may stand below it.
    property real filled: 0

    // A new page of this kind begins; pages that leaf go back to their first sheet.
    function begin() {
    }
    function welcome() {
        begin();
        // What went while the page did not stand is still counted in.
        extra.forceLayout();
        headline.forceActiveFocus(Qt.OtherFocusReason);
    }
    function forget() {
        r = null;
        d = {};
    }

    Hills {
        used: page.filled > 0 ? body.y + page.filled : 0
        below: page.d.code ? Math.round(Theme.small * 1.5) : 0
    }
    Column {
        id: head
        width: page.split ? Math.round(page.width * 0.37) : page.width
        spacing: Theme.care && Theme.wide ? Theme.gap : Theme.space
        StepStrip {
            width: parent.width
            steps: Theme.compact ? null : (page.d.steps ?? null)
        }
        Item {
            width: 1
            height: page.d.steps ? 1 : Theme.tight
        }
        Sign {
            visible: page.sign !== ""
            name: page.sign
            tone: page.signTone
            size: Math.round(Theme.icon * (Theme.wide ? 1.9 : 2.6))
        }
        Headline {
            id: headline
            width: parent.width
            said: page.asks || (page.seen.headline ?? "")
            Accessible.name: page.asks || (page.d.headline ?? "")
        }
        Prose {
            room: parent.width
            visible: text !== "" && !page.howBelow && !(Theme.care && page.d.trouble)
            text: page.seen.how ?? ""
            font.pixelSize: Theme.strong
            color: Theme.quiet
            lineHeight: Theme.care ? 1 : 1.12
        }
        Banner {
            width: parent.width
            tone: page.troubleTone
            words: page.d.trouble ?? ""
        }
        Column {
            id: extra
            width: parent.width
            spacing: Theme.space
        }
    }
    Item {
        id: body
        x: page.split ? head.width + Theme.margin : 0
        y: page.split ? 0 : head.height + Theme.roomy
        width: page.width - x
        height: page.height - y
    }
}
