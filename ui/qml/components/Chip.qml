// A switch of the screen itself: 大字, 高对比, the language.
import QtQuick

ActionButton {
    property bool checkable: true
    look: "tinted"
    size: Theme.small
    padding: Theme.gap * (Theme.care ? 0.78 : 1)
    height: Theme.oneRow ? Math.round(Theme.target * 1.06) : Theme.target
    Accessible.checkable: checkable
    Accessible.checked: on
}
