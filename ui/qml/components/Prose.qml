// Chinese words in several lines: they break anywhere, but leave no one or two characters alone in the last line.
import QtQuick

Words {
    id: prose
    // How wide they may be; and whether all lines are to be as long as another, as far as there are no signs that may not
    // begin or end a line, or three characters at least stand in the last.
    property real room: 0
    property bool even: false
    readonly property bool evenly: even && !/[（）《》，、：\/ ]/.test(text)
    readonly property int least: 3
    // Words with spaces between them break there.
    readonly property bool spaced: !/[\u3400-\u9fff]/.test(text) || /[A-Za-z] +[A-Za-z]/.test(text)
    readonly property real long: spaced ? 0 : metrics.advanceWidth(text)
    readonly property int lines: Math.ceil(long / Math.max(1, room))
    readonly property real lacks: evenly ? lines * room - long - font.pixelSize / 2 : even ? 0 : least * font.pixelSize - (long - (lines - 1) * room)

    width: lines < 2 || lacks <= 0 ? room : room - Math.ceil(lacks / (evenly ? lines : lines - 1))
    FontMetrics {
        id: metrics
        font: prose.font
    }
}
