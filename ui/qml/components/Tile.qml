// A thing to come for: picture, name, a word on what it needs; when closed, why.
import QtQuick

Pressable {
    id: tile

    property var item: ({})
    property bool large: false
    property bool chosen: false
    // One of several that must look alike, as the levels of an evaluation: no plate behind the picture.
    property bool plain: false
    // Only the name: in little room. Why it is closed is said in any case.
    property bool brief: false
    readonly property bool usable: item.enabled ?? true
    readonly property string below: !usable && item.reason ? item.reason : (item.detail ?? "")
    // What all of its words need.
    readonly property real fullHeight: name.height + (detail.text ? detail.height + inside.spacing : 0) + (stacked ? plate.height + Theme.gap : 0) + 2 * Theme.tight
    readonly property bool narrow: width < Theme.label * 9
    readonly property bool stacked: narrow && usable && Theme.compact && sign.name !== ""
    readonly property int picture: Math.round(Theme.icon * (large ? 2.3 : 1.75) * (narrow && !stacked ? 0.72 : 1))

    label: item.label ?? ""
    more: below
    enabled: usable
    radius: Theme.radius
    implicitHeight: Math.max(Theme.target * (large ? 2.2 : 1.6), inside.implicitHeight + 2 * Theme.space)

    Rectangle {
        anchors.fill: parent
        radius: tile.radius
        color: !tile.usable ? Theme.background : tile.down ? Theme.primaryTint : Theme.surface
        border.width: tile.chosen ? Theme.edgeWidth * 2 : tile.usable ? Theme.edgeWidth : Theme.hair
        border.color: tile.chosen ? Theme.primary : tile.usable ? Theme.edge : Theme.hairline
    }
    Rectangle {
        id: plate
        x: tile.narrow ? Theme.gap : Theme.space
        y: tile.stacked ? Theme.gap : (tile.height - height) / 2
        visible: sign.name !== "" && (tile.usable || !(tile.narrow || Theme.compact))
        width: tile.picture
        height: width
        radius: Theme.radius
        color: tile.plain ? "transparent" : tile.usable ? Theme.primaryTint : Theme.scenery
        Drawing {
            id: sign
            anchors.centerIn: parent
            name: tile.item.icon ?? ""
            tone: tile.usable ? "primary" : "quiet"
            width: Math.round(tile.picture * (tile.plain ? 0.86 : 0.66))
            height: width
        }
    }
    Column {
        id: inside
        y: tile.stacked ? plate.y + plate.height + Theme.tight : (tile.height - height) / 2
        x: tile.stacked ? plate.x : plate.visible ? plate.x + plate.width + (tile.narrow ? Theme.gap : Theme.space) : Theme.space * 1.5
        width: tile.width - x - Theme.gap
        spacing: Theme.tight * 0.7
        Prose {
            id: name
            room: parent.width
            even: true
            text: parted(tile.label)
            color: tile.usable ? Theme.ink : Theme.quiet
            font.pixelSize: tile.large && !Theme.care ? Math.round(Theme.label * 1.15) : Theme.label
            lineHeight: 1.05
            font.weight: Font.Bold
            Accessible.ignored: true
        }
        Prose {
            id: detail
            room: parent.width
            visible: text !== "" && !(tile.brief && tile.usable)
            text: tile.below
            color: Theme.quiet
            font.pixelSize: Theme.small
            Accessible.ignored: true
        }
    }
}
