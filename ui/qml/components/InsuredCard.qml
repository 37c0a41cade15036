// One insurance in one sentence, with its sign; below it what else is worth knowing, a line for each.
pragma ComponentBehavior: Bound
import QtQuick

Item {
    id: card
    property var seen: null
    readonly property string tone: seen?.tone ?? "neutral"
    readonly property var notes: seen?.notes ?? []

    // Where this card may be cut when it is longer than a sheet: before each line that is said in small.
    function cuts(): var {
        return notes.map((_, place) => inside.y + small.y + (lines.itemAt(place)?.y ?? 0));
    }
    visible: seen !== null
    height: inside.height + 2 * Theme.gap
    Accessible.role: Accessible.StaticText
    Accessible.name: seen?.said ?? ""

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
    Row {
        id: inside
        x: Theme.roomy
        y: Theme.gap
        width: parent.width - 2 * x
        spacing: Theme.gap
        Sign {
            id: sign
            tone: card.tone
            size: Math.round(Theme.icon * 0.95)
        }
        Column {
            width: parent.width - sign.width - Theme.gap
            spacing: Theme.tight
            Words {
                width: parent.width
                text: card.seen?.sentence ?? ""
                font.pixelSize: Theme.strong
                font.weight: Font.Medium
                Accessible.ignored: true
            }
            Column {
                id: small
                width: parent.width
                visible: card.notes.length > 0
                Repeater {
                    id: lines
                    model: card.notes
                    Row {
                        id: note
                        required property string modelData
                        width: small.width
                        spacing: Theme.tight
                        Words {
                            id: dot
                            text: "·"
                            font.pixelSize: Theme.small
                            color: Theme.quiet
                            Accessible.ignored: true
                        }
                        Words {
                            width: note.width - dot.width - note.spacing
                            text: note.modelData
                            font.pixelSize: Theme.small
                            color: Theme.quiet
                            Accessible.ignored: true
                        }
                    }
                }
            }
        }
    }
}
