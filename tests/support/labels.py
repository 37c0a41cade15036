"""What an answer to a page is called on the screen: the label of the button that gives it, as a resident reads it."""

from collections.abc import Iterator
from typing import Any

from texts import Language, Text, render
from ui.pages import AnyPage
from ui.rendering import draw
from ui.specimens import frame

OWN = {"back", "wake", "call"}
"""What the screen's own buttons do, by their words."""


def label_of(page: AnyPage, name: str, value: object = None, language: Language = Language.ZH_CN) -> str:
    """The button that answers `page` with the action `name` and, where it is one of several, the key `value`."""
    if name == "leave":
        return str(draw(page, frame(), language)["leave"])
    if name in OWN:
        return render(Text(f"ui.words.{name}"), language)
    drawn = draw(page, frame(), language)
    if name == "press":
        return next(str(button["label"]) for button in _buttons(drawn) if button.get("key") == value)
    called = drawn.get(name)
    if isinstance(called, dict) and "label" in called:
        return str(called["label"])
    return next(str(button["label"]) for button in _buttons(drawn) if button.get("name") == name)


def _buttons(drawn: Any) -> Iterator[dict[str, Any]]:
    """Whatever looks like a button, however deep it stands."""
    if isinstance(drawn, dict):
        if "label" in drawn:
            yield drawn
        elif drawn.get("opens"):
            yield {"key": drawn["key"], "label": f"{drawn['title']} {drawn['state']}"}
        drawn = list(drawn.values())
    if isinstance(drawn, list):
        for part in drawn:
            yield from _buttons(part)
