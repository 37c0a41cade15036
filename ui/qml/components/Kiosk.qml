pragma Singleton
// What pages and components know of the terminal: its words, its clock, and where actions go.
import QtQuick

QtObject {
    property var bridge: null
    property var words: ({})
    // What has been entered on the page that stands, as it goes with its main button: digits in sight, an evaluation.
    property string entered: ""
    // A key was pressed since the last touch: the focus is shown.
    property bool byKey: false
    // A control was pressed by a key or by assistive technology: what it has done may have switched it off.
    signal operated(control: Item)

    readonly property int pinLength: bridge ? bridge.pinLength : 0
    readonly property string pinTyped: bridge ? bridge.pinTyped : ""

    readonly property bool voiceOn: bridge ? bridge.voiceOn : false
    // 低位操作: what is to be touched stands in the lower part of a tall panel.
    readonly property bool low: bridge ? bridge.low && !Theme.wide : false
    // The last thing told to whoever listens on the accessibility bus.
    property string announced: ""

    function word(name: string): string {
        return words[name] ?? "";
    }
    function guide(): var {
        return bridge ? bridge.guide() : ({});
    }
    function tryOut(sound: string): bool {
        return bridge ? bridge.tryOut(sound) : false;
    }
    function takes(began: real): bool {
        return bridge ? bridge.takes(began) : false;
    }
    function typedOf(count: int, most: int): string {
        return bridge ? bridge.typedOf(count, most) : "";
    }
    function finger(down: bool) {
        if (bridge)
            bridge.finger(down);
    }
    function now(): real {
        return bridge ? bridge.now() : 0;
    }
    function act(name: string, value: var, by: string, began: real) {
        if (bridge)
            bridge.act(name, value, by, began);
    }
}
