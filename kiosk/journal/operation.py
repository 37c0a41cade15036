"""An operation as the journal keeps it: what it is, its halves with their states, and which state may follow which."""

import hashlib
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum, unique
from typing import Any, Final

from kiosk.journal.reference import Reference

Json = Mapping[str, Any]
"""What JSON can hold, under names."""
MOST_HALVES: Final = 2


@unique
class State(Enum):
    """One half of an operation on its way. The last four are settled."""

    PREPARED = "prepared"
    """Written down; not one byte of it has left."""
    SENT = "sent"
    UNKNOWN = "unknown"
    """It may have been carried out; `settle` will tell."""
    CONFIRMED = "confirmed"
    REFUSED = "refused"
    REVERSED = "reversed"
    """It surely did not take effect: never sent, sealed by the back end, or undone."""
    HANDED_OVER = "handed_over"
    """A person finds out what became of it."""


SETTLED: Final = frozenset({State.CONFIRMED, State.REFUSED, State.REVERSED, State.HANDED_OVER})
TAKES_EFFECT_WHEN_HEARD: Final = frozenset({"activate"})
"""Items that are done only when the bureau has heard how the chip ended: a card is active when it says so."""
_OUTCOMES: Final = SETTLED | {State.UNKNOWN}
FOLLOWS: Final[Mapping[State, frozenset[State]]] = {
    State.PREPARED: frozenset({State.SENT, State.REVERSED}),
    State.SENT: _OUTCOMES,
    State.UNKNOWN: SETTLED,
    State.CONFIRMED: frozenset(),
    State.REFUSED: frozenset(),
    State.REVERSED: frozenset(),
    State.HANDED_OVER: frozenset(),
}
"""What may come after a state, besides the same outcome once more, which changes nothing."""


@unique
class SlipState(Enum):
    """A slip's own life, apart from the operation's."""

    NONE = "none"
    WAITING = "waiting"
    """Its content is kept; it has not been sent to a printer."""
    PRINTING = "printing"
    PRINTED = "printed"
    UNCONFIRMED = "unconfirmed"
    FAILED = "failed"


@unique
class Standing(Enum):
    """All that a reference number tells at any terminal."""

    DONE = "done"
    NOT_DONE = "not_done"
    PENDING = "pending"
    """Not known yet; or with a person, because the two halves did not end alike."""


def new_intention() -> str:
    """The name of one human intention: made once, where the confirming answer arrives."""
    return secrets.token_hex(16)


def canonical(body: Json) -> bytes:
    """The one way to write `body`: names sorted, no spaces, UTF-8."""
    return json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False).encode()


def digest(body: Json) -> str:
    """SHA-256 of the canonical JSON, in hexadecimal: what a key is bound to."""
    return hashlib.sha256(canonical(body)).hexdigest()


@dataclass(frozen=True, slots=True)
class HalfDraft:
    """One thing to be done somewhere. `waits`: may be sent only when the half before it is confirmed."""

    name: str
    body: Json = field(repr=False)
    waits: bool = True


@dataclass(frozen=True, slots=True)
class Draft:
    """An operation that somebody has confirmed. `item`: the service; `kind`: what the bureau calls what it does.

    `person` and `card` are kept as keyed digests only; `personal` is what staff or recovery need, kept encrypted.
    `repeatable`: may be sent again with the same key (a loss report), instead of being settled. `despite_chip`: may be
    begun while it is not known how an earlier one ended on the chip, because it replaces whatever that has left there.
    `staff`: in what part of it each of the staff stands for it, by their numbers; lines of its history.
    """

    intention: str
    item: str
    kind: str
    person: str = field(repr=False)
    halves: tuple[HalfDraft, ...] = field(repr=False)
    card: str = field(default="", repr=False)
    personal: Json = field(default_factory=dict[str, Any], repr=False)
    repeatable: bool = False
    despite_chip: bool = False
    staff: Mapping[str, str] = field(default_factory=dict[str, str])

    def __post_init__(self) -> None:
        if not 1 <= len(self.halves) <= MOST_HALVES:
            raise ValueError("an operation has one half or two")


@dataclass(frozen=True, slots=True)
class Half:
    """One half as it stands. `body` and `answer` are None once their key is destroyed."""

    key: str
    name: str
    state: State
    waits: bool
    sends: int
    detail: str
    changed: datetime
    body: Json | None = field(repr=False)
    answer: Json | None = field(repr=False)

    @property
    def digest(self) -> str | None:
        """SHA-256 of the body, while there is one."""
        return None if self.body is None else digest(self.body)


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation with its halves in their order. `personal` is None once its key is destroyed."""

    reference: Reference = field(repr=False)
    intention: str
    terminal: str
    item: str
    kind: str
    created: datetime
    halves: tuple[Half, ...]
    slip: SlipState
    reprints: int
    marked: bool
    """The card's holder is to be asked for the new PIN, or to reset it."""
    repeatable: bool
    personal: Json | None = field(repr=False)

    @property
    def waits_for_chip(self) -> bool:
        """Whether nothing is open but how its last half ended, which only the card can show."""
        *before, last = self.halves
        return bool(before) and last.state is State.UNKNOWN and all(half.state in SETTLED for half in before)

    @property
    def standing(self) -> Standing:
        """What a holder of the slip is told. Where one half waits for the other, it is the last that decides: the
        first only opens the way."""
        decides = self.halves[-1:] if self.halves[-1].waits else self.halves
        told = standing([half.state for half in decides])
        unheard = self.marked and self.item in TAKES_EFFECT_WHEN_HEARD
        return Standing.PENDING if told is Standing.DONE and unheard else told

    def half(self, name: str) -> Half:
        """The half of that name; `KeyError` when there is none."""
        return {half.name: half for half in self.halves}[name]


def standing(states: list[State]) -> Standing:
    """Done when all is done, not done when surely nothing is; everything else needs waiting, or a person."""
    if all(state is State.CONFIRMED for state in states):
        return Standing.DONE
    if all(state in (State.REFUSED, State.REVERSED) for state in states):
        return Standing.NOT_DONE
    return Standing.PENDING


@dataclass(frozen=True, slots=True)
class Ticket:
    """Something for staff: an operation that did not settle in time."""

    number: int
    reference: str
    item: str
    why: str
    opened: datetime
    closed: datetime | None


@dataclass(frozen=True, slots=True)
class Recovered:
    """What a start found unfinished: halves that were never sent, halves unknown from now on, slips unconfirmed."""

    dropped: int
    unknown: int
    slips: int


@dataclass(frozen=True, slots=True)
class Step:
    """One line of an operation's history. `half` is empty for what concerns the whole."""

    half: str
    step: str
    detail: str
    at: datetime
