// A switch of the screen itself: 大字, 高对比, the language.
import QtQuick

ActionButton {
    look: "tinted"
    size: Theme.small
    padding: Theme.gap
    height: Theme.oneRow ? Math.round(Theme.target * 1.06) : Theme.target
    Accessible.checkable: true
    Accessible.checked: on
}
