pragma Singleton
// The time of day, once a minute.
import QtQuick

QtObject {
    id: clock
    property date moment: new Date()
    // A time that stands still, for pictures.
    property string fixed: ""
    readonly property string text: fixed || Qt.formatTime(moment, "HH:mm")
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
