// Other ways on, quiet, one below the other or side by side where they fit.
pragma ComponentBehavior: Bound
import QtQuick

Flow {
    id: ways
    property var buttons: []
    property bool stretched: false
    spacing: Theme.gap
    Repeater {
        model: 8
        ActionButton {
            id: way
            required property int index
            readonly property var item: ways.buttons[index] ?? null
            visible: item !== null
            enabled: item?.enabled ?? true
            label: item?.label ?? ""
            more: item?.reason || item?.detail || ""
            icon: item?.icon ?? ""
            size: Theme.body
            width: ways.stretched ? ways.width : Math.min(implicitWidth, ways.width)
            onFired: (by, began) => Kiosk.act("press", way.item.key, by, began)
        }
    }
}
