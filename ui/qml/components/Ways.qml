// Other ways on, quiet, one below the other or side by side where they fit.
pragma ComponentBehavior: Bound
import QtQuick

Flow {
    id: ways
    property var buttons: []
    property bool stretched: false
    spacing: Theme.gap

    // A page begins: buttons that have to wait start waiting.
    property int waited: 0
    function begin() {
        waited = 0;
        const longest = Math.max(0, ...buttons.map(button => button.wait));
        if (longest > 0)
            second.restart();
        else
            second.stop();
    }
    Timer {
        id: second
        interval: Theme.second
        repeat: true
        onTriggered: {
            ways.waited += 1;
            if (!ways.buttons.some(button => button.wait > ways.waited))
                stop();
        }
    }
    Repeater {
        model: 8
        ActionButton {
            id: way
            required property int index
            readonly property var item: ways.buttons[index] ?? null
            visible: item !== null
            readonly property bool waits: (item?.wait ?? 0) > ways.waited
            enabled: (item?.enabled ?? true) && !waits
            label: !item ? "" : waits || !item.enabled ? item.reason || item.label : item.label
            more: item?.detail || ""
            icon: item?.icon ?? ""
            size: Theme.body
            width: ways.stretched ? ways.width : Math.min(implicitWidth, ways.width)
            onFired: (by, began) => Kiosk.act("press", way.item.key, by, began)
        }
    }
}
