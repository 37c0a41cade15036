// A code for a phone, black on white in every theme, and what to do with it.
pragma ComponentBehavior: Bound
import QtQuick
import "../components"

PageBase {
    id: page
    readonly property var rows: d.rows ?? []
    readonly property int quiet: 4
    readonly property real side: Math.min(body.width, Theme.mm * 150, body.height - words.height - Theme.roomy)

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
    Column {
        id: words
        y: sheet.height + Theme.roomy
        width: parent.width
        spacing: Theme.gap
        Repeater {
            model: 4
            Words {
                required property int index
                width: words.width
                visible: text !== ""
                text: page.d.points?.[index] ?? ""
                font.pixelSize: index === 0 ? Theme.strong : Theme.body
                color: index === 0 ? Theme.ink : Theme.quiet
                horizontalAlignment: Text.AlignHCenter
            }
        }
    }
}
