"""Reporting a card lost (挂失) and withdrawing the report (解挂): what is possible, for how long, and what it does."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from sandbox.backend.asked import Asked
from sandbox.backend.bank import offers_reports
from sandbox.backend.cards import bank_of, holder, the_meant, the_shown
from sandbox.backend.database import TEMPORARY_LASTS, CardRow, end_loss, moment
from sandbox.backend.proofs import proven_for_a_report, proven_in_person
from sandbox.backend.refusals import REFUSALS, Refused
from sandbox.backend.rules import (
    FORMAL_LOSS_HERE,
    FORMAL_LOSS_SIGNED,
    INITIAL_PIN_WITHDRAWS,
    LOSS_WITHOUT_ID,
    UNDO_FORMAL_LOSS,
    holds,
)
from sandbox.backend.sms import DAY
from sandbox.backend.uploads import take
from sandbox.numbers import age_by
from sandbox.people import ApplicationState, Production

TEMPORARY, FORMAL = "temporary", "formal"
KINDS = (TEMPORARY, FORMAL)
TEMPORARY_DAYS = TEMPORARY_LASTS.days
ADULT = 16
"""Years from which a person acts for themselves; below, a guardian comes to the counter (formal loss, withdrawal)."""
LOST = frozenset({ApplicationState.TEMPORARY_LOSS.value, ApplicationState.FORMAL_LOSS.value})


def policy(session: Session, question: Mapping[str, Any], now: float) -> dict[str, Any]:
    """The body of the answer to POST /v1/cards/loss-policy."""
    card = the_meant(holder(session, question["person"]["id_number"]), question["handle"])
    bank, proofs = bank_of(card, account=False), question["proofs"]
    return {
        "handle": card.handle,
        "kinds": [_kind(session, card, kind, proofs, now) for kind in KINDS],
        "allow_undo_formal_loss": holds(session, UNDO_FORMAL_LOSS),
        "withdrawal": _allowed(_not_withdrawable(session, card, now)),
        "bank": {"name": bank["name"], "hotline": bank["hotline"], "reports": offers_reports(session, card)},
    }


def report(session: Session, asked: Asked, now: float) -> str | None:
    """Stop the card's social-security function; when that ends, if it does by itself.

    The state before is kept for that moment and for a withdrawal, through a temporary and then a formal loss.
    """
    kind, proofs = asked.operation["kind"], asked.operation["proofs"]
    proven_for_a_report(session, asked.operation, now)
    card = the_meant(holder(session, asked.id_number), asked.operation["handle"])
    if why := _not_reportable(session, card, kind, proofs, now):
        raise Refused(why)
    if _signed(session, kind):
        take(session, asked, "signature", "signature")
    if card.state not in LOST:
        card.state_before_loss = card.state
    temporary = kind == TEMPORARY
    card.state = (ApplicationState.TEMPORARY_LOSS if temporary else ApplicationState.FORMAL_LOSS).value
    card.loss_until, card.lost_at = moment(_end(now)) if temporary else None, moment(now)
    return card.loss_until


def withdraw(session: Session, asked: Asked, now: float) -> None:
    """The found card was shown: it is again what it was before its loss."""
    proven_in_person(session, asked.operation, now)
    card = the_shown(holder(session, asked.id_number), asked.operation["card"])
    if why := _not_withdrawable(session, card, now):
        raise Refused(why)
    end_loss(card)


def replacement_pending(card: CardRow) -> bool:
    """补卡中: formally lost, and another one on its way."""
    making = card.production not in (None, Production.NONE.value)
    return card.state == ApplicationState.FORMAL_LOSS.value and making


def under_age(card: CardRow, now: float) -> bool:
    """Whether the card's holder is a child; of who has another kind of number the bureau knows no birth here."""
    years = age_by(card.id_number, now)
    return years is not None and years < ADULT


def _kind(session: Session, card: CardRow, kind: str, proofs: list[str], now: float) -> dict[str, Any]:
    why = _not_reportable(session, card, kind, proofs, now)
    temporary = kind == TEMPORARY
    return {
        "kind": kind,
        **_allowed(why),
        "days": TEMPORARY_DAYS if temporary else None,
        "until": moment(_end(now)) if temporary and why is None else None,
        "signed": _signed(session, kind),
    }


def _signed(session: Session, kind: str) -> bool:
    """Whether the city wants a signature for it."""
    return kind == FORMAL and holds(session, FORMAL_LOSS_SIGNED)


def _allowed(why: str | None) -> dict[str, Any]:
    return {"allowed": why is None, "code": why, "message": REFUSALS[why] if why else ""}


def _not_reportable(session: Session, card: CardRow, kind: str, proofs: list[str], now: float) -> str | None:
    """Why this card cannot be reported lost so, if it cannot."""
    if card.state == ApplicationState.CANCELLED.value:
        return "CARD_CANCELLED"
    if replacement_pending(card):
        return "REPLACEMENT_PENDING"
    if card.state == ApplicationState.FORMAL_LOSS.value or (card.state in LOST and kind == TEMPORARY):
        return "ALREADY_LOST"
    return _not_by_these(session, kind, proofs) or ("MINOR" if kind == FORMAL and under_age(card, now) else None)


def _not_by_these(session: Session, kind: str, proofs: list[str]) -> str | None:
    """A number that was only typed opens a temporary loss, where the city lets it."""
    if kind == FORMAL and not holds(session, FORMAL_LOSS_HERE):
        return "KIND_NOT_OFFERED"
    if kind == FORMAL and "agent" in proofs:
        return "NOT_SELF"
    if "id_card" in proofs:
        return None
    return None if kind == TEMPORARY and holds(session, LOSS_WITHOUT_ID) else "NEEDS_ID_CARD"


def _not_withdrawable(session: Session, card: CardRow, now: float) -> str | None:
    if card.state == ApplicationState.CANCELLED.value:
        return "CARD_CANCELLED"
    if replacement_pending(card):
        return "REPLACEMENT_PENDING"
    if card.state not in LOST:
        return "NOT_LOST"
    if card.state == ApplicationState.FORMAL_LOSS.value and not holds(session, UNDO_FORMAL_LOSS):
        return "UNDO_NOT_ALLOWED"
    if under_age(card, now):
        return "MINOR"
    return "INITIAL_PIN" if card.initial_pin and not holds(session, INITIAL_PIN_WITHDRAWS) else None


def _end(now: float) -> float:
    return now + TEMPORARY_DAYS * DAY
