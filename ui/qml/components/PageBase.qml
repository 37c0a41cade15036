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
    property string sign: ""
    property string signTone: "neutral"
    default property alias content: body.data
    property alias aside: extra.data
    readonly property alias body: body
    readonly property alias head: head

    // How far down its own part reaches; 0 where nothing may stand below it.
    property real filled: 0

    // A new page of this kind begins; pages that leaf go back to their first sheet.
    function begin() {
    }
    function welcome() {
        begin();
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
            said: page.seen.headline ?? ""
            Accessible.name: page.d.headline ?? ""
        }
        Words {
            width: parent.width
            visible: text !== "" && !page.howBelow && !(Theme.care && page.d.trouble)
            text: page.seen.how ?? ""
            font.pixelSize: Theme.strong
            color: Theme.quiet
            lineHeight: Theme.care ? 1 : 1.12
        }
        Banner {
            width: parent.width
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
