// Something takes its time: what it is, and later what it waits for.
pragma ComponentBehavior: Bound
import QtQuick
import "../components"

PageBase {
    id: page
    filled: words.y + words.height
    readonly property string picture: d.picture ?? ""

    aside: Banner {
        width: page.head.width
        tone: "neutral"
        words: page.split ? (page.d.waitingFor ?? "") : ""
    }

    Drawing {
        visible: page.picture !== ""
        anchors.horizontalCenter: parent.horizontalCenter
        name: page.picture
        width: Math.round(Math.min(parent.width, Math.max(0, parent.height - words.height - Theme.margin) * 1.25, Theme.drawing))
        height: Math.round(width / 1.25)
    }
    Column {
        id: words
        anchors.horizontalCenter: parent.horizontalCenter
        y: page.picture !== "" ? parent.height - height : Math.round(parent.height * (Theme.wide ? 0.34 : 0.24))
        width: parent.width
        spacing: Theme.margin
        Beats {
            anchors.horizontalCenter: parent.horizontalCenter
            running: page.visible && page.d.kind === "Working"
        }
        Banner {
            width: parent.width
            tone: "neutral"
            words: page.split ? "" : (page.d.waitingFor ?? "")
        }
    }
}
