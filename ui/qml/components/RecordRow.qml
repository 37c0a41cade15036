// One line of a record: what, how it stands (sign and word), and what that means.
import QtQuick

Item {
    id: row
    property var seen: null
    property var masked: null
    property bool first: false
    readonly property string tone: seen?.tone ?? "neutral"
    readonly property bool beside: width > Theme.body * 24
    readonly property real labelWidth: Math.round(width * 0.26)
    readonly property real valueWidth: Math.round(width * 0.3)
    readonly property int pad: Math.round(Theme.space * 0.7)
    visible: seen !== null
    height: Math.max(label.y + label.height, value.y + value.height, meaning.y + (meaning.visible ? meaning.height : 0)) + pad
    Accessible.role: Accessible.StaticText
    Accessible.name: masked ? masked.label + " " + masked.value + " " + masked.meaning : ""

    Rectangle {
        visible: !row.first
        width: parent.width
        height: Theme.hair
        color: Theme.hairline
    }
    Words {
        id: label
        y: row.pad
        width: row.beside ? row.labelWidth - Theme.gap : row.width * 0.5 - Theme.gap
        text: row.seen?.label ?? ""
        color: Theme.quiet
        Accessible.ignored: true
    }
    Drawing {
        id: sign
        visible: row.tone !== "neutral"
        x: row.beside ? row.labelWidth : Math.round(row.width * 0.5)
        y: value.y + Math.round(Theme.body * 0.12)
        name: Theme.sign(row.tone)
        tone: row.tone === "neutral" ? "ink" : row.tone
        width: Math.round(Theme.body * 1.05)
        height: width
    }
    Words {
        id: value
        x: sign.x + (sign.visible ? sign.width + Theme.tight : 0)
        y: row.pad
        // Where nothing is said of what it means, the value has the room.
        width: (row.beside && row.seen?.meaning ? row.labelWidth + row.valueWidth : row.width) - x - (row.beside ? Theme.gap : 0)
        text: Theme.inParts(row.seen?.value ?? "")
        color: Theme.tone(row.tone)
        font.weight: Font.Bold
        Accessible.ignored: true
    }
    Words {
        id: meaning
        visible: text !== ""
        x: row.beside ? row.labelWidth + row.valueWidth : 0
        y: row.beside ? row.pad : Math.max(label.y + label.height, value.y + value.height)
        width: row.width - x
        text: row.seen?.meaning ?? ""
        font.pixelSize: Theme.small
        color: Theme.ink
        Accessible.ignored: true
    }
}
