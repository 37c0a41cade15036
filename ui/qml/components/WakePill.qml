// That one touch is enough; all of Standby takes it.
import QtQuick

Rectangle {
    id: pill
    property real most: 0
    readonly property string tone: Theme.contrast ? "onPrimary" : "primary"
    width: Math.min(most, touch.implicitWidth + finger.width + Theme.margin * 2.4)
    height: Math.round(Theme.button * 1.25)
    radius: height / 2
    color: Theme.contrast ? Theme.primary : Theme.onNight
    Row {
        anchors.centerIn: parent
        spacing: Theme.gap
        Drawing {
            id: finger
            name: "touch"
            tone: pill.tone
            width: Math.round(Theme.icon * 1.1)
            height: width
            anchors.verticalCenter: parent.verticalCenter
        }
        Words {
            id: touch
            text: Kiosk.word("wake")
            color: Theme.contrast ? Theme.onPrimary : Theme.primary
            font.pixelSize: Math.min(Theme.label, Math.round(pill.most / 17.5))
            font.weight: Font.Bold
            wrapMode: Text.NoWrap
            lineHeight: 1
            Accessible.ignored: true
            anchors.verticalCenter: parent.verticalCenter
        }
    }
}
