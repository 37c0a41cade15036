// The window: header, the page that is up, footer, and the idle warning over all of it.
pragma ComponentBehavior: Bound
import QtQuick
import "components"

Window {
    id: window
    required property var bridge
    readonly property var kinds: ["Starting", "Standby", "Home", "Notice", "PresentCard", "PresentId", "PinPad", "Working", "Record", "Print", "TakeBack", "Result", "Choice", "Paused", "Confirm", "Keypad", "CodeEntry", "Rate", "RightsSummary", "MonthsTable", "MonthRange", "PdfPreview", "ScanCode", "TextEntry", "Signature", "Consent", "FaceCapture", "DocumentCapture", "PictureCheck", "Checks", "TouchTargets", "PlainColours", "SoundCheck"]
    // How many kinds are built in advance: the rest, for which few come, when they are first shown.
    readonly property int often: 12
    // How many kinds have been built: one after another while the first page is up.
    property int built: 1
    property string kind: ""
    property var d: ({})
    readonly property string entered: Kiosk.entered
    readonly property string announced: Kiosk.announced
    property string moment: ""
    onMomentChanged: Clock.fixed = moment
    // Where the keyboard was before the idle warning.
    property Item before: null
    readonly property bool bare: ["Standby", "Starting", "TouchTargets"].includes(kind)
    readonly property bool warm: built >= often

    title: Kiosk.word("place")
    color: Theme.background
    onFrameSwapped: if (!warm)
        warming.start()

    Component.onCompleted: Kiosk.bridge = bridge

    function build(kind: string): var {
        const place = kinds.indexOf(kind);
        const slot = pages.itemAt(place) as Loader;
        slot.wanted = true;
        return slot.item;
    }

    function page(kind: string): var {
        return (pages.itemAt(kinds.indexOf(kind)) as Loader)?.item ?? null;
    }

    // The page that comes can be read at once, and rises to its place within the motion's time. It moves and does not
    // fade: a page drawn half transparent takes a third longer to its first frame.
    NumberAnimation {
        id: arriving
        property: "below"
        from: Theme.roomy
        to: 0
        duration: Theme.motion
        easing.type: Theme.curve
    }
    function arrive(page: Item) {
        arriving.complete();
        arriving.target = page;
        if (Theme.motion > 0)
            arriving.start();
    }

    Timer {
        id: warming
        interval: 1
        onTriggered: {
            window.build(window.kinds[Math.min(window.built, window.often - 1)]);
            window.built += 1;
            if (!window.warm)
                restart();
        }
    }

    Connections {
        target: window.bridge
        ignoreUnknownSignals: true
        function onDrawn(drawn: var, revealed: var, fresh: bool) {
            const page = window.build(drawn.kind);
            const other = drawn.kind !== window.d.kind || drawn.headline !== window.d.headline;
            // First it stands, then it says something else: a column does not hear of what goes while nobody sees it.
            window.kind = drawn.kind;
            page.r = revealed.kind ? revealed : null;
            page.d = drawn;
            window.d = drawn;
            if (fresh && other)
                window.arrive(pages.itemAt(window.kinds.indexOf(drawn.kind)));
            if (fresh) {
                Kiosk.entered = "";
                page.welcome();
                window.announce(drawn.trouble || (drawn.kind === "TakeBack" && drawn.alarm > 0 ? drawn.headline : drawn.waitingFor) || "", true);
            }
            window.update();
        }
        function onDressed(tokens: var, words: var) {
            Theme.wear(tokens);
            Kiosk.words = words;
        }
        function onWarned(countdown: var) {
            if (countdown.left !== undefined && !warning.up)
                window.before = window.activeFocusItem;
            if (countdown.left !== undefined && (!warning.up || countdown.left % 10 === 0 || countdown.left === 5))
                window.announce(countdown.said, true);
            const goes = countdown.left === undefined && warning.up;
            warning.d = countdown;
            if (goes && window.before)
                window.before.forceActiveFocus(Qt.OtherFocusReason);
        }
        function onTold(words: string) {
            window.announce(words, false);
        }
        function onHelped(call: var) {
            if (call.headline !== undefined && !helping.up)
                window.before = window.activeFocusItem;
            const goes = call.headline === undefined && helping.up;
            if (call.headline !== undefined && call.headline !== helping.d.headline)
                window.announce(call.headline, true);
            helping.d = call;
            if (goes && window.before)
                window.before.forceActiveFocus(Qt.OtherFocusReason);
        }
        function onForgotten() {
            Kiosk.entered = "";
            for (let place = 0; place < window.kinds.length; place++) {
                const slot = pages.itemAt(place) as Loader;
                const page = slot.item as PageBase;
                if (page && window.kinds[place] !== "Standby")
                    page.forget();
            }
        }
    }

    Connections {
        target: Kiosk
        function onOperated(control: Item) {
            Qt.callLater(window.keepFocus, control);
        }
    }

    Item {
        id: all
        anchors.fill: parent
        focus: true
        Keys.onPressed: event => {
            if (event.key === Qt.Key_Down || event.key === Qt.Key_Right)
                window.walk(true);
            else if (event.key === Qt.Key_Up || event.key === Qt.Key_Left)
                window.walk(false);
            else if (["PinPad", "Keypad", "CodeEntry", "TextEntry"].includes(window.kind) && (event.key === Qt.Key_Return || event.key === Qt.Key_Enter))
                footer.fireMain("key", Kiosk.now());
            else if (window.kind === "Keypad" && /^[0-9]$/.test(event.text))
                window.page("Keypad").type(event.text, Kiosk.now());
            else if (window.kind === "CodeEntry" && /^[0-9a-zA-Z]$/.test(event.text))
                window.page("CodeEntry").type(event.text.toUpperCase(), Kiosk.now());
            else if ((window.kind === "Keypad" || window.kind === "CodeEntry") && event.key === Qt.Key_Backspace)
                window.page(window.kind).erase(false, Kiosk.now());
            else if (window.kind === "Home" && /^[a-zA-Z]$/.test(event.text))
                window.page("Home").type(event.text.toLowerCase(), Kiosk.now());
            else if (window.kind === "Home" && event.key === Qt.Key_Backspace)
                window.page("Home").erase(Kiosk.now());
            else if (window.kind === "TouchTargets" && event.key === Qt.Key_Escape)
                Kiosk.act("give_up", null, "key", Kiosk.now());
            else if (window.kind === "Standby" && !event.isAutoRepeat)
                Kiosk.act("wake", null, "key", Kiosk.now());
            else
                return;
            event.accepted = true;
        }
        Keys.onShortcutOverride: Kiosk.byKey = true

        PointHandler {
            onActiveChanged: if (active) {
                Kiosk.byKey = false;
                window.bridge.active();
            }
        }

        Header {
            id: header
            width: parent.width
            visible: !window.bare
            attended: window.d.attended ?? ""
        }
        Repeater {
            id: pages
            model: window.kinds
            Loader {
                id: slot
                required property string modelData
                objectName: visible ? "page" : ""
                // One node for all of a page: whoever listens passes over those that do not stand.
                Accessible.role: Accessible.Pane
                property bool wanted: false
                // How far below its place it stands yet: never into the footer, which begins Theme.roomy below.
                property real below: 0
                transform: Translate {
                    y: Math.round(slot.below)
                }
                readonly property bool whole: ["Standby", "Starting", "TouchTargets"].includes(modelData)
                readonly property int highest: header.height + (Theme.wide ? Theme.space : Theme.roomy)
                readonly property int tallest: footer.y - highest - (Theme.wide ? Theme.space : Theme.roomy) - (code.visible ? code.height : 0)
                // 低位操作: what is touched begins in the middle of the glass, and the words stand right above it.
                readonly property int lowered: Kiosk.low ? (item as PageBase)?.lowered(Math.ceil(all.height / 2) - highest, tallest) ?? 0 : 0
                active: wanted
                enabled: !(warning?.up ?? false) && !(helping?.up ?? false)
                source: "pages/" + modelData + ".qml"
                visible: window.kind === modelData
                x: whole ? 0 : Theme.margin
                y: whole ? 0 : highest + lowered
                width: whole ? all.width : all.width - 2 * Theme.margin
                height: whole ? all.height : tallest - lowered
            }
        }
        Words {
            id: code
            visible: text !== "" && !window.bare
            anchors.right: parent.right
            anchors.rightMargin: Theme.margin
            anchors.bottom: footer.top
            anchors.bottomMargin: Theme.tight
            text: window.d.code ?? ""
            font.pixelSize: Theme.small
            color: Theme.ink
        }
        Footer {
            id: footer
            y: parent.height - height
            width: parent.width
            height: implicitHeight
            d: window.d
            enabled: !(warning?.up ?? false) && !(helping?.up ?? false)
            visible: !window.bare
        }
        HelpPanel {
            id: helping
            anchors.fill: parent
            enabled: !warning.up
        }
        IdleWarning {
            id: warning
            anchors.fill: parent
            leave: window.d.leave ?? ""
        }
    }

    // What changes without the focus moving: told to screen readers, in masked words only.
    function announce(words: string, now: bool) {
        Kiosk.announced = words;
        if (words)
            all.Accessible.announce(words, now ? Accessible.Assertive : Accessible.Polite);
    }

    // A control that its own press has switched off or taken away passes the focus on to what follows it.
    function keepFocus(control: Item) {
        const gone = !control.visible || !control.enabled;
        if (gone && [null, all, window.contentItem, control].includes(window.activeFocusItem))
            control.nextItemInFocusChain(true)?.forceActiveFocus(Qt.TabFocusReason);
    }

    function walk(forward: bool) {
        const next = window.activeFocusItem?.nextItemInFocusChain(forward);
        if (next)
            next.forceActiveFocus(Qt.TabFocusReason);
    }
}
