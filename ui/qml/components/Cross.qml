// A cross to be touched in its middle, which stands where this item stands.
import QtQuick

Item {
    component Stroke: Rectangle {
        x: -width / 2
        y: -height / 2
        width: 2 * Theme.hair
        height: 2 * Theme.hair
        color: Theme.ink
    }
    Stroke {
        width: Theme.target
    }
    Stroke {
        height: Theme.target
    }
    Stroke {
        width: Theme.space
        height: Theme.space
        radius: width / 2
        color: "transparent"
        border.width: 2 * Theme.hair
        border.color: Theme.primary
    }
}
