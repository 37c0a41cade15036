// 正在准备: the emblem and one sentence.
import QtQuick
import "../components"

Item {
    id: page
    property var d: ({})
    property var r: null
    function welcome() {
    }
    function forget() {
    }
    Column {
        anchors.centerIn: parent
        width: parent.width - 2 * Theme.margin
        spacing: Theme.margin
        Drawing {
            anchors.horizontalCenter: parent.horizontalCenter
            name: "emblem"
            width: Theme.icon * 3
            height: width
        }
        Words {
            width: parent.width
            horizontalAlignment: Text.AlignHCenter
            text: page.d.headline ?? ""
            font.pixelSize: Theme.label
            font.weight: Font.Medium
        }
    }
}
