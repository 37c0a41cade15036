// One thing to know first: what it is about in quiet words, beside or above what is said of it.
import QtQuick

Surface {
    id: fact
    property var item: null
    // Among many: smaller words, less air.
    property bool small: false
    readonly property bool beside: width > Theme.body * 20
    readonly property int split: Math.round(width * (small ? 0.24 : 0.26))
    readonly property int pad: Theme.wide ? Math.round(Theme.gap * (Theme.care && !small ? 0.6 : 1)) : Math.round(Theme.space * (small ? 0.8 : 1))
    visible: item !== null
    height: words.y + Math.max(words.height, beside ? name.height : 0) + pad
    Accessible.role: Accessible.StaticText
    Accessible.name: item ? item.label + " " + item.words : ""
    Words {
        id: name
        x: Theme.space
        y: fact.pad
        width: fact.beside ? fact.split - Theme.space - Theme.gap : parent.width - 2 * x
        text: fact.item?.label ?? ""
        color: Theme.quiet
        font.pixelSize: !fact.beside ? Theme.small : fact.small ? Theme.body : Theme.strong
        Accessible.ignored: true
    }
    Prose {
        id: words
        x: fact.beside ? fact.split : Theme.space
        y: fact.beside ? fact.pad : name.y + name.height
        room: parent.width - x - Theme.space
        text: fact.item?.words ?? ""
        font.pixelSize: fact.beside && !fact.small ? Theme.strong : Theme.body
        font.weight: Font.Medium
        Accessible.ignored: true
    }
}
