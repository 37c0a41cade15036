"""The pages on which a record is looked at and printed: in short, by month, by wheels, as pages, as a code to scan."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple, TypeAlias

from texts import Personal, Text
from ui.pages import AnyPage, Button, Page, Tone, UnknownActionError, pressed

MonthNumbers: TypeAlias = tuple[int, ...]
"""A line of the table: month YYYYMM, base, paid by the unit, paid by the person (分), kind, when it came in, unit."""
YEAR: Final = 12
"""Months of a year."""


class YearBar(NamedTuple):
    """One year of the chart: how many of its months were paid in time, paid later, are owed, and lie in a gap."""

    year: int
    paid: int
    late: int = 0
    owed: int = 0
    missing: int = 0


@dataclass(frozen=True, slots=True)
class InsuredLine:
    """One insurance in one sentence, what else is worth knowing (each by itself), and its years."""

    title: Text
    sentence: Text
    notes: tuple[Text, ...] = ()
    tone: Tone = Tone.NEUTRAL
    years: tuple[YearBar, ...] = ()


@dataclass(frozen=True, slots=True)
class Legend:
    """What the parts of the chart's bars are called."""

    chart: Text
    paid: Text
    late: Text
    owed: Text
    missing: Text


@dataclass(frozen=True, kw_only=True)
class RightsSummary(Page[str]):
    """What somebody has paid: a sentence for each insurance, then a chart of months by year. Answer: a button's key.

    `warning`: that others may look; `elsewhere`: where what is not here can be asked.
    """

    person: tuple[Personal, ...] = ()
    warning: Text | None = None
    insured: tuple[InsuredLine, ...] = ()
    legend: Legend | None = None
    elsewhere: Text | None = None
    main: Button | None = None
    buttons: tuple[Button, ...] = ()
    sensitive: bool = True

    def _own_answer(self, action: str, value: object) -> str:
        return pressed(self, (*((self.main,) if self.main else ()), *self.buttons), action, value)


@dataclass(frozen=True, slots=True)
class TablePart:
    """The lines of one insurance, oldest first; `yearly`: a line is a year."""

    key: str
    title: Text
    lines: tuple[MonthNumbers, ...] = field(repr=False)
    yearly: bool = False


@dataclass(frozen=True, slots=True)
class TableWords:
    """What the table's columns and kinds are called; `everything`: all insurances together."""

    month: Text
    base: Text
    by_unit: Text
    by_person: Text
    state: Text
    kinds: tuple[Text, ...]
    everything: Text
    none: Text


@dataclass(frozen=True, slots=True)
class Doubted:
    """有疑问: the line that is meant."""

    part: str
    month: int


@dataclass(frozen=True, kw_only=True)
class MonthsTable(Page["Doubted | str"]):
    """Every month, newest first, leafed through or scrolled. Answer: a doubted line, or the main button's key.

    `pick` says that a line can be touched; `doubt` stands in its place once one is.
    """

    parts: tuple[TablePart, ...]
    units: tuple[str, ...]
    words: TableWords
    pick: Text
    doubt: Text
    main: Button
    sensitive: bool = True

    def _own_answer(self, action: str, value: object) -> "Doubted | str":
        if action == "press":
            return pressed(self, (self.main,), action, value)
        key, _, month = value.partition(" ") if action == "doubt" and isinstance(value, str) else ("", "", "")
        part = next((part for part in self.parts if part.key == key), None)
        if part is None or not any(str(line[0]) == month for line in part.lines):
            raise UnknownActionError(f"MonthsTable has no action {action!r} like that")
        return Doubted(part.key, int(month))


@dataclass(frozen=True, slots=True)
class Months:
    """A stretch of months YYYYMM, both included."""

    since: int
    until: int


@dataclass(frozen=True, kw_only=True)
class MonthRange(Page[Months]):
    """From one month to another, by two wheels: between `first` and `last`, at most `most` months."""

    first: int
    last: int
    most: int
    since: int
    until: int
    from_words: Text
    to_words: Text
    too_long: Text
    proceed: Text

    def _own_answer(self, action: str, value: object) -> Months:
        words: Sequence[str] = value.split(" ") if action == "enter" and isinstance(value, str) else ()
        if len(words) == 2 and all(word in map(str, months_between(self.first, self.last)) for word in words):  # noqa: PLR2004
            chosen = Months(int(words[0]), int(words[1]))
            if 0 <= distance(chosen.since, chosen.until) < self.most:
                return chosen
        raise UnknownActionError("two months in order are asked for")


@dataclass(frozen=True, kw_only=True)
class PdfPreview(Page[str]):
    """A document as it will be printed: its pages as PNG. Answer: a button's key."""

    images: tuple[bytes, ...] = field(repr=False)
    page_words: tuple[Text, ...]
    main: Button | None = None
    buttons: tuple[Button, ...] = ()
    sensitive: bool = True

    def _own_answer(self, action: str, value: object) -> str:
        return pressed(self, (*((self.main,) if self.main else ()), *self.buttons), action, value)


@dataclass(frozen=True, kw_only=True)
class ScanCode(Page[str]):
    """A code to be scanned by a phone: rows of 0 and 1. Answer: a button's key."""

    rows: tuple[str, ...] = field(repr=False)
    said: Text
    """What the code is, for who cannot see it."""
    points: tuple[Text, ...] = ()
    main: Button | None = None
    sensitive: bool = True

    def _own_answer(self, action: str, value: object) -> str:
        return pressed(self, () if self.main is None else (self.main,), action, value)


RECORD_KINDS: tuple[type[AnyPage], ...] = (RightsSummary, MonthsTable, MonthRange, PdfPreview, ScanCode)


def months_between(first: int, last: int) -> list[int]:
    """Every month YYYYMM from `first` to `last`, both included."""
    return [
        year * 100 + month
        for year in range(first // 100, last // 100 + 1)
        for month in range(1, YEAR + 1)
        if first <= year * 100 + month <= last
    ]


def distance(since: int, until: int) -> int:
    """How many months `until` is after `since`."""
    return (until // 100 - since // 100) * YEAR + until % 100 - since % 100
