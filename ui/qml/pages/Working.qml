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
        width: Math.round(Math.min(parent.width, Math.max(0, parent.height - words.height - Theme.margin) * 1.25, Theme.mm * 190))
        height: Math.round(width / 1.25)
    }
    Column {
        id: words
        anchors.horizontalCenter: parent.horizontalCenter
        y: page.picture !== "" ? parent.height - height : Math.round(parent.height * (Theme.wide ? 0.34 : 0.24))
        width: parent.width
        spacing: Theme.margin
        Row {
            id: dots
            property int beat: 0
            anchors.horizontalCenter: parent.horizontalCenter
            spacing: Theme.space
            Timer {
                running: page.visible && page.d.kind === "Working"
                repeat: true
                interval: Theme.beat
                onTriggered: dots.beat = (dots.beat + 1) % 3
            }
            Repeater {
                model: 3
                Rectangle {
                    required property int index
                    width: Theme.roomy
                    height: width
                    radius: width / 2
                    color: dots.beat === index ? Theme.primary : Theme.background
                    border.width: Theme.edgeWidth
                    border.color: Theme.primary
                }
            }
        }
        Banner {
            id: note
            width: parent.width
            tone: "neutral"
            words: page.split ? "" : (page.d.waitingFor ?? "")
        }
    }
}
