"""What every drawer of pages writes with: one language, more or less of personal data, and how a button looks."""

from dataclasses import dataclass
from typing import Any, TypeAlias

from texts import Language, Personal, Show, Text, render
from ui.pages import Button

Drawn: TypeAlias = dict[str, Any]
"""What QML gets: str, int, bool, lists and dicts of these, and nothing that calls back into Python."""


@dataclass(frozen=True, slots=True)
class Pen:
    """Language and reveal of one drawing."""

    language: Language
    show: Show

    def __call__(self, text: Text | None) -> str:
        return "" if text is None else render(text, self.language, self.show)

    def all(self, texts: tuple[Text, ...]) -> list[str]:
        return [self(text) for text in texts]

    def personal(self, value: Personal | None) -> str:
        return "" if value is None else self(Text("ui.words.personal", value=value))


def draw_button(button: Button, pen: Pen) -> Drawn:
    return {
        "key": button.key,
        "label": pen(button.label),
        "icon": button.icon,
        "detail": pen(button.detail),
        "enabled": button.enabled,
        "reason": pen(button.reason),
        "wait": button.wait,
    }


def draw_buttons(buttons: tuple[Button, ...], pen: Pen) -> list[Drawn]:
    return [draw_button(button, pen) for button in buttons]


def draw_main(button: Button | None, pen: Pen) -> Drawn | None:
    """The footer's main button, when it is one of the page's own."""
    return None if button is None else draw_button(button, pen) | {"name": "press"}


def draw_action(name: str, label: Text, pen: Pen) -> Drawn:
    """The footer's main button, when it carries an action of its own."""
    said = {"name": name, "key": None, "label": pen(label), "icon": "", "enabled": True}
    return said | {"reason": "", "detail": "", "wait": 0}
