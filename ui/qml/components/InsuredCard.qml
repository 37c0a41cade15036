// One insurance in one sentence, with its sign.
import QtQuick

Item {
    id: card
    property var seen: null
    readonly property string tone: seen?.tone ?? "neutral"

    // Where this card may be cut when it is longer than a sheet: before what is said in small.
    function cuts(): var {
        return small.visible ? [inside.y + small.y] : [];
    }
    visible: seen !== null
    height: inside.height + 2 * Theme.space
    Accessible.role: Accessible.StaticText
    Accessible.name: seen ? seen.sentence + (seen.note ? "；" + seen.note : "") : ""

    Surface {
        anchors.fill: parent
    }
    Rectangle {
        width: Math.round(Theme.tight)
        x: Math.max(1, Theme.hair)
        y: Theme.radius
        height: parent.height - 2 * y
        radius: width / 2
        color: Theme.tone(card.tone)
    }
    Row {
        id: inside
        x: Theme.roomy
        y: Theme.space
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
            Words {
                id: small
                width: parent.width
                visible: text !== ""
                text: card.seen?.note ?? ""
                font.pixelSize: Theme.small
                color: Theme.quiet
                Accessible.ignored: true
            }
        }
    }
}
