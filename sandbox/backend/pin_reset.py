"""What the bureau opens a mark for besides a PIN change: a reset, an unblocking, the activation of a new card.

Each ends like a PIN change (`pin_change.close`): the mark is closed by what the chip has become.
"""

from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy.orm import Session

from sandbox.backend.asked import Asked
from sandbox.backend.cards import holder, the_shown
from sandbox.backend.database import CardRow, MarkRow, OperationRow, moment
from sandbox.backend.loss import LOST, replacement_pending
from sandbox.backend.pin_change import OPEN
from sandbox.backend.proofs import proven_in_person
from sandbox.backend.refusals import Refused
from sandbox.people import ApplicationState

HSM_ITEMS: Final = frozenset({"reset_pin", "unblock_pin", "activate"})
"""The items whose mark opens the HSM's commands for the card."""
_NOT_RESTORABLE: Final = {
    ApplicationState.SEALED.value: "NOT_ACTIVATED",
    ApplicationState.LOCKED.value: "CARD_LOCKED",
    ApplicationState.CANCELLED.value: "CARD_CANCELLED",
}
_NOT_ACTIVATABLE: Final = {
    ApplicationState.NORMAL.value: "ALREADY_ACTIVE",
    ApplicationState.LOCKED.value: "CARD_LOCKED",
    ApplicationState.CANCELLED.value: "CARD_CANCELLED",
}


def begin_restoring(session: Session, asked: Asked, now: float) -> None:
    """Reset or unblocking: for who shows ID card and telephone, and has the card in the reader."""
    _begin(session, asked, now, _NOT_RESTORABLE)


def begin_activation(session: Session, asked: Asked, now: float) -> None:
    """0 → 1, once the chip has a PIN that its holder chose."""
    _begin(session, asked, now, _NOT_ACTIVATABLE)


def shown_for(session: Session, mark: str, shown: Mapping[str, Any]) -> str:
    """The item whose open mark lets the HSM command this card; `Refused` when there is none."""
    row, operation = session.get(MarkRow, mark), session.get(OperationRow, mark)
    if row is None or operation is None or operation.item not in HSM_ITEMS:
        raise Refused("NO_MARK")
    card = session.get(CardRow, row.identifier)
    if card is None or (card.identifier, card.number) != (shown["identifier"], shown["number"]):
        raise Refused("CARD_MISMATCH")
    if row.state != OPEN:
        raise Refused("MARK_CLOSED")
    return operation.item


def _begin(session: Session, asked: Asked, now: float, refusals: Mapping[str, str]) -> None:
    """Another mark that is still open is no obstacle: what it left on the chip is about to be replaced."""
    proven_in_person(session, asked.operation, now)
    card = the_shown(holder(session, asked.id_number), asked.operation["card"])
    if why := _forbidden(card, refusals):
        raise Refused(why)
    session.add(MarkRow(mark=asked.key, identifier=card.identifier, state=OPEN, opened=moment(now)))


def _forbidden(card: CardRow, refusals: Mapping[str, str]) -> str | None:
    if replacement_pending(card):
        return "REPLACEMENT_PENDING"
    return "CARD_LOST" if card.state in LOST else refusals.get(card.state)
