"""How a key of the configuration is asked for on the screen, from its own declaration: its kind, limits and choices."""

import re
from dataclasses import dataclass
from enum import Enum, unique
from typing import Any, Final, get_args

from msgspec import Meta
from msgspec.structs import FieldInfo

_CHOICES: Final = re.compile(r"\^\(([\w.-]+(?:\|[\w.-]+)+)\)\$")
"""The pattern of `kiosk.tables.one_of`."""
_MOST_WORDS: Final = 200


@unique
class Asks(Enum):
    """What kind of page asks for it."""

    SWITCH = "switch"
    CHOICE = "choice"
    NUMBER = "number"
    WORDS = "words"


@dataclass(frozen=True, slots=True)
class Form:
    """`least` and `most`: of a number; `should_be`: in the words of its declaration."""

    asks: Asks
    should_be: str
    choices: tuple[str, ...] = ()
    least: int = 0
    most: int = _MOST_WORDS
    decimal: bool = False

    def value(self, typed: str) -> object:
        """What was chosen or typed, as the configuration holds it; `ValueError` where it is none."""
        if self.asks is Asks.SWITCH:
            return typed == "true"
        if self.asks is Asks.NUMBER:
            return int(typed)
        return float(typed) if self.decimal else typed.strip()


def form_of(field: FieldInfo) -> Form:
    """By the type and the limits that the table declares."""
    kind, meta = _declared(field)
    should_be = meta.description or ""
    if kind is bool:
        return Form(Asks.SWITCH, should_be, ("true", "false"))
    if kind is int:
        return Form(Asks.NUMBER, should_be, least=int(meta.ge or 0), most=int(meta.le or 0))
    if isinstance(kind, type) and issubclass(kind, Enum):
        return Form(Asks.CHOICE, should_be, tuple(str(each.value) for each in kind))
    if (found := _CHOICES.fullmatch(meta.pattern or "")) is not None:
        return Form(Asks.CHOICE, should_be, tuple(found[1].split("|")))
    return Form(Asks.WORDS, should_be, decimal=kind is float)


def _declared(field: FieldInfo) -> tuple[Any, Meta]:
    kind, *metas = get_args(field.type) or (field.type,)
    return kind, next((meta for meta in metas if isinstance(meta, Meta)), Meta())
