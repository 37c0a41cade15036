"""A PIN change as the bureau sees it: a mark that is open from before the chip is touched until its end is told."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from sandbox.backend.asked import Asked
from sandbox.backend.cards import holder, open_mark, the_shown
from sandbox.backend.database import CardRow, MarkRow, moment
from sandbox.backend.loss import LOST, replacement_pending
from sandbox.backend.refusals import Refused
from sandbox.people import ApplicationState

OPEN = "open"
ENDS = frozenset({"changed", "unchanged"})
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
    row.state, row.closed = body["chip"], row.closed or moment(now)
    card.initial_pin = card.initial_pin and row.state != "changed"
    return {"mark": row.mark, "chip": row.state, "opened": row.opened, "closed": row.closed}


def _forbidden(card: CardRow) -> str | None:
    if replacement_pending(card):
        return "REPLACEMENT_PENDING"
    return "CARD_LOST" if card.state in LOST else _FORBIDDEN.get(card.state)
