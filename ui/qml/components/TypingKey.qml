// A key of the keyboard on the glass, or a candidate above it: 15 mm and 2 mm apart are enough here.
import QtQuick

PinKey {
    // How many columns it takes.
    property real span: 1
    readonly property bool fine: true
    secret: false
    small: true
    reachable: false
}
