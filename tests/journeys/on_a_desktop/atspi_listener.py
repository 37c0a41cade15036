"""A screen reader that listens to everything: writes each key and each event it hears, one line of JSON.

Runs under the system's Python (Debian's python3-pyatspi) with the display and session bus of the program it hears.
"""

import json
import sys

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # noqa: E402

EVENTS = (
    "object:announcement",
    "object:property-change:accessible-name",
    "object:property-change:accessible-description",
    "object:property-change:accessible-value",
    "object:state-changed:focused",
    "object:text-changed",
)
"""Whatever carries words; a reader's whole appetite would slow down everything else."""
PRESSED_AND_RELEASED = 1 << Atspi.EventType.KEY_PRESSED_EVENT | 1 << Atspi.EventType.KEY_RELEASED_EVENT


def heard(kind: str, *words: object) -> None:
    sys.stdout.write(json.dumps([kind, *(str(word) for word in words)], ensure_ascii=False) + "\n")
    sys.stdout.flush()


def on_event(event: Atspi.Event, *_: object) -> None:
    """What changed, and whatever words came with it."""
    heard("event", event.type, event.any_data)


def on_key(stroke: Atspi.DeviceEvent, *_: object) -> bool:
    heard("key", stroke.event_string, stroke.id)
    return False


def main() -> None:
    listener = Atspi.EventListener.new(on_event)
    for kind in EVENTS:
        listener.register(kind)
    keys = Atspi.DeviceListener.new(on_key)
    Atspi.register_keystroke_listener(keys, None, 0, PRESSED_AND_RELEASED, Atspi.KeyListenerSyncType.SYNCHRONOUS)
    heard("listening")
    GLib.MainLoop().run()


if __name__ == "__main__":
    main()
