// 一次性告知: what is needed, what happens, how long, what it costs.
pragma ComponentBehavior: Bound
import QtQuick
import "../components"

PageBase {
    id: page
    filled: sheets.contentHeight
    readonly property var points: d.points ?? []

    function begin() {
        sheets.begin();
    }

    Sheets {
        id: sheets
        width: parent.width
        height: parent.height
        Repeater {
            model: 8
            Surface {
                id: point
                required property int index
                readonly property var item: page.points[index] ?? null
                readonly property bool beside: width > Theme.body * 20
                readonly property int pad: Theme.wide ? Math.round(Theme.gap * (Theme.care ? 0.6 : 1)) : Theme.space
                visible: item !== null
                width: sheets.width
                height: words.y + Math.max(words.height, point.beside ? name.height : 0) + pad
                Accessible.role: Accessible.StaticText
                Accessible.name: item ? item.label + " " + item.words : ""
                Words {
                    id: name
                    x: Theme.space
                    y: point.pad
                    width: point.beside ? Math.round(point.width * 0.26) - Theme.space - Theme.gap : parent.width - 2 * x
                    text: point.item?.label ?? ""
                    color: Theme.quiet
                    font.pixelSize: point.beside ? Theme.strong : Theme.small
                    Accessible.ignored: true
                }
                Words {
                    id: words
                    x: point.beside ? Math.round(point.width * 0.26) : Theme.space
                    y: point.beside ? point.pad : name.y + name.height
                    width: parent.width - x - Theme.space
                    text: point.item?.words ?? ""
                    font.pixelSize: point.beside ? Theme.strong : Theme.body
                    font.weight: Font.Medium
                    Accessible.ignored: true
                }
            }
        }
    }
}
