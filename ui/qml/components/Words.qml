// Plain text: never markup, never cut off.
import QtQuick

Text {
    textFormat: Text.PlainText
    wrapMode: Text.WrapAtWordBoundaryOrAnywhere
    color: Theme.ink
    font.family: Theme.family
    font.pixelSize: Theme.body
    lineHeight: Theme.care ? 1 : 1.08
    Accessible.role: Accessible.StaticText
    // What is not in the tree has no name: each change of one is told on the bus, in the tree or not.
    Accessible.name: Accessible.ignored ? "" : text
    Accessible.ignored: text === ""
}
