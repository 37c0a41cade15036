"""An assistive client that knows a program by its labels only: JSON requests on stdin, one JSON answer a line.

Runs under the system's Python (Debian's python3-pyatspi) with the display and session bus of the program it drives.
"""

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pyatspi
from gi.repository import Atspi, GLib

LOOK_AGAIN_S = 0.02
AROUND = "F6"
"""Pressed before and after a PIN, for who asks whether keys are heard at all; it does nothing."""
HAND_TO_KEYS_S = 0.5
"""Nobody types sooner after a page came; what comes within 400 ms is meant for the page before and is dropped."""
BUTTONS = ("push button", "button", "check box", "toggle button")
"""Roles of what can be pressed, in the words of older and newer libraries."""
ON_SCREEN = (pyatspi.STATE_SHOWING, pyatspi.STATE_VISIBLE)


class NotThereError(Exception):
    """What was waited for did not show in time."""


def shown_under(node: pyatspi.Accessible) -> Iterator[pyatspi.Accessible]:
    """All that shows under a node, top down; what vanishes meanwhile is passed over."""
    for index in range(node.childCount):
        child = node.getChildAtIndex(index)
        if child is not None and all(child.getState().contains(state) for state in ON_SCREEN):
            yield child
            yield from shown_under(child)


def shown() -> Iterator[pyatspi.Accessible]:
    """What shows now; it ends where the tree changes under the reader."""
    try:
        for application in fresh(pyatspi.Registry.getDesktop(0)):
            yield from shown_under(application)
    except (GLib.Error, LookupError, NotImplementedError):
        return


def fresh(desktop: pyatspi.Accessible) -> Iterator[pyatspi.Accessible]:
    """The running programs, with nothing remembered of how they looked before."""
    for application in filter(None, desktop):
        application.setCacheMask(Atspi.Cache.NONE)
        yield application


def find(label: str, role: str | None = None) -> pyatspi.Accessible | None:
    return next((node for node in shown() if node.name == label and role in (None, node.getRoleName())), None)


def labels() -> list[str]:
    return [name for node in shown() if (name := node.name)]


def safely(look: Callable[[], object]) -> object:
    """What was seen; nothing where it vanished under the look."""
    try:
        return look()
    except (GLib.Error, LookupError, NotImplementedError):
        return None


def wait_until(look: Callable[[], object], within_s: float, what: str) -> None:
    deadline = time.monotonic() + within_s
    while not safely(look):
        if time.monotonic() > deadline:
            raise NotThereError(f"{what} within {within_s} s; the screen says: {' | '.join(labels())}")
        time.sleep(LOOK_AGAIN_S)


def wait_for(label: str, within_s: float, role: str | None = None) -> str:
    wait_until(lambda: find(label, role), within_s, f"no 「{label}」")
    return label


def wait_for_focus(label: str, role: str, within_s: float) -> str:
    """Until what has this name and role has the focus."""
    wait_until(
        lambda: (node := find(label, role)) is not None and node.getState().contains(pyatspi.STATE_FOCUSED),
        within_s,
        f"no {role} 「{label}」 with the focus",
    )
    return label


def wait_gone(label: str, within_s: float) -> str:
    wait_until(lambda: not find(label), within_s, f"「{label}」 did not go")
    return label


def press_node(node: pyatspi.Accessible) -> bool:
    """Whether the node is a button, was ready to be pressed and was."""
    if node.getRoleName() not in BUTTONS or not node.getState().contains(pyatspi.STATE_ENABLED):
        return False
    names = [node.get_action_name(index) for index in range(node.get_n_actions())]
    return "Press" in names and node.do_action(names.index("Press"))


def press(label: str, within_s: float, leaf: str = "", *, whole: bool = True) -> str:
    """The button of this name, or whose name begins so; where it does not show, `leaf` turns the sheet."""

    def pressed() -> bool:
        node = next((node for node in shown() if (node.name == label if whole else node.name.startswith(label))), None)
        if node is not None:
            return press_node(node)
        turns = find(leaf) if leaf else None
        return turns is not None and press_node(turns) and False

    wait_until(pressed, within_s, f"no 「{label}」 to press")
    return label


def press_each(labels: list[str], within_s: float) -> str:
    """One key after the other; where each stands is looked up once."""
    keys: dict[str, pyatspi.Accessible] = {}

    def found() -> bool:
        keys.update({node.name: node for node in shown() if node.name in labels})
        return set(labels) <= set(keys)

    wait_until(found, within_s, f"no {labels} to press")
    for label in labels:
        wait_until(lambda key=keys[label]: press_node(key), within_s, f"「{label}」 is not to be pressed")
    return ""


def write(words: str, within_s: float) -> str:
    """Into the one field that takes words."""

    def written() -> bool:
        field = next((node for node in shown() if node.getState().contains(pyatspi.STATE_EDITABLE)), None)
        return field is not None and field.queryEditableText().setTextContents(words)

    wait_until(written, within_s, "no field to write in")
    return ""


def read(label: str, within_s: float) -> str:
    """The description that belongs to a label: what a screen reader says after it."""
    wait_for(label, within_s)
    node = find(label)
    return node.description if node is not None else ""


def overhear(file: str) -> str:
    """Add everything that can be read of the screen now to a file: names, descriptions, and the texts themselves."""
    with Path(file).open("a", encoding="utf-8") as said:
        for node in shown():
            text = node.get_text_iface()
            words = text.get_text(0, -1) if text is not None else ""
            said.write(f"{node.name}\t{node.description}\t{words}\n")
    return ""


def screen() -> list[str]:
    return labels()


def type_digits(digits: str) -> str:
    """Key events as from a plain numeric keyboard; by stdin, so that no process list shows them.

    The window gets the focus first, as a window manager gives it to the only window there is.
    """
    keys = " ".join((AROUND, *digits, AROUND))
    script = f"search --onlyvisible --class .+ windowfocus --sync\nsleep {HAND_TO_KEYS_S}\nkey {keys}\n"
    subprocess.run(["xdotool", "-"], input=script, text=True, check=True)
    return ""


VERBS = {
    verb.__name__: verb
    for verb in (wait_for, wait_for_focus, wait_gone, press, press_each, write, overhear, read, screen, type_digits)
}


def answer(line: str) -> dict[str, object]:
    verb, fields = json.loads(line)
    try:
        return {"answer": VERBS[verb](**fields)}
    except NotThereError as error:
        return {"missing": str(error)}


def main() -> None:
    for line in sys.stdin:
        sys.stdout.write(json.dumps(answer(line)) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
