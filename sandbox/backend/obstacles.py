"""What stands against an application: all of it at once, by tables over the card's state and the person's record."""

from collections.abc import Mapping
from datetime import date, datetime

from sandbox.backend.database import BEIJING_TIME, CardRow, PersonRow
from sandbox.backend.production import CANCELLATION, pending
from sandbox.backend.refusals import REFUSALS
from sandbox.people import ApplicationState

NEW, REPLACEMENT, EXCHANGE = "new", "replacement", "exchange"
CARD_KINDS = frozenset({NEW, REPLACEMENT, EXCHANGE})
ADULT = 16
"""Below, a guardian comes to the counter."""

_LOST = {ApplicationState.FORMAL_LOSS.value: "CARD_LOST", ApplicationState.TEMPORARY_LOSS.value: "CARD_LOST"}
_CANCELLED = {ApplicationState.CANCELLED.value: "CARD_CANCELLED"}
FORBIDDEN: Mapping[str, Mapping[str, str]] = {
    REPLACEMENT: {
        ApplicationState.SEALED.value: "NEED_FORMAL_LOSS",
        ApplicationState.NORMAL.value: "NEED_FORMAL_LOSS",
        ApplicationState.LOCKED.value: "NEED_FORMAL_LOSS",
        ApplicationState.TEMPORARY_LOSS.value: "NEED_FORMAL_LOSS",
        **_CANCELLED,
    },
    EXCHANGE: {ApplicationState.SEALED.value: "NOT_ACTIVATED", **_LOST, **_CANCELLED},
    CANCELLATION: _CANCELLED,
}
"""Kind → state of the card → why not."""


def against_a_new_card(person: PersonRow, now: float) -> list[str]:
    """For somebody's first card, or the one after a cancelled one."""
    valid = [card for card in person.cards if card.state != ApplicationState.CANCELLED.value]
    codes = ["APPLICATION_PENDING" if pending(card) else "HAS_CARD" for card in valid[-1:]]
    insured = [] if person.insured else ["NOT_INSURED"]
    return [*codes, *insured, *_of_the_person(person, now)]


def against(kind: str, person: PersonRow, card: CardRow, now: float) -> list[str]:
    """For what is done with a card that there is."""
    codes = [why] if (why := _state(kind, card)) else []
    if kind == CANCELLATION:
        return [*codes, *_of_the_person(person, now), *(["BENEFIT_ON_CARD"] if person.benefit else [])]
    return [*codes, *_of_the_person(person, now)]


def told(codes: list[str]) -> list[dict[str, str]]:
    """As the API tells them."""
    return [{"code": code, "message": REFUSALS[code]} for code in codes]


def is_minor(person: PersonRow, now: float) -> bool:
    """Whether a guardian has to come."""
    today = _day(now)
    birthday_was = (today.month, today.day) >= (person.birth.month, person.birth.day)
    return today.year - person.birth.year - (not birthday_was) < ADULT


def _state(kind: str, card: CardRow) -> str | None:
    why = FORBIDDEN[kind].get(card.state)
    if why is None and pending(card):
        return "REPLACEMENT_PENDING" if card.state == ApplicationState.FORMAL_LOSS.value else "APPLICATION_PENDING"
    return why


def _of_the_person(person: PersonRow, now: float) -> list[str]:
    return ["MINOR"] if is_minor(person, now) else []


def _day(now: float) -> date:
    return datetime.fromtimestamp(now, BEIJING_TIME).date()
