// Three dots, one of them full at a time: something is being done.
pragma ComponentBehavior: Bound
import QtQuick

Row {
    id: dots
    property bool running: false
    property int beat: 0
    spacing: Theme.space
    Timer {
        running: dots.running
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
