// One dot for each digit of a PIN, and a caret before the first.
import QtQuick

EntryField {
    Accessible.name: Kiosk.pinTyped
    Row {
        anchors.centerIn: parent
        spacing: Theme.space
        Repeater {
            model: 12
            Rectangle {
                required property int index
                visible: index < Kiosk.pinLength
                width: Math.round(Theme.roomy * 0.8)
                height: width
                radius: width / 2
                color: Theme.ink
            }
        }
    }
    Caret {
        visible: Kiosk.pinLength === 0
        anchors.horizontalCenter: parent.horizontalCenter
    }
}
