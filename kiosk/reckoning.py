"""Carries the daily reconciliation out: the bureau's day beside the journal's, every difference in the event log."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from kiosk.backend.operations import OperationLine
from kiosk.journal import Journal, NotInJournal, Operation
from kiosk.log import EventLog
from kiosk.reconciliation import Entry, Found, compare, entries, told

DayOf = Callable[[date], Iterable[OperationLine]]
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Reckoned:
    """One day: how many operations this terminal has, and how each side's entries differ."""

    day: date
    operations: int
    differences: tuple[Found, ...]


def reckon(journal: Journal, day: date, theirs: list[Entry], total: int | None = None) -> Reckoned:
    """Compare; what the bureau has counted to another of our days than we have is looked up by its key."""
    operations = journal.of_day(day)
    ours = entries(operations)
    known = {entry.key for entry in ours}
    elsewhere = [operation for entry in theirs if entry.key not in known for operation in _by_key(journal, entry.key)]
    of_elsewhere = [entry for entry in entries(elsewhere) if entry.key in {told.key for told in theirs}]
    found = compare([*ours, *of_elsewhere], theirs, total)
    return Reckoned(day, len(operations), tuple(found))


def their_day(ask: DayOf, ours: Iterable[str], day: date) -> list[Entry]:
    """The bureau's entries of `day`, and those of our keys `ours` that came just before or after its midnight."""
    of_day = told(ask(day))
    missing = set(ours) - {entry.key for entry in of_day}
    if not missing:
        return of_day
    around = [*told(ask(day - ONE_DAY)), *told(ask(day + ONE_DAY))]
    return [*of_day, *(entry for entry in around if entry.key in missing)]


def note(log: EventLog, reckoned: Reckoned) -> None:
    """Each difference, then the sum."""
    day = reckoned.day.isoformat()
    for found in reckoned.differences:
        log.write("reconciliation.difference", day=day, **found.fields())
    log.write("reconciliation.done", day=day, operations=reckoned.operations, differences=len(reckoned.differences))


def _by_key(journal: Journal, key: str) -> list[Operation]:
    try:
        return [journal.by_key(key)]
    except NotInJournal:
        return []
