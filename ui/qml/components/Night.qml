// The night over the city: the ground of Standby.
import QtQuick

Rectangle {
    id: night
    readonly property bool tall: !Theme.wide
    color: Theme.night
    Image {
        visible: !Theme.contrast
        anchors.bottom: parent.bottom
        width: parent.width
        // The drawing is the lower part of the night; a picture of the whole would take 16 MB more.
        height: Math.round(night.tall ? width * 730 / 1080 : width * 520 / 1920)
        source: Theme.contrast || !Theme.name ? "" : "image://drawing/" + (night.tall ? "city_tall" : "city_wide") + "/primary/" + Theme.name
        sourceSize: Qt.size(width, height)
        fillMode: Image.PreserveAspectCrop
        verticalAlignment: Image.AlignBottom
        Accessible.ignored: true
    }
}
