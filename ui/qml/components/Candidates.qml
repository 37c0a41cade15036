// What the pinyin typed so far may mean, as many as stand beside each other, and the way to the rest.
pragma ComponentBehavior: Bound
import QtQuick

Item {
    id: bar
    property var words: []
    property string hint: ""
    // The place of the candidate that the arrow keys stand on.
    property int marked: -1
    property int first: 0
    readonly property int least: Theme.typing
    readonly property int between: Theme.typingGap
    readonly property var widths: words.map(word => Math.max(least, Math.ceil(measure.advanceWidth(word) + 2 * Theme.gap)))
    readonly property bool leafs: fitting(0, width) < words.length
    readonly property real room: width - (leafs ? 2 * (least + between) : 0)
    readonly property int count: fitting(first, room)
    signal chosen(place: int, began: real)

    onWordsChanged: first = 0

    function fitting(from: int, room: real): int {
        let used = 0;
        let count = 0;
        while (from + count < widths.length && used + widths[from + count] <= room) {
            used += widths[from + count] + between;
            count += 1;
        }
        return Math.max(count, widths.length > from ? 1 : 0);
    }
    function leaf(forward: bool) {
        if (forward && first + count < words.length)
            first += count;
        else if (!forward)
            first = before();
    }
    // Where the sheet that ends before this one begins.
    function before(): int {
        let start = 0;
        while (start + fitting(start, room) < first)
            start += fitting(start, room);
        return start;
    }

    FontMetrics {
        id: measure
        font.family: Theme.family
        font.pixelSize: Theme.strong
        font.weight: Font.Bold
    }
    Rectangle {
        anchors.fill: parent
        radius: Theme.corner
        color: Theme.primaryTint
    }
    Words {
        visible: bar.words.length === 0
        x: Theme.space
        width: parent.width - 2 * x
        anchors.verticalCenter: parent.verticalCenter
        text: bar.hint
        color: Theme.quiet
        font.pixelSize: Theme.small
        lineHeight: 1
    }
    Row {
        spacing: bar.between
        // Always the same keys: one that was made anew for each letter would lose the finger that is on it.
        Repeater {
            model: 30
            TypingKey {
                required property int index
                readonly property int place: bar.first + index
                visible: index < bar.count
                width: bar.widths[place] ?? 0
                height: bar.height
                face: bar.words[place] ?? ""
                label: face
                marked: bar.marked === index
                onFired: (by, began) => bar.chosen(place, began)
            }
        }
    }
    Row {
        visible: bar.leafs
        anchors.right: parent.right
        spacing: bar.between
        TypingKey {
            width: bar.least
            height: bar.height
            enabled: bar.first > 0
            wordless: true
            icon: "back"
            label: Kiosk.word("previous")
            onFired: bar.leaf(false)
        }
        TypingKey {
            width: bar.least
            height: bar.height
            enabled: bar.first + bar.count < bar.words.length
            wordless: true
            icon: "forward"
            label: Kiosk.word("next")
            onFired: bar.leaf(true)
        }
    }
}
