// Where in the service one is: numbered steps, those behind ticked; in little room only the place in words.
pragma ComponentBehavior: Bound
import QtQuick

Item {
    id: strip
    property var steps: null
    readonly property var labels: steps?.labels ?? []
    readonly property int current: steps?.current ?? 0
    readonly property int disc: Math.round(Theme.small * 1.5)
    readonly property bool roomy: whole.implicitWidth <= width && !Theme.care

    visible: labels.length > 0
    implicitHeight: roomy ? Math.round(Theme.small * 2) : Math.max(Math.round(Theme.small * 1.5), place.height)
    Accessible.role: Accessible.StaticText
    Accessible.name: (steps?.said ?? "") + " " + (labels[current] ?? "")

    Row {
        id: whole
        anchors.verticalCenter: parent.verticalCenter
        visible: strip.roomy
        spacing: Theme.gap
        Repeater {
            model: 6
            Row {
                id: step
                required property int index
                readonly property bool behind: index < strip.current
                readonly property bool here: index === strip.current
                visible: index < strip.labels.length
                spacing: Theme.gap * 0.7
                Rectangle {
                    visible: step.index > 0
                    width: Theme.roomy
                    height: Theme.hair
                    color: step.index <= strip.current ? Theme.primary : Theme.edge
                    anchors.verticalCenter: parent.verticalCenter
                }
                Rectangle {
                    width: strip.disc
                    height: width
                    radius: width / 2
                    color: step.here ? Theme.primary : Theme.background
                    border.width: step.here ? 0 : Theme.hair
                    border.color: step.behind ? Theme.good : Theme.edge
                    Drawing {
                        visible: step.behind
                        anchors.centerIn: parent
                        name: "check"
                        tone: "good"
                        width: Math.round(strip.disc * 0.6)
                        height: width
                    }
                    Words {
                        visible: !step.behind
                        anchors.centerIn: parent
                        text: step.index + 1
                        lineHeight: 1
                        font.pixelSize: Math.round(Theme.small * 0.86)
                        font.weight: Font.Bold
                        color: step.here ? Theme.onPrimary : Theme.quiet
                        Accessible.ignored: true
                    }
                }
                Words {
                    anchors.verticalCenter: parent.verticalCenter
                    text: strip.labels[step.index] ?? ""
                    lineHeight: 1
                    wrapMode: Text.NoWrap
                    font.pixelSize: Theme.small
                    font.weight: step.here ? Font.Bold : Font.Normal
                    color: step.here ? Theme.ink : Theme.quiet
                    Accessible.ignored: true
                }
            }
        }
    }
    Words {
        id: place
        anchors.verticalCenter: parent.verticalCenter
        visible: !strip.roomy
        width: parent.width
        text: strip.labels.length ? strip.steps.said + (Theme.wide ? "" : "  ·  " + strip.labels[strip.current]) : ""
        font.pixelSize: Theme.small
        font.weight: Font.Bold
        color: Theme.primary
        lineHeight: 1
        Accessible.ignored: true
    }
}
