// Something takes its time: what it is, and later what it waits for.
pragma ComponentBehavior: Bound
import QtQuick
import "../components"

PageBase {
    id: page
    filled: words.y + words.height

    aside: Banner {
        width: page.head.width
        tone: "neutral"
        words: page.split ? (page.d.waitingFor ?? "") : ""
    }

    Column {
        id: words
        anchors.horizontalCenter: parent.horizontalCenter
        y: Math.round(parent.height * (Theme.wide ? 0.34 : 0.24))
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
