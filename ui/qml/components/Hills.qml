// The city's hills at the foot of a page whose words leave room for them; behind everything, and never under words.
import QtQuick

Image {
    id: hills
    // How far down the page's own content reaches, in pixels of the page.
    required property real used
    // How much below the page is theirs, too: the line with the code for the hotline.
    property real below: 0
    readonly property int high: Math.round(width * 0.42)
    visible: !Theme.contrast && !Theme.wide && used > 0 && used + Theme.roomy <= parent.height + Theme.roomy + below - high
    x: -Theme.margin
    z: -1
    width: parent.width + 2 * Theme.margin
    height: high
    y: parent.height + Theme.roomy + below - high
    source: visible && Theme.name ? "image://drawing/hills/primary/" + Theme.name : ""
    sourceSize: Qt.size(width, high)
    Accessible.ignored: true
}
