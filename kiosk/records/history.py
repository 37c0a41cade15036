"""What can be read off an insurance's lines: its gaps, what is owed, and how many months each year has."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from kiosk.backend.records import MonthLine, PaymentKind
from ui.record_pages import YEAR, YearBar, distance, months_between


class Stretch(NamedTuple):
    """Months in a row, YYYYMM, both included."""

    since: int
    until: int


def later(month: int, by: int) -> int:
    """The month `by` months after YYYYMM."""
    count = month // 100 * YEAR + month % 100 - 1 + by
    return count // YEAR * 100 + count % YEAR + 1


def gaps(lines: Sequence[MonthLine], *, yearly: bool = False) -> tuple[Stretch, ...]:
    """中断: what is missing between the first and the last line. What is owed is no gap. `yearly`: a line is a year."""
    step = YEAR if yearly else 1
    pairs = pairwise(sorted({line.month for line in lines}))
    return tuple(Stretch(later(one, 1), later(other, -step)) for one, other in pairs if distance(one, other) > step)


def owed(lines: Iterable[MonthLine]) -> tuple[MonthLine, ...]:
    """欠缴: the lines that are due and not paid."""
    return tuple(line for line in lines if line.kind is PaymentKind.OWED)


def stretches(lines: Iterable[MonthLine], kind: PaymentKind, *, yearly: bool = False) -> tuple[Stretch, ...]:
    """The months in a row that came to be there in that way. `yearly`: a line is a year."""
    step = YEAR if yearly else 1
    found: list[Stretch] = []
    for month in sorted({line.month for line in lines if line.kind is kind}):
        since = later(month, 1 - step)
        if found and found[-1].until == later(since, -1):
            since = found.pop().since
        found.append(Stretch(since, month))
    return tuple(found)


def years(lines: Sequence[MonthLine], *, yearly: bool = False) -> tuple[YearBar, ...]:
    """From the first year to the last, those without a line included.

    Nothing is missing before somebody joined, nor what is not yet due after the last line.
    """
    if not lines:
        return ()
    first, last = min(lines).month // 100, max(lines).month // 100
    missing = Counter(month // 100 for gap in gaps(lines, yearly=yearly) for month in months_between(*gap))
    bars = (_bar(year, lines_of_year, yearly) for year, lines_of_year in _by_year(lines, first, last))
    return tuple(bar._replace(missing=missing[bar.year]) for bar in bars)


def _by_year(lines: Sequence[MonthLine], first: int, last: int) -> Iterator[tuple[int, list[MonthLine]]]:
    found: dict[int, list[MonthLine]] = {year: [] for year in range(first, last + 1)}
    for line in lines:
        found[line.month // 100].append(line)
    yield from found.items()


def _bar(year: int, lines: Sequence[MonthLine], yearly: bool) -> YearBar:
    each = YEAR if yearly else 1
    late = each * sum(line.kind is PaymentKind.ARREARS for line in lines)
    due = each * len(owed(lines))
    return YearBar(year, each * len(lines) - late - due, late, due)
