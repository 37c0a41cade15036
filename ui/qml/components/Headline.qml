// The one thing to read first. Where it is a little too long for its line it is set a little smaller; where it is two
// sentences they stand one below the other; else it is wrapped. It is never cut.
import QtQuick

Words {
    id: headline
    property string said: ""
    // How much smaller it may be set to stay in one line.
    readonly property real least: 0.84
    readonly property real lines: inLines(said)
    readonly property var parts: said.match(/[^，：]+[，：]?/g) ?? []
    // A single word that is too long for a line is set as small as it needs.
    readonly property real wordy: Math.max(0, ...said.split(/[\s\u2e80-\uffff]+/).map(long)) * Theme.title / Math.max(1, width)
    // How many lines the longer of two sentences takes. They are parted where each has its line, though it be set smaller,
    // or where that takes no more lines than running on.
    readonly property real longest: parts.length === 2 ? Math.max(...parts.map(inLines)) : 0
    readonly property bool parted: lines > 1 / least && longest > 0 && (longest <= 1 / least || parts.reduce((sum, part) => sum + Math.ceil(inLines(part)), 0) <= Math.ceil(lines))
    readonly property real most: parted && longest <= 1 / least ? longest : lines <= 1 / least ? lines : wordy

    // Its length in ems of the type: Chinese characters fill theirs, Latin letters about half.
    function long(words: string): real {
        let ems = 0;
        for (const sign of words)
            ems += sign.charCodeAt(0) > 0x2e7f ? 1 : 0.6;
        return ems;
    }

    // The same in lines.
    function inLines(words: string): real {
        return long(words) * Theme.title / Math.max(1, width);
    }

    text: parted ? parts.join("\n") : said
    font.pixelSize: Math.floor(Theme.title * (most > 1 ? 0.99 / most : 1))
    font.weight: Font.Bold
    lineHeight: 0.95
    Accessible.role: Accessible.Heading
    Accessible.focusable: true
}
