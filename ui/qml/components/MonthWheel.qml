// One month, turned to by a finger, by the keys, or year by year with large buttons.
pragma ComponentBehavior: Bound
import QtQuick

Item {
    id: wheel
    property string title: ""
    property var names: []
    readonly property int chosen: Math.max(0, list.currentIndex)
    readonly property int line: Math.round(Math.max(Theme.target * 0.8, Theme.label * 1.5))
    readonly property int lines: Math.max(1, 2 * Math.floor(((height - top.height - years.height - 2 * Theme.gap) / line - 1) / 2) + 1)

    function turnTo(place: int) {
        list.highlightMoveDuration = 0;
        list.currentIndex = Math.max(0, Math.min(names.length - 1, place));
        list.positionViewAtIndex(list.currentIndex, ListView.Center);
    }

    Words {
        id: top
        width: parent.width
        text: wheel.title
        color: Theme.quiet
        horizontalAlignment: Text.AlignHCenter
    }
    Surface {
        anchors.fill: list
        border.color: list.activeFocus ? Theme.primary : Theme.hairline
    }
    Rectangle {
        x: list.x
        y: list.y + Math.round((list.height - wheel.line) / 2)
        width: list.width
        height: wheel.line
        color: Theme.primaryTint
        border.width: Theme.edgeWidth
        border.color: Theme.primary
        radius: Theme.corner
    }
    ListView {
        id: list
        y: top.height + Theme.gap
        width: parent.width
        height: wheel.lines * wheel.line
        clip: true
        model: wheel.names.length
        reuseItems: true
        snapMode: ListView.SnapToItem
        highlightRangeMode: ListView.StrictlyEnforceRange
        preferredHighlightBegin: Math.round((height - wheel.line) / 2)
        preferredHighlightEnd: preferredHighlightBegin + wheel.line
        highlightMoveDuration: 0
        maximumFlickVelocity: Theme.flickWheel
        activeFocusOnTab: true
        Keys.onUpPressed: wheel.turnTo(wheel.chosen - 1)
        Keys.onDownPressed: wheel.turnTo(wheel.chosen + 1)
        Accessible.role: Accessible.SpinBox
        Accessible.name: wheel.title + " " + (wheel.names[wheel.chosen] ?? "")
        Accessible.onIncreaseAction: wheel.turnTo(wheel.chosen + 1)
        Accessible.onDecreaseAction: wheel.turnTo(wheel.chosen - 1)
        delegate: Words {
            required property int index
            width: list.width
            height: wheel.line
            text: wheel.names[index] ?? ""
            font.pixelSize: Theme.strong
            font.weight: ListView.isCurrentItem ? Font.Bold : Font.Normal
            horizontalAlignment: Text.AlignHCenter
            verticalAlignment: Text.AlignVCenter
            lineHeight: 1
            wrapMode: Text.NoWrap
            Accessible.ignored: true
        }
    }
    FocusRing {
        anchors.fill: list
        on: list.activeFocus && Kiosk.byKey
    }
    Row {
        id: years
        y: list.y + list.height + Theme.gap
        anchors.horizontalCenter: parent.horizontalCenter
        spacing: Theme.gap
        Repeater {
            model: [-12, 12]
            ActionButton {
                required property int modelData
                width: Math.floor((wheel.width - Theme.gap) / 2)
                label: Kiosk.word(modelData < 0 ? "year_before" : "year_after")
                more: wheel.title
                size: Theme.small
                padding: Theme.gap
                onFired: wheel.turnTo(wheel.chosen + modelData)
            }
        }
    }
}
