// A QR code for a phone, black on white in every theme.
import QtQuick

Rectangle {
    id: sheet
    // Each row of modules as "0110…"; how long a side may be, and how many modules around it stay white.
    property var rows: []
    property real most: 0
    readonly property int quiet: 4
    readonly property int module: Math.max(Theme.hair, Math.floor(most / (rows.length + 2 * quiet)))
    onRowsChanged: code.requestPaint()
    width: module * (rows.length + 2 * quiet)
    height: width
    color: Theme.paper
    border.width: Theme.hair
    border.color: Theme.edge
    Accessible.role: Accessible.Graphic
    Canvas {
        id: code
        anchors.fill: parent
        onWidthChanged: requestPaint()
        onPaint: {
            const pen = getContext("2d"), size = sheet.module;
            pen.clearRect(0, 0, width, height);
            pen.fillStyle = String(Theme.paperInk);
            for (let y = 0; y < sheet.rows.length; y++)
                for (let x = 0; x < sheet.rows[y].length; x++)
                    if (sheet.rows[y][x] === "1")
                        pen.fillRect((x + sheet.quiet) * size, (y + sheet.quiet) * size, size, size);
        }
    }
}
