// Each sound and the voice, played by its button; then what was heard is asked.
pragma ComponentBehavior: Bound
import QtQuick
import "../components"

PageBase {
    id: page
    readonly property var sounds: d.sounds ?? []
    // What this machine was found to have, as it was tried out: "player", "voice".
    property var there: []
    property var tried: []
    // What was tried out and is not there.
    property var absent: []

    function begin() {
        tried = [];
        there = [];
        absent = [];
    }
    function tryOut(sound: string) {
        const plays = Kiosk.tryOut(sound);
        tried = tried.filter(each => each !== sound).concat([sound]);
        note(sound === "voice" ? "voice" : "player", plays);
    }
    function note(means: string, plays: bool) {
        const others = each => each !== means;
        there = plays ? there.filter(others).concat([means]) : there.filter(others);
        absent = plays ? absent.filter(others) : absent.filter(others).concat([means]);
    }
    function said(word: string, by: string, began: real) {
        Kiosk.act("heard", [word].concat(there).join(" "), by, began);
    }

    // An engine that turns out not to start is told of later.
    Connections {
        target: Kiosk.bridge
        function onUnheard(means: string) {
            if (page.tried.includes(means))
                page.note(means, false);
        }
    }
    Column {
        width: parent.width
        spacing: Theme.gap
        Flow {
            width: parent.width
            spacing: Theme.gap
            Repeater {
                model: 5
                ActionButton {
                    required property int index
                    readonly property var sound: page.sounds[index] ?? null
                    visible: sound !== null
                    width: page.split || Kiosk.low ? Math.floor((parent.width - Theme.gap) / 2) : parent.width
                    size: Theme.body
                    padding: Theme.gap
                    label: sound?.label ?? ""
                    icon: page.tried.includes(sound?.key) ? "check" : "voice"
                    onFired: page.tryOut(sound.key)
                }
            }
        }
        Repeater {
            model: ["player", "voice"]
            Banner {
                required property string modelData
                width: parent.width
                words: page.absent.includes(modelData) ? page.d.absent?.[modelData] ?? "" : ""
            }
        }
        Item {
            width: 1
            height: Theme.compact ? 1 : Theme.space
        }
        ActionButton {
            width: parent.width
            size: Theme.body
            enabled: page.tried.length === page.sounds.length
            label: page.d.right ?? ""
            icon: "check"
            look: "filled"
            onFired: (by, began) => page.said("right", by, began)
        }
        ActionButton {
            width: parent.width
            size: Theme.body
            label: page.d.wrong ?? ""
            icon: "stop"
            onFired: (by, began) => page.said("wrong", by, began)
        }
    }
}
