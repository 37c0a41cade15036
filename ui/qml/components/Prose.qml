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
    // Words with spaces between them break there, and where they are parted they are.
    readonly property bool spaced: !/[\u3400-\u9fff]/.test(text) || /[A-Za-z] +[A-Za-z]|\n/.test(text)
    readonly property real long: spaced ? 0 : metrics.advanceWidth(text)
    readonly property int lines: Math.ceil(long / Math.max(1, room))
    readonly property real lacks: even ? 0 : least * font.pixelSize - (long - (lines - 1) * room)
    // As many characters as make all lines of one length.
    readonly property real each: Math.ceil(long / lines / font.pixelSize - 0.01) * font.pixelSize + 1

    // 「改密码 · 重置」, which is too long for a line, parted behind its sign where both parts have room.
    function parted(words: string): string {
        const at = words.search(/ [·\/] /);
        const parts = at < 0 || metrics.advanceWidth(words) <= room ? [words] : [words.slice(0, at + 2), words.slice(at + 3)];
        return parts.every(part => metrics.advanceWidth(part) <= room) ? parts.join("\n") : words;
    }

    width: lines < 2 ? room : evenly ? Math.min(room, each) : lacks <= 0 ? room : room - Math.ceil(lacks / (lines - 1))
    FontMetrics {
        id: metrics
        font: prose.font
    }
}
