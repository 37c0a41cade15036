"""A PIN change as the bureau sees it: a mark that is open from before the chip is touched until its end is told."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from sandbox.backend.asked import Asked
from sandbox.backend.cards import holder, open_mark, the_shown
from sandbox.backend.database import CardRow, MarkRow, OperationRow, moment
from sandbox.backend.loss import LOST, replacement_pending
from sandbox.backend.refusals import Refused
from sandbox.people import ApplicationState

OPEN, CHANGED, UNCHANGED = "open", "changed", "unchanged"
ENDS = frozenset({CHANGED, UNCHANGED})
BEFORE_A_TERMINAL = 120
"""Seconds for which whoever began with a chip is taken to stand there still."""
_FORBIDDEN = {
    ApplicationState.SEALED.value: "NOT_ACTIVATED",
    ApplicationState.LOCKED.value: "CARD_LOCKED",
    ApplicationState.CANCELLED.value: "CARD_CANCELLED",
}


def begin(session: Session, asked: Asked, now: float) -> None:
    """Open the mark, under the key of this operation."""
    if "card_pin" not in asked.operation["proofs"]:
        raise Refused("PROOF_NEEDED")
    card = the_shown(holder(session, asked.id_number), asked.operation["card"])
    why = _forbidden(card) or ("MARK_OPEN" if open_mark(session, card.identifier) else None)
    if why is not None:
        raise Refused(why)
    session.add(MarkRow(mark=asked.key, identifier=card.identifier, state=OPEN, opened=moment(now)))


def refuse_if_begun_elsewhere(session: Session, asked: Asked, card: CardRow, now: float) -> None:
    """BUSY while somebody stands before another terminal with the card, which has not told yet how the chip ended."""
    here = OperationRow.terminal_id == asked.terminal_id
    begun = select(MarkRow.opened).join(OperationRow, OperationRow.key == MarkRow.mark).where(~here)
    for opened in session.scalars(begun.filter(MarkRow.identifier == card.identifier, MarkRow.state == OPEN)):
        if now - datetime.fromisoformat(opened).timestamp() < BEFORE_A_TERMINAL:
            raise Refused("BUSY")


def close(session: Session, body: Mapping[str, Any], now: float) -> dict[str, Any]:
    """How the chip ended, from any terminal that holds the card; told again, it is the same."""
    row = session.get(MarkRow, body["mark"])
    if row is None:
        raise Refused("NO_MARK")
    card = session.get(CardRow, row.identifier)
    shown = body["card"]
    if card is None or (card.identifier, card.number) != (shown["identifier"], shown["number"]):
        raise Refused("CARD_MISMATCH")
    if row.state not in (OPEN, body["chip"]):
        raise Refused("MARK_CLOSED")
    if row.state == OPEN:
        row.state, row.closed = body["chip"], moment(now)
        if row.state == CHANGED:
            _changed(session, card, row)
    return {"mark": row.mark, "chip": row.state, "opened": row.opened, "closed": row.closed}


def _changed(session: Session, card: CardRow, row: MarkRow) -> None:
    """The chip has what this mark was opened for: what other open marks of the card had left there is gone."""
    others = select(MarkRow).filter_by(identifier=card.identifier, state=OPEN)
    for other in session.scalars(others):
        other.state, other.closed = UNCHANGED, row.closed
    operation = session.get(OperationRow, row.mark)
    item = "" if operation is None else operation.item
    if item != "unblock_pin":
        card.initial_pin = False
    if item == "activate":
        _activate(card)


def _activate(card: CardRow) -> None:
    """0 → 1; a card that was reported lost meanwhile is activated when it is found."""
    if card.state == ApplicationState.SEALED.value:
        card.state = ApplicationState.NORMAL.value
    elif card.state_before_loss == ApplicationState.SEALED.value:
        card.state_before_loss = ApplicationState.NORMAL.value


def _forbidden(card: CardRow) -> str | None:
    if replacement_pending(card):
        return "REPLACEMENT_PENDING"
    return "CARD_LOST" if card.state in LOST else _FORBIDDEN.get(card.state)
