// A sheet that tells where it was touched.
import QtQuick

Rectangle {
    id: sheet
    signal touched(x: real, y: real, began: real)
    color: Theme.surface
    TapHandler {
        gesturePolicy: TapHandler.ReleaseWithinBounds
        property real began: 0
        onPressedChanged: if (pressed)
            began = Kiosk.now()
        onTapped: point => sheet.touched(point.position.x, point.position.y, began)
    }
}
