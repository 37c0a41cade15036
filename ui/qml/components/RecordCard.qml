// One group of a record, as all about one card: its title and sign, then its rows, or one sentence.
pragma ComponentBehavior: Bound
import QtQuick

Item {
    id: card
    objectName: "card"
    property var seen: null
    property var masked: null
    readonly property string tone: seen?.tone ?? "neutral"

    // Where this card may be cut when it is longer than a sheet.
    function cuts(): var {
        return Array.from(rows.children).filter(row => row.visible && row.seen && !row.first).map(row => inside.y + rows.y + row.y);
    }
    visible: seen !== null
    height: inside.height + 2 * Theme.space

    Surface {
        anchors.fill: parent
    }
    Rectangle {
        width: Theme.tight
        x: Theme.hair
        y: Theme.radius
        height: parent.height - 2 * y
        radius: width / 2
        color: Theme.tone(card.tone)
    }
    Column {
        id: inside
        x: Theme.roomy
        y: Theme.space
        width: parent.width - 2 * x
        Row {
            id: top
            width: parent.width
            spacing: Theme.gap
            Sign {
                id: sign
                tone: card.tone
                size: Math.round(Theme.icon * (Theme.care ? 1.1 : 0.95))
            }
            Flow {
                width: parent.width - sign.width - Theme.gap
                spacing: Theme.gap
                anchors.verticalCenter: parent.verticalCenter
                Words {
                    width: Math.min(implicitWidth, parent.width)
                    text: card.seen?.title ?? ""
                    font.pixelSize: Theme.strong
                    font.weight: Font.Bold
                    color: Theme.tone(card.tone)
                    Accessible.name: card.masked?.title ?? ""
                }
                Words {
                    width: Math.min(implicitWidth, parent.width)
                    visible: text !== ""
                    text: card.seen?.number ?? ""
                    font.pixelSize: Theme.strong
                    font.weight: Font.Medium
                    Accessible.name: card.masked?.number ?? ""
                }
            }
        }
        Words {
            visible: text !== ""
            width: parent.width
            topPadding: Theme.gap
            text: card.seen?.summary ?? ""
            lineHeight: 1.2
            Accessible.name: card.masked?.summary ?? ""
        }
        Item {
            width: 1
            height: rows.height ? Theme.tight : 0
        }
        Column {
            id: rows
            width: parent.width
            Repeater {
                model: 10
                RecordRow {
                    required property int index
                    width: rows.width
                    first: index === 0
                    seen: card.seen?.rows?.[index] ?? null
                    masked: card.masked?.rows?.[index] ?? null
                }
            }
        }
    }
}
