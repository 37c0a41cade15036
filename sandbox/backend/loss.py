"""Reporting a card lost (挂失) and withdrawing the report (解挂): what is possible, for how long, and what it does."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from sandbox.backend.asked import Asked
from sandbox.backend.cards import bank_of, holder, the_meant, the_shown
from sandbox.backend.database import CardRow, end_loss, moment
from sandbox.backend.refusals import REFUSALS, Refused
from sandbox.backend.rules import UNDO_FORMAL_LOSS, holds
from sandbox.backend.sms import DAY, PROOF_LASTS, REPORT_LASTS, has_id_and_phone
from sandbox.people import ApplicationState, Production

TEMPORARY = "temporary"
KINDS = frozenset({TEMPORARY, "formal"})
TEMPORARY_DAYS = 7
LOST = frozenset({ApplicationState.TEMPORARY_LOSS.value, ApplicationState.FORMAL_LOSS.value})


def policy(session: Session, question: Mapping[str, Any], now: float) -> dict[str, Any]:
    """The body of the answer to POST /v1/cards/loss-policy."""
    card = the_meant(holder(session, question["person"]["id_number"]), question["handle"])
    why = forbidden(card)
    kind = {"kind": TEMPORARY, "allowed": why is None, "days": TEMPORARY_DAYS}
    until = None if why else moment(_end(now))
    bank = bank_of(card, account=False)
    return {
        "handle": card.handle,
        "kinds": [{**kind, "until": until, "code": why, "message": REFUSALS[why] if why else ""}],
        "allow_undo_formal_loss": holds(session, UNDO_FORMAL_LOSS),
        "bank": {"name": bank["name"], "hotline": bank["hotline"]},
    }


def forbidden(card: CardRow) -> str | None:
    """Why this card cannot be reported lost for a while, if so."""
    if card.state == ApplicationState.CANCELLED.value:
        return "CARD_CANCELLED"
    if replacement_pending(card):
        return "REPLACEMENT_PENDING"
    return "ALREADY_LOST" if card.state in LOST else None


def replacement_pending(card: CardRow) -> bool:
    """补卡中: formally lost, and another one on its way."""
    making = card.production not in (None, Production.NONE.value)
    return card.state == ApplicationState.FORMAL_LOSS.value and making


def report(session: Session, asked: Asked, now: float) -> str:
    """Stop the card's social-security function; when that ends. The state before is kept for that moment."""
    has_id_and_phone(session, asked.operation, now, REPORT_LASTS)
    card = the_meant(holder(session, asked.id_number), asked.operation["handle"])
    why = forbidden(card)
    if why is None and asked.operation["kind"] != TEMPORARY:
        why = "KIND_NOT_OFFERED"
    if why is not None:
        raise Refused(why)
    until = moment(_end(now))
    card.state_before_loss, card.state, card.loss_until = card.state, ApplicationState.TEMPORARY_LOSS.value, until
    return until


def withdraw(session: Session, asked: Asked, now: float) -> None:
    """The found card was shown: it is again what it was before its loss."""
    has_id_and_phone(session, asked.operation, now, PROOF_LASTS)
    card = the_shown(holder(session, asked.id_number), asked.operation["card"])
    if why := _not_withdrawable(session, card):
        raise Refused(why)
    end_loss(card)


def _not_withdrawable(session: Session, card: CardRow) -> str | None:
    if card.state == ApplicationState.CANCELLED.value:
        return "CARD_CANCELLED"
    if replacement_pending(card):
        return "REPLACEMENT_PENDING"
    if card.state not in LOST:
        return "NOT_LOST"
    formal = card.state == ApplicationState.FORMAL_LOSS.value
    return "UNDO_NOT_ALLOWED" if formal and not holds(session, UNDO_FORMAL_LOSS) else None


def _end(now: float) -> float:
    return now + TEMPORARY_DAYS * DAY
