pragma Singleton
// The time of day, once a minute.
import QtQuick

QtObject {
    id: clock
    property date moment: new Date()
    readonly property string text: Qt.formatTime(moment, "HH:mm")
    readonly property Timer timer: Timer {
        running: true
        interval: 60050 - Date.now() % 60000
        onTriggered: {
            clock.moment = new Date();
            interval = 60050 - Date.now() % 60000;
            restart();
        }
    }
}
