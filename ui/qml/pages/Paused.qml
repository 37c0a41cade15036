// 暂停服务: why, and where to go instead.
pragma ComponentBehavior: Bound
import QtQuick
import "../components"

PageBase {
    id: page
    reads: sheets.contentHeight
    filled: sheets.contentHeight
    sign: "pause"
    signTone: "attention"
    readonly property var places: d.whereElse ?? []
    Sheets {
        id: sheets
        width: parent.width
        height: parent.height
        Repeater {
            model: 6
            Surface {
                id: place
                required property int index
                readonly property string words: page.places[index] ?? ""
                visible: words !== ""
                width: sheets.width
                height: said.height + 2 * Theme.space
                Drawing {
                    x: Theme.space
                    anchors.verticalCenter: parent.verticalCenter
                    name: "place"
                    width: Theme.icon
                    height: width
                }
                Words {
                    id: said
                    x: Theme.icon + 2 * Theme.space
                    anchors.verticalCenter: parent.verticalCenter
                    width: parent.width - x - Theme.space
                    text: place.words
                    font.pixelSize: Theme.strong
                }
            }
        }
        Banner {
            width: sheets.width
            tone: "neutral"
            words: page.d.told ?? ""
        }
        Words {
            width: sheets.width
            topPadding: Theme.space
            text: page.d.hotline ?? ""
            color: Theme.quiet
        }
    }
}
