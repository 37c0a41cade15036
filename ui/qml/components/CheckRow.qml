// One thing that was looked at: sign, name, how it stands in a word and when; below it what was seen and what to do.
import QtQuick

Pressable {
    id: row
    property var line: null
    readonly property string tone: line?.tone ?? "neutral"
    readonly property bool opens: line?.opens ?? false
    visible: line !== null
    enabled: opens
    label: line ? line.title + " " + line.state : ""
    more: [line?.when, line?.seen, line?.whatNow].filter(word => word).join(" ")
    Accessible.role: opens ? Accessible.Button : Accessible.StaticText
    radius: Theme.radius
    implicitHeight: Math.max(Theme.target, inside.height + 2 * Theme.gap)
    onFired: (by, began) => Kiosk.act("press", row.line.key, by, began)

    Rectangle {
        anchors.fill: parent
        radius: row.radius
        color: row.down ? Theme.primaryTint : Theme.surface
        border.width: row.opens ? Theme.edgeWidth : Theme.hair
        border.color: row.opens ? Theme.edge : Theme.hairline
    }
    Sign {
        id: sign
        visible: row.tone !== "neutral"
        x: Theme.gap
        y: inside.y
        tone: row.tone
        size: Math.round(Theme.icon * 0.8)
    }
    Column {
        id: inside
        x: sign.visible ? sign.x + sign.width + Theme.gap : Theme.gap
        // A row beside a longer one begins with it; one of a single line stands in its middle.
        y: height > Theme.target ? Theme.gap : Math.max(Theme.gap, (Theme.target - height) / 2)
        width: parent.width - x - Theme.gap
        spacing: Theme.tight
        Item {
            id: head
            // A value stands at the right end of its line, a word for how something stands right behind its name.
            readonly property bool apart: row.tone === "neutral" && !row.opens
            readonly property bool fits: title.implicitWidth + Theme.gap + state.implicitWidth <= width
            width: parent.width
            height: fits || state.text === "" ? title.height : title.height + Theme.tight + state.height
            Words {
                id: title
                width: head.fits ? implicitWidth : parent.width
                text: row.line?.title ?? ""
                font.weight: head.apart ? Font.Normal : Font.Bold
                color: head.apart ? Theme.quiet : Theme.ink
                Accessible.ignored: true
            }
            Words {
                id: state
                x: !head.fits ? 0 : head.apart ? parent.width - width : title.width + Theme.gap
                y: head.fits ? 0 : title.height + Theme.tight
                width: head.fits ? implicitWidth : parent.width
                text: row.line?.state ?? ""
                font.weight: Font.Bold
                color: Theme.tone(row.tone)
                Accessible.ignored: true
            }
        }
        Words {
            width: parent.width
            visible: text !== ""
            text: row.line?.whatNow ?? ""
            font.pixelSize: Theme.small
            Accessible.ignored: true
        }
        Words {
            width: parent.width
            visible: text !== ""
            text: Theme.inParts([row.line?.when, row.line?.seen].filter(word => word).join(" · "))
            font.pixelSize: Theme.small
            color: Theme.quiet
            Accessible.ignored: true
        }
    }
}
