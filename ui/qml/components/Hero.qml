// The one thing that can be done here: its picture, its name in the largest letters, and the way in.
import QtQuick

Pressable {
    id: hero
    property var item: ({})
    readonly property bool usable: item.enabled ?? true
    readonly property bool low: Theme.wide
    readonly property int picture: Math.round(Math.min(width * 0.34, height - 2 * Theme.roomy, Theme.heroPicture))
    label: item.label ?? ""
    more: said.text
    enabled: usable
    radius: Theme.radius * 2

    Rectangle {
        anchors.fill: parent
        radius: hero.radius
        color: !hero.usable ? Theme.background : hero.down ? Theme.primaryTint : Theme.surface
        border.width: hero.usable ? Theme.edgeWidth : Theme.hair
        border.color: hero.usable ? Theme.primary : Theme.hairline
    }
    Rectangle {
        id: plate
        x: Theme.roomy
        anchors.verticalCenter: parent.verticalCenter
        width: hero.picture
        height: width
        radius: Theme.radius * 2
        color: hero.usable ? Theme.primaryTint : Theme.scenery
        Drawing {
            anchors.centerIn: parent
            name: hero.item.icon ?? ""
            tone: hero.usable ? "primary" : "quiet"
            width: Math.round(plate.width * 0.68)
            height: width
        }
    }
    Column {
        x: plate.x + plate.width + Theme.roomy
        anchors.verticalCenter: parent.verticalCenter
        width: parent.width - x - Theme.roomy
        spacing: Theme.gap
        Words {
            width: parent.width
            text: hero.label
            color: hero.usable ? Theme.ink : Theme.quiet
            font.pixelSize: Math.round(Theme.title * (hero.low ? 0.9 : 0.95))
            font.weight: Font.Bold
            lineHeight: 1
            Accessible.ignored: true
        }
        Words {
            id: said
            width: parent.width
            visible: text !== ""
            text: !hero.usable && hero.item.reason ? hero.item.reason : (hero.item.detail ?? "")
            color: Theme.quiet
            font.pixelSize: Theme.strong
            Accessible.ignored: true
        }
        Rectangle {
            visible: hero.usable && hero.height > 4 * Theme.button
            width: Math.round(Theme.icon * 1.6)
            height: width
            radius: width / 2
            color: Theme.primary
            Drawing {
                anchors.centerIn: parent
                name: "forward"
                tone: "onPrimary"
                width: Math.round(parent.width * 0.56)
                height: width
            }
        }
    }
}
