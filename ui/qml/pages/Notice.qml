// 一次性告知: what is needed, what happens, how long, what it costs.
import QtQuick
import "../components"

PageBase {
    id: page
    readonly property var points: d.points ?? []
    Surface {
        width: parent.width
        height: list.height
        visible: page.points.length > 0
        Column {
            id: list
            x: Theme.roomy
            width: parent.width - 2 * x
            topPadding: Theme.tight
            bottomPadding: Theme.tight
            Repeater {
                model: 8
                Item {
                    id: point
                    required property int index
                    readonly property var item: page.points[index] ?? null
                    readonly property bool beside: !Theme.care && !(Theme.wide && !Theme.oneRow)
                    visible: item !== null
                    width: list.width
                    height: Math.max(words.y + words.height, name.height) + Theme.space * (Theme.wide ? 1 : 1.5)
                    Rectangle {
                        visible: point.index > 0
                        width: parent.width
                        height: Math.max(1, Theme.hair)
                        color: Theme.hairline
                    }
                    Words {
                        id: name
                        y: Theme.space * (Theme.wide ? 0.7 : 1)
                        width: point.beside ? Math.round(parent.width * 0.27) : parent.width
                        text: point.item?.label ?? ""
                        color: Theme.quiet
                        font.pixelSize: Theme.body
                    }
                    Words {
                        id: words
                        x: point.beside ? Math.round(parent.width * 0.3) : 0
                        y: point.beside ? name.y : name.y + name.height
                        width: parent.width - x
                        text: point.item?.words ?? ""
                        font.pixelSize: Theme.body
                        font.weight: Font.Medium
                        lineHeight: 1.2
                    }
                }
            }
        }
    }
}
