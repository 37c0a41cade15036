"""日终对账: this terminal's operations of a day beside what the bureau says of them; every difference has a name."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum, unique
from typing import Any, Final

from kiosk.backend.operations import OperationLine
from kiosk.journal import Operation, State

HERE_ALONE: Final = frozenset({"chip", "spoilt"})
"""Halves that no back end knows of: what is done in the reader, and how a paper came out."""


@unique
class Ended(Enum):
    """How an operation stands, in words that both sides share."""

    DONE = "done"
    NOT_DONE = "not_done"
    PENDING = "pending"


_ENDED: Final = {
    State.PREPARED: Ended.NOT_DONE,
    State.SENT: Ended.PENDING,
    State.UNKNOWN: Ended.PENDING,
    State.CONFIRMED: Ended.DONE,
    State.REFUSED: Ended.NOT_DONE,
    State.REVERSED: Ended.NOT_DONE,
    State.HANDED_OVER: Ended.PENDING,
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One key on one side. `number`: the reference that people know it by."""

    key: str
    number: str
    kind: str
    ended: Ended


@unique
class Difference(Enum):
    """What may differ."""

    ONLY_HERE = "only_here"
    """Done by the terminal's word; the bureau has never heard of it."""
    ONLY_THERE = "only_there"
    """The bureau did it for this terminal, whose journal does not have it."""
    OTHER_OUTCOME = "other_outcome"
    OTHER_KIND = "other_kind"
    OTHER_REFERENCE = "other_reference"
    STILL_PENDING = "still_pending"
    """At the end of the day somebody does not know."""
    TWICE = "twice"
    """One side has the same key more than once."""
    TOTAL = "total"
    """The sums differ from the entries: the statement itself is incomplete."""


@dataclass(frozen=True, slots=True)
class Found:
    """One difference; `ours` and `theirs` in a word each, empty where there is none."""

    difference: Difference
    number: str
    key: str
    ours: str
    theirs: str

    def line(self) -> str:
        """As staff read it: reference, what differs, ours / theirs."""
        return f"{self.number or '-'}  {self.difference.value}  {self.ours or '-'} / {self.theirs or '-'}"

    def fields(self) -> dict[str, str]:
        """As the event log takes it."""
        return {
            "reference": self.number,
            "key": self.key,
            "difference": self.difference.value,
            "ours": self.ours,
            "theirs": self.theirs,
        }


_TOLD: Final = {"confirmed": Ended.DONE, "refused": Ended.NOT_DONE, "sealed": Ended.NOT_DONE}


def statement(content: Any) -> tuple[int, list[Entry]]:
    """The bureau's side from its JSON, `{"total": …, "operations": [{"key", "reference", "item", "outcome"}, …]}`.

    `item` may be absent: a key can be sealed before anything came under it. Raises `ValueError` for other content.
    """
    try:
        theirs = [
            Entry(line["key"], line["reference"], line.get("item") or "", _TOLD[line["outcome"]])
            for line in content["operations"]
        ]
        return int(content["total"]), theirs
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError("not a statement of the bureau") from error


def told(lines: Iterable[OperationLine]) -> list[Entry]:
    """The bureau's side from its answer."""
    return [
        Entry(line.key, line.reference, line.item.value if line.item else "", _TOLD[line.outcome.value])
        for line in lines
    ]


def entries(operations: Iterable[Operation]) -> list[Entry]:
    """The journal's side: every half that goes to the bureau."""
    return [
        Entry(half.key, operation.reference.number, operation.item, _ENDED[half.state])
        for operation in operations
        for half in operation.halves
        if half.name not in HERE_ALONE
    ]


def compare(ours: Iterable[Entry], theirs: Iterable[Entry], their_total: int | None = None) -> list[Found]:
    """Every difference, in the order of the references. `their_total`: how many operations the bureau says it has."""
    our_list, their_list = list(ours), list(theirs)
    here, there = {entry.key: entry for entry in our_list}, {entry.key: entry for entry in their_list}
    found = [*_twice(our_list), *_twice(their_list), *_total(their_list, their_total)]
    for key in here.keys() | there.keys():
        found.extend(_compared(here.get(key), there.get(key)))
    return sorted(found, key=lambda each: (each.number, each.key, each.difference.value))


def _compared(ours: Entry | None, theirs: Entry | None) -> Iterable[Found]:
    if ours is None or theirs is None:
        yield from _alone(ours, theirs)
        return
    if theirs.kind and ours.kind != theirs.kind:
        yield _found(Difference.OTHER_KIND, ours, ours.kind, theirs.kind)
    if ours.number != theirs.number:
        yield _found(Difference.OTHER_REFERENCE, ours, ours.number, theirs.number)
    if Ended.PENDING in (ours.ended, theirs.ended):
        yield _found(Difference.STILL_PENDING, ours, ours.ended.value, theirs.ended.value)
    elif ours.ended is not theirs.ended:
        yield _found(Difference.OTHER_OUTCOME, ours, ours.ended.value, theirs.ended.value)


def _alone(ours: Entry | None, theirs: Entry | None) -> Iterable[Found]:
    """What was not done need not be known to the other side."""
    if ours is not None and ours.ended is Ended.DONE:
        yield _found(Difference.ONLY_HERE, ours, ours.ended.value, "")
    elif ours is not None and ours.ended is Ended.PENDING:
        yield _found(Difference.STILL_PENDING, ours, ours.ended.value, "")
    elif theirs is not None and theirs.ended is not Ended.NOT_DONE:
        yield _found(Difference.ONLY_THERE, theirs, "", theirs.ended.value)


def _twice(side: list[Entry]) -> Iterable[Found]:
    counts = Counter(entry.key for entry in side)
    for entry in {entry.key: entry for entry in side if counts[entry.key] > 1}.values():
        yield _found(Difference.TWICE, entry, "", str(counts[entry.key]))


def _total(theirs: list[Entry], total: int | None) -> Iterable[Found]:
    if total is not None and total != len(theirs):
        yield Found(Difference.TOTAL, "", "", str(len(theirs)), str(total))


def _found(difference: Difference, entry: Entry, ours: str, theirs: str) -> Found:
    return Found(difference, entry.number, entry.key, ours, theirs)
