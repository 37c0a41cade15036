// 暂停服务: whether to wait, why, and the hotline that answers now before the places that are open by day.
pragma ComponentBehavior: Bound
import QtQuick
import "../components"

PageBase {
    id: page
    reads: sheets.contentHeight
    filled: sheets.contentHeight
    sign: "pause"
    signTone: "attention"
    readonly property var ways: [d.hotline ?? "", ...(d.whereElse ?? [])]
    Sheets {
        id: sheets
        width: parent.width
        height: parent.height
        Banner {
            width: sheets.width
            tone: "neutral"
            words: page.d.told ?? ""
        }
        Repeater {
            model: 6
            Surface {
                id: way
                required property int index
                readonly property string words: page.ways[index] ?? ""
                visible: words !== ""
                width: sheets.width
                height: said.height + 2 * Theme.space
                Drawing {
                    x: Theme.space
                    anchors.verticalCenter: parent.verticalCenter
                    name: way.index ? "place" : "call"
                    tone: "primary"
                    width: Theme.icon
                    height: width
                }
                Prose {
                    id: said
                    x: Theme.icon + 2 * Theme.space
                    anchors.verticalCenter: parent.verticalCenter
                    room: parent.width - x - Theme.space
                    text: way.words
                    font.pixelSize: Theme.strong
                    font.weight: way.index ? Font.Normal : Font.Bold
                }
            }
        }
    }
}
