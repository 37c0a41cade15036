"""Turns a `Text` into words of a language: the one place where labels, dates and masked data become strings."""

import tomllib
from collections.abc import Mapping
from datetime import date, datetime
from enum import Enum, unique
from functools import cache
from string import Formatter
from typing import Any

import resources
from texts.masking import Personal
from texts.text import Field, Text


@unique
class Language(Enum):
    """The languages of the screen; the value is the name of the folder in `resources/texts/`."""

    ZH_CN = "zh_CN"
    EN = "en"


@unique
class Show(Enum):
    """How much of personal data a rendering shows: masked on the screen, shorter on paper, whole while held."""

    MASKED = "masked"
    SHORT = "short"
    REVEALED = "revealed"


class MissingTextError(LookupError):
    """A text id that no file of the language has: a mistake in the program, found by the tests."""


def render(text: Text, language: Language, show: Show = Show.MASKED) -> str:
    """The words of `text`; a field that is a `Text` is rendered in the same language."""
    fields = {name: _field(value, language, show) for name, value in text.fields}
    return _FORMATTER.vformat(_template(text.id, language), (), fields)


def known_ids(language: Language) -> frozenset[str]:
    """Every id that the language's files declare."""
    return frozenset(_catalogue(language))


def field_names(text_id: str, language: Language) -> frozenset[str]:
    """The names of the fields that the text asks for."""
    return frozenset(name for _, name, _, _ in _FORMATTER.parse(_template(text_id, language)) if name)


def _template(text_id: str, language: Language) -> str:
    try:
        return _catalogue(language)[text_id]
    except KeyError:
        raise MissingTextError(f"{language.value}: no text {text_id!r}") from None


def _field(value: Field, language: Language, show: Show) -> str:
    match value:
        case Text():
            return render(value, language, show)
        case Personal():
            return {Show.MASKED: value.masked, Show.SHORT: value.short, Show.REVEALED: value.revealed}[show]
        case datetime():
            return _moment(value, language)
        case date():
            return _day(value, language)
        case str() | int():
            return str(value)


_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def _day(day: date, language: Language) -> str:
    if language is Language.EN:
        return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"
    return f"{day.year}年{day.month}月{day.day}日"


def _moment(moment: datetime, language: Language) -> str:
    """As people say it: the year is left out, since no deadline here is a year away."""
    clock = f"{moment:%H:%M}"
    if language is Language.EN:
        return f"{moment.day} {_MONTHS[moment.month - 1]} {clock}"
    return f"{moment.month}月{moment.day}日 {clock}"


class _PlainFormatter(Formatter):
    """Fills `{name}` and nothing more: attributes and indexes of a field are not reached from a text file."""

    def get_field(self, field_name: str, args: Any, kwargs: Mapping[str, Any]) -> tuple[Any, str]:  # noqa: ARG002
        return kwargs[field_name], field_name


_FORMATTER = _PlainFormatter()


@cache
def _catalogue(language: Language) -> dict[str, str]:
    """The files of the language's folder; the name of a file is the first part of its ids."""
    rows: list[tuple[str, str]] = []
    for file in sorted(resources.path("texts", language.value).glob("*.toml")):
        rows += _flat(f"{file.stem}.", tomllib.loads(file.read_text("utf-8")))
    return dict(rows)


def _flat(prefix: str, table: dict[str, Any]) -> list[tuple[str, str]]:
    rows: list[tuple[str, str]] = []
    for key, value in table.items():
        if isinstance(value, dict):
            rows += _flat(f"{prefix}{key}.", value)  # pyright: ignore[reportUnknownArgumentType]
        else:
            rows.append((prefix + key, str(value)))
    return rows
