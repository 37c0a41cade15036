// A part of a year's bar, told apart by its pattern as well as its colour: full, striped, dotted, open.
pragma ComponentBehavior: Bound
import QtQuick

Rectangle {
    id: part
    property string kind: "paid"
    readonly property int stripe: 2 * Theme.hair
    visible: height > 0
    clip: true
    color: kind === "paid" ? Theme.primary : kind === "missing" ? "transparent" : kind === "late" ? Theme.surface : Theme.attentionTint
    border.width: kind === "paid" ? 0 : Theme.hair
    border.color: kind === "missing" ? Theme.edge : kind === "late" ? Theme.primary : Theme.attention

    Repeater {
        model: part.kind === "late" ? Math.ceil(part.height / (2 * part.stripe)) : 0
        Rectangle {
            required property int index
            y: index * 2 * part.stripe
            width: part.width
            height: part.stripe
            color: Theme.primary
        }
    }
    Rectangle {
        visible: part.kind === "owed"
        anchors.centerIn: parent
        width: Math.round(Math.min(part.width, part.height) * 0.5)
        height: width
        radius: width / 2
        color: Theme.attention
    }
}
