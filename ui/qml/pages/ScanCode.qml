// A code for a phone, black on white in every theme, and what to do with it.
pragma ComponentBehavior: Bound
import QtQuick
import "../components"

PageBase {
    id: page
    readonly property var rows: d.rows ?? []
    readonly property real side: Math.min(body.width, Theme.drawing, body.height - (split ? 0 : words.height + Theme.roomy))

    PhoneCode {
        id: sheet
        anchors.horizontalCenter: parent.horizontalCenter
        rows: page.rows
        most: page.side
        Accessible.name: page.d.said ?? ""
    }
    // Below the code; on a wide panel beside it, so that the code is as large as the glass allows.
    component Said: Column {
        id: said
        property bool beside: false
        spacing: Theme.gap
        Repeater {
            model: 4
            Prose {
                required property int index
                room: said.width
                x: said.beside ? 0 : (said.width - width) / 2
                visible: text !== ""
                text: page.d.points?.[index] ?? ""
                font.pixelSize: index === 0 ? Theme.strong : Theme.body
                color: index === 0 ? Theme.ink : Theme.quiet
                horizontalAlignment: said.beside ? Text.AlignLeft : Text.AlignHCenter
            }
        }
    }

    aside: Said {
        visible: page.split
        width: page.head.width
        beside: true
    }
    Said {
        id: words
        visible: !page.split
        y: sheet.height + Theme.roomy
        width: parent.width
    }
}
