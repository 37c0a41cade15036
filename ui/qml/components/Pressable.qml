// Anything that can be pressed: a press counts when it begins and ends inside, by finger, key or accessibility action.
import QtQuick

Item {
    id: control

    property string label: ""
    property string more: ""
    property bool reachable: true
    property real radius: Theme.corner
    // Drawn as pressed though nobody presses it: in the gallery.
    property bool held: false
    readonly property bool down: tap.pressed || held
    property real began: 0
    // The arrow keys stand on it, though the keyboard's focus is elsewhere.
    property bool marked: false

    signal fired(by: string, began: real)

    activeFocusOnTab: enabled && reachable
    Accessible.role: Accessible.Button
    Accessible.name: label
    Accessible.description: more
    Accessible.focusable: enabled
    Accessible.onPressAction: if (control.enabled)
        control.fire("accessibility")

    Keys.onPressed: event => {
        if (event.key !== Qt.Key_Return && event.key !== Qt.Key_Enter && event.key !== Qt.Key_Space)
            return;
        event.accepted = true;
        if (!event.isAutoRepeat)
            control.fire("key");
    }
    function fire(by: string) {
        fired(by, Kiosk.now());
        Kiosk.operated(control);
    }

    TapHandler {
        id: tap
        gesturePolicy: TapHandler.ReleaseWithinBounds
        longPressThreshold: 0
        onPressedChanged: {
            Kiosk.finger(pressed);
            if (pressed)
                control.began = Kiosk.now();
        }
        onTapped: control.fired("touch", control.began)
    }

    FocusRing {
        radius: control.radius
        on: (control.activeFocus || control.marked) && Kiosk.byKey
    }
}
