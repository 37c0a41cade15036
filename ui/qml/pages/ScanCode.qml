// A code for a phone, black on white in every theme, and what to do with it.
pragma ComponentBehavior: Bound
import QtQuick
import "../components"

PageBase {
    id: page
    readonly property var rows: d.rows ?? []
    readonly property int quiet: 4
    readonly property real side: Math.min(body.width, Theme.mm * 190, body.height - (split ? 0 : words.height + Theme.roomy))

    onRowsChanged: code.requestPaint()

    Rectangle {
        id: sheet
        anchors.horizontalCenter: parent.horizontalCenter
        readonly property int module: Math.max(2, Math.floor(page.side / (page.rows.length + 2 * page.quiet)))
        width: module * (page.rows.length + 2 * page.quiet)
        height: width
        color: Theme.paper
        border.width: Math.max(1, Theme.hair)
        border.color: Theme.edge
        Accessible.role: Accessible.Graphic
        Accessible.name: page.d.said ?? ""
        Canvas {
            id: code
            anchors.fill: parent
            onWidthChanged: requestPaint()
            onPaint: {
                const pen = getContext("2d");
                pen.clearRect(0, 0, width, height);
                pen.fillStyle = String(Theme.paperInk);
                const size = sheet.module;
                for (let y = 0; y < page.rows.length; y++)
                    for (let x = 0; x < page.rows[y].length; x++)
                        if (page.rows[y][x] === "1")
                            pen.fillRect((x + page.quiet) * size, (y + page.quiet) * size, size, size);
            }
        }
    }
    // Below the code; on a wide panel beside it, so that the code is as large as the glass allows.
    component Said: Column {
        id: said
        property bool beside: false
        spacing: Theme.gap
        Repeater {
            model: 4
            Words {
                required property int index
                width: said.width
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
