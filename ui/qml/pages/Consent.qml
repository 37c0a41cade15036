// Separate consent before a face is taken: what is said, and two buttons of one size.
pragma ComponentBehavior: Bound
import QtQuick
import "../components"

PageBase {
    id: page
    readonly property var points: d.points ?? []
    readonly property real row: Theme.wide ? Math.round(Theme.target * 1.06) : Theme.button

    function begin() {
        sheets.begin();
    }

    Sheets {
        id: sheets
        width: parent.width
        height: parent.height - page.row - Theme.roomy
        Repeater {
            model: 8
            Surface {
                id: point
                required property int index
                readonly property var item: page.points[index] ?? null
                readonly property bool beside: width > Theme.body * 20
                readonly property int pad: Theme.wide ? Theme.gap : Math.round(Theme.space * 0.8)
                visible: item !== null
                width: sheets.width
                height: words.y + Math.max(words.height, point.beside ? name.height : 0) + pad
                Accessible.role: Accessible.StaticText
                Accessible.name: item ? item.label + " " + item.words : ""
                Words {
                    id: name
                    x: Theme.space
                    y: point.pad
                    width: point.beside ? Math.round(point.width * 0.24) - Theme.space - Theme.gap : parent.width - 2 * x
                    text: point.item?.label ?? ""
                    color: Theme.quiet
                    font.pixelSize: point.beside ? Theme.body : Theme.small
                    Accessible.ignored: true
                }
                Words {
                    id: words
                    x: point.beside ? Math.round(point.width * 0.24) : Theme.space
                    y: point.beside ? point.pad : name.y + name.height
                    width: parent.width - x - Theme.space
                    text: point.item?.words ?? ""
                    font.weight: Font.Medium
                    Accessible.ignored: true
                }
            }
        }
    }
    Row {
        y: parent.height - page.row
        width: parent.width
        spacing: Theme.roomy
        ActionButton {
            width: Math.floor((parent.width - Theme.roomy) / 2)
            height: page.row
            size: Theme.compact ? Theme.small : Theme.strong
            padding: Theme.gap
            label: page.d.decline?.label ?? ""
            onFired: (by, began) => Kiosk.act("decline", null, by, began)
        }
        ActionButton {
            width: Math.floor((parent.width - Theme.roomy) / 2)
            height: page.row
            size: Theme.compact ? Theme.small : Theme.strong
            padding: Theme.gap
            enabled: sheets.allSeen
            label: sheets.allSeen ? (page.d.agree?.label ?? "") : Kiosk.word("read_all")
            onFired: (by, began) => Kiosk.act("agree", null, by, began)
        }
    }
}
