// Who, where, when: quiet, the same on every page.
import QtQuick

Item {
    id: header
    property bool wear: true
    // Who of the staff helps here: where the terminal's number stands otherwise, or on a narrow panel the place's name.
    property string attended: ""
    readonly property bool instead: attended !== "" && !Theme.oneRow
    implicitHeight: Math.round(Theme.button * (Theme.wide ? 0.85 : 1))

    Rectangle {
        anchors.fill: parent
        color: Theme.surface
    }
    Rectangle {
        anchors.bottom: parent.bottom
        width: parent.width
        height: Theme.hair
        color: Theme.hairline
    }
    Drawing {
        id: emblem
        x: Theme.margin
        anchors.verticalCenter: parent.verticalCenter
        name: "emblem"
        width: Theme.icon
        height: width
    }
    Words {
        x: emblem.x + emblem.width + Theme.gap
        width: right.x - x - Theme.gap
        anchors.verticalCenter: parent.verticalCenter
        text: header.instead ? header.attended : Kiosk.word("place")
        color: header.instead ? Theme.attention : Theme.ink
        font.pixelSize: Theme.frame
        font.weight: Font.Bold
        // A long name stands in two lines, close enough to keep away from the header's edges.
        lineHeight: lineCount > 1 ? 0.8 : 1
    }
    Row {
        id: right
        anchors.right: parent.right
        anchors.rightMargin: Theme.margin
        anchors.verticalCenter: parent.verticalCenter
        spacing: Theme.space
        SampleMark {
            anchors.verticalCenter: parent.verticalCenter
        }
        Words {
            anchors.verticalCenter: parent.verticalCenter
            readonly property bool helped: header.attended !== "" && !header.instead
            text: helped ? header.attended : Kiosk.word("terminal")
            color: helped ? Theme.attention : Theme.quiet
            font.pixelSize: Theme.frameSmall
            font.weight: helped ? Font.Bold : Font.Normal
            wrapMode: Text.NoWrap
            lineHeight: 1
        }
        Words {
            anchors.verticalCenter: parent.verticalCenter
            text: Clock.text
            font.pixelSize: Theme.frame
            font.weight: Font.Bold
            wrapMode: Text.NoWrap
            lineHeight: 1
        }
    }
}
