// 样张: the terminal shows made-up data.
import QtQuick

Rectangle {
    visible: Kiosk.words.isSample ?? false
    width: mark.implicitWidth + Theme.gap * 1.6
    height: mark.implicitHeight + Theme.gap * 0.6
    radius: Theme.corner * 0.7
    color: Theme.attentionTint
    border.width: Theme.hair
    border.color: Theme.attention
    Words {
        id: mark
        anchors.centerIn: parent
        text: Kiosk.word("sample")
        color: Theme.attention
        font.pixelSize: Theme.frameSmall
        font.weight: Font.Bold
        wrapMode: Text.NoWrap
        lineHeight: 1
    }
}
