// The least that a PySide6 program can show: a window with words, to compare start-up times with.
import QtQuick

Window {
    visible: true
    width: 1080
    height: 1920
    color: "#f4f7fb"

    Text {
        anchors.centerIn: parent
        text: "正在准备"
        textFormat: Text.PlainText
        font.pixelSize: 64
    }
}
