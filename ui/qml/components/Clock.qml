pragma Singleton
// The time of day and the day, once a minute.
import QtQuick

QtObject {
    id: clock
    property date moment: new Date()
    // A moment that stands still, for pictures: ISO 8601, local time.
    property string fixed: ""
    readonly property date shown: fixed ? new Date(fixed) : moment
    readonly property string text: Qt.formatTime(shown, "HH:mm")
    readonly property var locale: Qt.locale(Kiosk.word("locale"))
    readonly property string day: shown.toLocaleDateString(locale, Kiosk.word("day"))
    readonly property string weekday: shown.toLocaleDateString(locale, Kiosk.word("weekday"))
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
