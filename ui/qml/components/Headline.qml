// The one thing to read first. Where it is a little too long for its line it is set a little smaller; where it is two
// sentences they stand one below the other; else it is wrapped. It is never cut.
import QtQuick

Words {
    id: headline
    property string said: ""
    // How much smaller it may be set to stay in one line.
    readonly property real least: 0.84
    readonly property real lines: long(said) * Theme.title / Math.max(1, width)
    readonly property var parts: said.match(/[^，：]+[，：]?/g) ?? []
    // A single word that is too long for a line is set as small as it needs.
    readonly property real wordy: Math.max(0, ...said.split(/[\s\u2e80-\uffff]+/).map(long)) * Theme.title / Math.max(1, width)
    readonly property bool parted: lines > 1 / least && parts.length === 2 && parts.every(part => long(part) * Theme.title <= width)

    // Its length in ems of the type: Chinese characters fill theirs, Latin letters about half.
    function long(words: string): real {
        let ems = 0;
        for (const sign of words)
            ems += sign.charCodeAt(0) > 0x2e7f ? 1 : 0.6;
        return ems;
    }

    text: parted ? parts.join("\n") : said
    font.pixelSize: Math.floor(Theme.title * (lines > 1 && lines <= 1 / least ? 0.99 / lines : wordy > 1 ? 0.99 / wordy : 1))
    font.weight: Font.Bold
    lineHeight: 0.95
    Accessible.role: Accessible.Heading
    Accessible.focusable: true
}
