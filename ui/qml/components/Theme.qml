pragma Singleton
// The tokens of ui/theme.py: colours, pixels and flags of the theme that is on.
import QtQuick

QtObject {
    property string name: ""
    readonly property string family: Application.font.family

    property color ink
    property color quiet
    property color primary
    property color onPrimary
    property color pressed
    property color primaryTint
    property color danger
    property color dangerTint
    property color good
    property color goodTint
    property color attention
    property color attentionTint
    property color background
    property color surface
    property color edge
    property color hairline
    property color scenery
    property color sceneryFar
    property color paper
    property color paperInk
    property color focus
    property color focusInk
    property color night
    property color nightFar
    property color nightHills
    property color nightNear
    property color onNight
    property color scrim

    property int small
    property int body
    property int strong
    property int label
    property int key
    property int title
    property int clock
    property int frame
    property int frameSmall

    property int hair
    property int tight
    property int gap
    property int space
    property int roomy
    property int margin
    property int target
    property int button
    property int radius
    property int corner
    property int icon
    property int edgeWidth
    property int typing
    property int typingGap

    property int panel
    property int field
    property int padKey
    property int typingMost
    property int main
    property int tile
    property int tileLarge
    property int tileLeast
    property int hero
    property int heroPicture
    property int drawing
    property int stage
    property int ring
    property int chart
    property int bars

    // Pixels a second, and pixels a second less in each.
    property int flick
    property int flickWheel
    property int flickSlows
    // Milliseconds; a page rises to its place by this curve.
    property int motion
    property int beat
    property int second
    property int picture
    readonly property int curve: Easing.OutCubic
    // Pixels of a millimetre, for what is measured on the glass.
    property real mm: 1

    property bool care
    property bool contrast
    property bool wide
    property bool oneRow

    // A low, narrow panel in 关怀版: least room of all.
    readonly property bool compact: care && wide && !oneRow

    function wear(tokens: var) {
        for (const token in tokens)
            this[token] = tokens[token];
    }

    // The words' colour and the quiet ground of a tone: neutral, good, attention, danger.
    // Codes as document_printer_jammed break behind a part, never within one.
    function inParts(words: string): string {
        return words.replace(/_/g, "_\u200b");
    }
    function tone(name: string): color {
        return name === "good" ? good : name === "attention" ? attention : name === "danger" ? danger : ink;
    }
    function ground(name: string): color {
        return name === "good" ? goodTint : name === "attention" ? attentionTint : name === "danger" ? dangerTint : primaryTint;
    }
    function sign(name: string): string {
        return name === "good" ? "check" : name === "attention" ? "attention" : name === "danger" ? "stop" : "info";
    }
}
