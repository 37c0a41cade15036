// Take the card back; the longer it stays, the louder the page.
import QtQuick
import "../components"

PageBase {
    id: page
    readonly property int alarm: d.alarm ?? 0
    sign: alarm > 0 ? "attention" : ""
    signTone: alarm > 1 ? "danger" : "attention"
    Surface {
        id: stage
        width: parent.width
        height: parent.height
        readonly property real side: Math.min(width - 2 * Theme.space, (height - 2 * Theme.space) * 1.25)
        color: page.alarm > 1 ? Theme.dangerTint : page.alarm > 0 ? Theme.attentionTint : Theme.surface
        border.width: page.alarm > 0 ? Theme.tight * (page.alarm > 2 ? 2 : 1) : Theme.hair
        border.color: page.alarm > 1 ? Theme.danger : page.alarm > 0 ? Theme.attention : Theme.hairline
        Drawing {
            anchors.centerIn: parent
            name: page.d.picture ?? ""
            width: Math.round(Math.min(stage.side, Theme.drawing))
            height: Math.round(width / 1.25)
        }
    }
}
