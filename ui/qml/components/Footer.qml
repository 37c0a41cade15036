// Within reach: leaving on the left, the one main action on the right, and the screen's own switches always below.
import QtQuick

Item {
    id: footer
    property var d: ({})
    property bool tools: true
    readonly property var main: d.main ?? null
    readonly property bool pin: d.kind === "PinPad"
    // Nothing else is left to do.
    readonly property bool atAnEnd: (d.kind === "Result" || d.kind === "Record") && main === null && !((d.buttons ?? d.nextSteps)?.length > 0)
    // One thing of several is chosen on the page.
    readonly property bool chosen: d.kind === "Rate" || d.kind === "MonthRange"
    // The main button carries what has been entered on the page.
    readonly property bool entering: d.kind === "Keypad" || d.kind === "CodeEntry" || d.kind === "TextEntry" || d.kind === "Signature" || chosen
    // As people count them: rare characters take two places in a string.
    readonly property int entered: d.kind === "Signature" ? Kiosk.entered.length : pin ? Kiosk.pinLength : [...Kiosk.entered.trim()].length
    readonly property bool complete: chosen ? entered > 0 : !(pin || entering) || (entered >= d.least && entered <= d.most)
    readonly property bool actions: (d.back ?? false) || !!d.leave || !!d.skip || !!d.corner || main !== null
    readonly property int pad: Theme.wide ? Theme.gap * 1.1 : Theme.space
    readonly property int row: Theme.wide ? Math.round(Theme.target * 1.06) : Theme.button

    implicitHeight: Theme.oneRow ? row + 2 * pad : (actions ? row + Theme.gap * 1.2 : 0) + Theme.target + 2 * pad

    function fireMain(by: string, began: real) {
        if (main && mainButton.enabled)
            Kiosk.act(main.name, entering ? Kiosk.entered : main.key, by, began);
    }

    Rectangle {
        anchors.fill: parent
        color: Theme.surface
    }
    Rectangle {
        width: parent.width
        height: Theme.hair
        color: Theme.hairline
    }
    Row {
        id: ways
        x: Theme.margin
        y: footer.pad
        spacing: Theme.gap
        ActionButton {
            visible: label !== ""
            label: footer.d.leave ?? ""
            look: footer.atAnEnd ? "filled" : "outlined"
            height: footer.row
            onFired: (by, began) => Kiosk.act("leave", null, by, began)
        }
        ActionButton {
            visible: label !== ""
            label: footer.d.skip?.label ?? ""
            look: "outlined"
            height: footer.row
            onFired: (by, began) => Kiosk.act("skip", null, by, began)
        }
        ActionButton {
            visible: footer.d.back ?? false
            label: Kiosk.word("back")
            look: "outlined"
            icon: "back"
            height: footer.row
            onFired: (by, began) => Kiosk.act("back", null, by, began)
        }
    }
    ActionButton {
        id: mainButton
        visible: footer.main !== null
        enabled: (footer.main?.enabled ?? false) && footer.complete
        label: footer.main?.label ?? ""
        more: footer.main?.reason || footer.main?.detail || ""
        icon: footer.main?.icon ?? ""
        look: "filled"
        // Words that are too long for their room are set as small as they need, down to small ones.
        readonly property real line: room - 2 * padding - (icon ? Theme.icon + Theme.gap : 0)
        size: Math.max(Math.round(Theme.small * 0.8), Math.min(Theme.label, Math.floor(Theme.label * line / Math.max(1, metrics.advanceWidth(label)))))
        height: footer.row
        readonly property real room: (Theme.oneRow ? parent.width - tools.x - tools.width : parent.width - ways.x - ways.width) - Theme.margin - 2 * Theme.gap
        padding: Theme.space
        width: Math.min(room, Math.max(implicitWidth, Math.round(Theme.main * (Theme.wide && !Theme.oneRow ? 0.72 : 1))))
        x: parent.width - Theme.margin - width
        y: footer.pad
        onFired: (by, began) => footer.fireMain(by, began)
    }
    FontMetrics {
        id: metrics
        font.family: Theme.family
        font.pixelSize: Theme.label
        font.weight: Font.Bold
    }
    // Who works here signs in: in sight, and small.
    ActionButton {
        visible: !!footer.d.corner
        label: footer.d.corner?.label ?? ""
        icon: footer.d.corner?.icon ?? ""
        look: "outlined"
        size: Theme.small
        padding: Theme.space
        height: Theme.target
        x: parent.width - Theme.margin - width
        y: footer.pad
        onFired: (by, began) => Kiosk.act("press", footer.d.corner.key, by, began)
    }
    Row {
        id: tools
        x: Theme.oneRow ? Math.max(ways.width ? ways.x + ways.width + Theme.roomy : 0, Math.round((parent.width - width) / 2) - Theme.roomy * 2) : Theme.margin
        y: Theme.oneRow ? footer.pad : footer.height - footer.pad - height
        spacing: Theme.gap
        visible: footer.tools
        // In 关怀版 there is room for words alone.
        readonly property bool bare: Theme.care
        Chip {
            label: Kiosk.word("large")
            on: Theme.care
            onFired: Kiosk.bridge.toggle("care")
        }
        Chip {
            label: Kiosk.word("contrast")
            on: Theme.contrast
            onFired: Kiosk.bridge.toggle("contrast")
        }
        Chip {
            label: Kiosk.word("voice")
            on: Kiosk.voiceOn
            onFired: Kiosk.bridge.toggle("voice")
        }
        Chip {
            // A low panel is within reach as it is.
            visible: !Theme.wide
            label: Kiosk.word("low")
            on: Kiosk.low
            onFired: Kiosk.bridge.toggle("low")
        }
        Chip {
            label: Kiosk.word("language")
            onFired: Kiosk.bridge.toggle("language")
        }
        Chip {
            label: tools.bare && (Theme.oneRow || !Theme.wide) ? Kiosk.word("call_short") : Kiosk.word("call")
            icon: tools.bare ? "" : "call"
            look: "outlined"
            checkable: false
            onFired: (by, began) => Kiosk.act("call", null, by, began)
        }
    }
}
