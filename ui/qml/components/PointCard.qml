// One thing to know before a dangerous act: what it is about, and in large words what becomes of it.
import QtQuick

Surface {
    id: card
    property var item: null
    readonly property string tone: item?.tone ?? "neutral"
    readonly property int pad: Theme.wide ? Theme.gap : Theme.space
    visible: item !== null
    height: words.y + words.height + pad
    Accessible.role: Accessible.StaticText
    Accessible.name: item ? item.label + " " + item.words : ""
    Rectangle {
        x: 0
        width: Theme.tight
        height: parent.height
        radius: Theme.hair
        topLeftRadius: card.radius
        bottomLeftRadius: card.radius
        color: Theme.tone(card.tone)
    }
    Sign {
        id: sign
        x: Theme.space + Theme.tight
        anchors.verticalCenter: parent.verticalCenter
        visible: card.width > Theme.body * 12
        tone: card.tone
        size: Math.round(Theme.icon * 1.15)
    }
    Words {
        id: label
        x: sign.visible ? sign.x + sign.width + Theme.space : sign.x
        y: card.pad
        width: parent.width - x - Theme.space
        text: card.item?.label ?? ""
        color: Theme.quiet
        font.pixelSize: Theme.small
        Accessible.ignored: true
    }
    Words {
        id: words
        x: label.x
        y: label.y + label.height
        width: label.width
        text: card.item?.words ?? ""
        color: Theme.tone(card.tone)
        font.pixelSize: Theme.strong
        font.weight: Font.Bold
        Accessible.ignored: true
    }
}
