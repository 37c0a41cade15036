"""The bureau's public notices: a file that names each with its words and days, and what of it is shown today."""

import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final, cast

from kiosk.place import in_both
from texts import Text
from ui.pages import PublicNotice

TABLE: Final = "notice"
MOST_WORDS: Final = 60
MOST_WORDS_EN: Final = 120
MOST_AT_ONCE: Final = 2
"""What has room beside the hour and what the terminal can do; the first in the file come first."""
_NAMED: Final = {"since": "from"}


class NoticesError(ValueError):
    """A file of notices that cannot be used; `lines` says why, one line for each wrong key."""

    def __init__(self, lines: list[str]) -> None:
        super().__init__("\n".join(lines))
        self.lines = lines


@dataclass(frozen=True, slots=True)
class Dated:
    """One notice; it is shown from `since` to `until`, both days included, None where it has no end."""

    words: str
    words_en: str
    since: date | None = None
    until: date | None = None
    publicity: bool = False
    """宣传, which is no news about this terminal or its services: not shown in 关怀版."""

    def valid(self, today: date) -> bool:
        """Whether it is shown on that day."""
        return (self.since or date.min) <= today <= (self.until or date.max)


def dated_notices(path: Path) -> tuple[Dated, ...]:
    """All of the file; `NoticesError` when it cannot be used."""
    try:
        tables = tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise NoticesError([f"cannot be read: {type(error).__name__}"]) from None
    except tomllib.TOMLDecodeError as error:
        raise NoticesError([f"is not TOML: {error}"]) from None
    given: object = tables.get(TABLE, [])
    lines = [f"{key}: there is no such table; there is [[{TABLE}]]" for key in tables if key != TABLE]
    entries = cast("list[object]", given) if isinstance(given, list) else [given]
    lines += [line for place, entry in enumerate(entries, 1) for line in _wrong(f"{TABLE} {place}", entry)]
    if lines:
        raise NoticesError(lines)
    return tuple(_dated(cast("dict[str, Any]", entry)) for entry in entries)


def _dated(entry: Mapping[str, Any]) -> Dated:
    named = {field: entry.get(_NAMED.get(field, field)) for field in Dated.__dataclass_fields__}
    return Dated(**{field: value for field, value in named.items() if value is not None})


def _words(most: int) -> Callable[[object], bool]:
    return lambda value: isinstance(value, str) and 0 < len(value.strip()) <= most and value.isprintable()


def _day(value: object) -> bool:
    return isinstance(value, date) and not isinstance(value, datetime)


_KEYS: Final[Mapping[str, tuple[Callable[[object], bool], str]]] = {
    "words": (_words(MOST_WORDS), f"1 to {MOST_WORDS} characters on one line"),
    "words_en": (_words(MOST_WORDS_EN), f"1 to {MOST_WORDS_EN} characters on one line"),
    "from": (_day, "a day as 2026-12-01, without quotes"),
    "until": (_day, "a day as 2026-12-31, without quotes"),
    "publicity": (lambda value: isinstance(value, bool), "true or false"),
}
_NEEDED: Final = ("words", "words_en")


def _wrong(name: str, entry: object) -> Iterator[str]:
    """A line for each key that is wrong or missing."""
    if not isinstance(entry, dict):
        yield f"{name} = {entry!r}: should be a table [[{TABLE}]]"
        return
    values = cast("dict[str, object]", entry)
    yield from (f"{name}.{key}: is missing; it should be {_KEYS[key][1]}" for key in _NEEDED if key not in values)
    for key, value in values.items():
        if key not in _KEYS:
            yield f"{name}.{key}: there is no such key; there are {', '.join(_KEYS)}"
        elif not _KEYS[key][0](value):
            yield f"{name}.{key} = {_shown(value)}: should be {_KEYS[key][1]}"
    since, until = values.get("from"), values.get("until")
    if isinstance(since, date) and isinstance(until, date) and _day(since) and _day(until) and until < since:
        yield f"{name}.until = {until}: should not be before {name}.from ({since})"


def _shown(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    return f'"{value}"' if isinstance(value, str) else str(value).lower()


class NoticeBoard:
    """What hangs on Standby. The file may be exchanged while the terminal runs; a bad one leaves what hung before."""

    def __init__(self, file: str, unreadable: Callable[[str], None]) -> None:
        """`unreadable`: told once of a file that cannot be used."""
        self._path = Path(file) if file else None
        self._unreadable = unreadable
        self._read: tuple[int, int] | None = None
        self._all: tuple[Dated, ...] = ()

    def shown(self, today: date) -> tuple[PublicNotice, ...]:
        """Those of that day, as Standby shows them."""
        self._look()
        valid = (notice for notice in self._all if notice.valid(today))
        shown = (PublicNotice(_in_both(notice), publicity=notice.publicity) for notice in valid)
        return tuple(shown)[:MOST_AT_ONCE]

    def _look(self) -> None:
        version = self._version()
        if self._path is None or version == self._read:
            return
        self._read = version
        try:
            self._all = dated_notices(self._path)
        except NoticesError as error:
            self._unreadable(error.lines[0])

    def _version(self) -> tuple[int, int] | None:
        """Another one when the file was changed or exchanged."""
        try:
            stat = self._path.stat() if self._path else None
        except OSError:
            return (0, 0)
        return (stat.st_mtime_ns, stat.st_ino) if stat else None


def _in_both(notice: Dated) -> Text:
    return in_both(notice.words, notice.words_en)
