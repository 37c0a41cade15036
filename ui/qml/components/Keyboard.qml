// The keyboard on the glass: letters, with pinyin's candidates above them; digits and signs. It learns nothing.
pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.VirtualKeyboard.Core
import QtQuick.VirtualKeyboard.Plugins.Pinyin

Column {
    id: keyboard
    required property TextInput field
    // "name", "address", "free": which signs are at hand.
    property string writing: "free"
    property real keyHeight: Theme.typing
    readonly property int gap: Theme.typingGap
    readonly property real unit: (width - 9 * gap) / 10
    readonly property int lines: rows.length
    readonly property real barHeight: Math.max(Theme.typing, Math.round(Theme.strong * 1.7))

    property bool latin: false
    property bool shift: false
    property bool signs: false
    readonly property string composing: InputContext.preeditText
    property var candidates: []
    readonly property var rows: laidOut(writing, latin, signs)
    // Where the arrow keys stand: -2 in the field, -1 among the candidates, else a row of keys.
    property int line: -2
    property int column: 0

    readonly property var sheets: ({
            "address": [["省", "市", "区", "县", "镇", "乡", "街道", "路", "巷", "村"], ["组", "社区", "小区", "号", "栋", "幢", "单元", "楼", "层", "室"], ["-", "#", "/", "(", ")", ",", ".", "·"]],
            "free": [["，", "。", "、", "；", "：", "？", "！", "“", "”", "…"], ["(", ")", "《", "》", "-", "/", "@", "#", "%", "+"], [".", ",", ":", ";", "'", "&", "=", "·"]]
        })

    spacing: gap

    function laidOut(writing: string, latin: bool, signs: bool): var {
        const key = face => ({
                    "face": face,
                    "act": "put",
                    "span": 1
                });
        const act = (name, span) => ({
                    "face": "",
                    "act": name,
                    "span": span
                });
        const letters = row => [...row].map(letter => ({
                        "face": letter,
                        "act": "letter",
                        "span": 1
                    }));
        const named = writing === "name";
        const sheet = sheets[writing] ?? [];
        const upper = signs && !named ? [sheet[0].map(key), sheet[1].map(key), [...sheet[2].map(key), act("delete", 2)]] : [letters("qwertyuiop"), letters("asdfghjkl"), [latin ? act("shift", 1.5) : act("parted", 1.5), ...letters("zxcvbnm"), act("delete", 1.5)]];
        const last = [named ? key("·") : act("signs", 1.5), act("tongue", named ? 2 : 1.5), act("space", 3), act("clear", 1.5), act("left", 1.25), act("right", 1.25)];
        return named ? [...upper, last] : [[..."1234567890"].map(key), ...upper, last];
    }
    function start() {
        latin = signs = false;
        line = -2;
        compose();
        refresh();
        raise();
    }
    function compose() {
        InputContext.inputEngine.inputMethod = latin ? null : pinyin;
        if (!latin)
            InputContext.inputEngine.inputMode = InputEngine.InputMode.Pinyin;
    }
    function refresh() {
        const list = latin ? null : InputContext.inputEngine.wordCandidateListModel;
        const words = [];
        for (let place = 0; place < Math.min(list?.count ?? 0, 160); place++)
            words.push(list.dataAt(place));
        candidates = words;
        if (line === -1 && !words.length)
            line = 0;
    }
    // A name's parts begin with a capital.
    function raise() {
        shift = latin && writing === "name" && /(^|\s)$/.test(field.text.slice(0, field.cursorPosition));
    }
    // The engine writes where the keyboard's focus is.
    function serve(): bool {
        field.forceActiveFocus(Qt.OtherFocusReason);
        return InputContext.inputItem !== null;
    }
    function click(key: int, text: string) {
        InputContext.inputEngine.virtualKeyClick(key, text, 0);
        refresh();
    }
    function put(text: string) {
        settle();
        field.insert(field.cursorPosition, text);
        raise();
    }
    // What is being composed stands as its first candidate.
    function settle() {
        if (composing)
            choose(0);
    }
    function choose(place: int) {
        InputContext.inputEngine.wordCandidateListModel.selectItem(place);
        refresh();
    }
    function letter(face: string) {
        if (latin)
            put(shift ? face.toUpperCase() : face);
        else
            click(face.toUpperCase().charCodeAt(0), face);
    }
    function rub() {
        if (composing)
            click(Qt.Key_Backspace, "");
        else if (field.cursorPosition > 0)
            field.remove(field.cursorPosition - (isTail(field.cursorPosition) ? 2 : 1), field.cursorPosition);
        raise();
    }
    // Whether the sign before `place` takes two places, as rare characters do.
    function isTail(place: int): bool {
        const code = field.text.charCodeAt(place - 1);
        return code >= 0xdc00 && code <= 0xdfff;
    }
    function empty() {
        while (composing)
            click(Qt.Key_Backspace, "");
        field.clear();
        refresh();
        raise();
    }
    function shiftCursor(by: int) {
        settle();
        const next = field.cursorPosition + by;
        field.cursorPosition = Math.max(0, Math.min(field.length, next + (by < 0 ? -1 : 1) * (isTail(by < 0 ? next + 1 : next) ? 1 : 0)));
        raise();
    }
    function fire(key: var) {
        if (!serve())
            return;
        if (key.act === "put")
            put(key.face);
        else if (key.act === "letter")
            letter(key.face);
        else if (key.act === "delete")
            rub();
        else if (key.act === "clear")
            empty();
        else if (key.act === "space")
            composing ? choose(0) : put(" ");
        else if (key.act === "parted" && composing)
            click(Qt.Key_Apostrophe, "'");
        else if (key.act === "left" || key.act === "right")
            shiftCursor(key.act === "left" ? -1 : 1);
        else if (key.act === "shift")
            shift = !shift;
        else if (key.act === "signs" || key.act === "tongue")
            turn(key.act);
    }
    function turn(what: string) {
        settle();
        if (what === "signs")
            signs = !signs;
        else
            latin = !latin;
        if (what === "tongue")
            signs = false;
        compose();
        refresh();
        raise();
    }
    // A real keyboard's keys, before the field gets them; whether they are done with.
    function typed(key: int, text: string): bool {
        if (key === Qt.Key_Down || key === Qt.Key_Up)
            return walk(0, key === Qt.Key_Down ? 1 : -1);
        if (line > -2 && (key === Qt.Key_Left || key === Qt.Key_Right))
            return walk(key === Qt.Key_Left ? -1 : 1, 0);
        if (key === Qt.Key_Return || key === Qt.Key_Enter)
            return enter();
        if (key === Qt.Key_Backspace)
            rub();
        else if (composing && key === Qt.Key_Space)
            choose(0);
        else if (composing && /^[1-9]$/.test(text))
            choose(Math.min(candidates.length - 1, bar.first + Number(text) - 1));
        else if (!latin && /^[a-z]$/.test(text))
            letter(text);
        else
            return false;
        return true;
    }
    // Enter presses the key that the arrows stand on; else it takes what is being composed.
    function enter(): bool {
        if (line === -1)
            choose(bar.first + column);
        else if (line >= 0)
            fire(rows[line][column]);
        else if (composing)
            choose(0);
        else
            return false;
        return true;
    }
    function walk(across: int, down: int): bool {
        if (line + down < -2 || line + down >= lines)
            return false;
        const top = candidates.length ? -1 : 0;
        if (down)
            line = line === -2 ? (down > 0 ? top : -2) : line + down < top ? -2 : line + down;
        const last = line === -1 ? bar.count - 1 : line >= 0 ? rows[line].length - 1 : 0;
        column = Math.max(0, Math.min(last, column + across));
        if (line >= 0)
            field.Accessible.announce(said(rows[line][column]), Accessible.Assertive);
        else if (line === -1)
            field.Accessible.announce(candidates[bar.first + column], Accessible.Assertive);
        return true;
    }
    function said(key: var): string {
        return key.face || (key.act === "tongue" ? Kiosk.word(latin ? "chinese" : "latin") : key.act === "signs" ? Kiosk.word(signs ? "letters" : "signs") : Kiosk.word(key.act));
    }

    PinyinInputMethod {
        id: pinyin
    }
    Connections {
        target: InputContext.inputEngine.wordCandidateListModel
        function onModelReset() {
            keyboard.refresh();
        }
        function onDataChanged() {
            keyboard.refresh();
        }
    }
    Candidates {
        id: bar
        width: parent.width
        height: keyboard.barHeight
        words: keyboard.candidates
        marked: keyboard.line === -1 ? keyboard.column : -1
        hint: Kiosk.word(keyboard.latin ? "hint_latin" : "hint_pinyin")
        onChosen: (place, began) => {
            if (Kiosk.takes(began) && keyboard.serve())
                keyboard.choose(place);
        }
    }
    Repeater {
        model: keyboard.lines
        Row {
            id: keys
            required property int index
            readonly property int place: index
            anchors.horizontalCenter: parent.horizontalCenter
            spacing: keyboard.gap
            Repeater {
                model: keyboard.rows[keys.place]?.length ?? 0
                TypingKey {
                    id: typing
                    required property int index
                    readonly property var key: keyboard.rows[keys.place]?.[index] ?? ({})
                    readonly property bool upper: key.act === "letter" && (!keyboard.latin || keyboard.shift)
                    span: key.span ?? 1
                    width: Math.floor(keyboard.unit * span + keyboard.gap * (span - 1))
                    height: keyboard.keyHeight
                    face: upper ? key.face.toUpperCase() : (key.face ?? "")
                    label: key.act ? face || keyboard.said(key) : ""
                    tight: label.length > 1
                    icon: key.act === "delete" ? "backspace" : key.act === "left" ? "back" : key.act === "right" ? "forward" : ""
                    wordless: icon !== ""
                    on: key.act === "shift" && keyboard.shift
                    marked: keyboard.line === keys.place && keyboard.column === index
                    onFired: (by, began) => {
                        if (Kiosk.takes(began))
                            keyboard.fire(key);
                    }
                }
            }
        }
    }
}
