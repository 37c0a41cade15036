"""Locking a card's social-security function and unlocking it (应用锁定与解锁): a flag here, never the chip's."""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from sandbox.backend.asked import Asked
from sandbox.backend.cards import holder, the_meant, the_shown
from sandbox.backend.database import CardRow
from sandbox.backend.loss import replacement_pending
from sandbox.backend.pin_change import refuse_if_begun_elsewhere
from sandbox.backend.proofs import proven_in_person
from sandbox.backend.refusals import Refused
from sandbox.people import ApplicationState

_NOT_LOCKABLE: Mapping[str, str] = {
    ApplicationState.SEALED.value: "NOT_ACTIVATED",
    ApplicationState.FORMAL_LOSS.value: "CARD_LOST",
    ApplicationState.LOCKED.value: "ALREADY_LOCKED",
    ApplicationState.TEMPORARY_LOSS.value: "CARD_LOST",
    ApplicationState.CANCELLED.value: "CARD_CANCELLED",
}
_NOT_UNLOCKABLE: Mapping[str, str] = {
    ApplicationState.SEALED.value: "NOT_ACTIVATED",
    ApplicationState.NORMAL.value: "NOT_LOCKED",
    ApplicationState.FORMAL_LOSS.value: "CARD_LOST",
    ApplicationState.TEMPORARY_LOSS.value: "CARD_LOST",
    ApplicationState.CANCELLED.value: "CARD_CANCELLED",
}


def lock(session: Session, asked: Asked, now: float) -> None:
    """1 → 3, for who shows the ID card and has the registered telephone; the card may be anywhere."""
    proven_in_person(session, asked.operation, now)
    card = the_meant(holder(session, asked.id_number), asked.operation["handle"])
    refuse_if_begun_elsewhere(session, asked, card, now)
    _become(card, ApplicationState.LOCKED, _NOT_LOCKABLE)


def unlock(session: Session, asked: Asked, now: float) -> None:
    """3 → 1, for who has the card in hand as well."""
    proven_in_person(session, asked.operation, now)
    card = the_shown(holder(session, asked.id_number), asked.operation["card"])
    _become(card, ApplicationState.NORMAL, _NOT_UNLOCKABLE)


def _become(card: CardRow, state: ApplicationState, refusals: Mapping[str, str]) -> None:
    if replacement_pending(card):
        raise Refused("REPLACEMENT_PENDING")
    if why := refusals.get(card.state):
        raise Refused(why)
    card.state = state.value
