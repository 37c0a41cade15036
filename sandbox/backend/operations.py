"""Operations under an idempotency key: each takes effect once or never, and its first outcome is its only one."""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from sandbox.backend import assistance, bank, entrustments, payouts, pensions, ratings
from sandbox.backend.agents import tell_holder
from sandbox.backend.applications import apply, cancel, exchange, replace
from sandbox.backend.asked import Asked
from sandbox.backend.contacts import change
from sandbox.backend.database import ApplicationRow, MarkRow, OperationRow, moment
from sandbox.backend.locking import lock, unlock
from sandbox.backend.loss import report, withdraw
from sandbox.backend.pin_change import OPEN, begin
from sandbox.backend.pin_reset import begin_activation, begin_restoring
from sandbox.backend.production import step_of
from sandbox.backend.refusals import REFUSALS, Refused
from sandbox.records import desk

CONFIRMED, REFUSED, SEALED = "confirmed", "refused", "sealed"
_FOLDED = str.maketrans("0O1I", "OOII")

DO: Mapping[str, Callable[[Session, Asked, float], str | None]] = {
    "report_loss": report,
    "report_bank_loss": bank.report,
    "change_pin": begin,
    "reset_pin": begin_restoring,
    "unblock_pin": begin_restoring,
    "activate": begin_activation,
    "lock_application": lock,
    "unlock_application": unlock,
    "withdraw_loss_report": withdraw,
    "apply_card": apply,
    "replace_card": replace,
    "exchange_card": exchange,
    "cancel_card": cancel,
    "change_information": change,
    "request_assistance": assistance.request,
    "accept_entrustment": entrustments.accept,
    "advance_entrustment": entrustments.advance,
    "certify_pension": pensions.certify,
    "maintain_payout_account": payouts.change,
    "void_record": desk.void,
    "dispute_record": desk.dispute,
    "rate_service": ratings.rate,
}
"""Item → what it does; gives the moment at which it ends, if it does."""


def carry_out(session: Session, asked: Asked, now: float, refuse: str | None = None) -> dict[str, Any]:
    """The outcome, decided at the first coming and repeated ever after.

    Raises `Refused` SEALED when the key was sealed before, and KEY_REUSED when it is bound to something else.
    """
    row = session.get(OperationRow, asked.key)
    if row is None:
        row = _row(session, asked, now)
        _decide(session, asked, row, now, refuse)
        session.add(row)
    elif row.terminal_id == asked.terminal_id and row.outcome == SEALED:
        raise Refused("SEALED")
    elif _bound(row) != _binding(asked):
        raise Refused("KEY_REUSED")
    return _told(session, row)


def settle(session: Session, asked: Asked, now: float) -> dict[str, Any]:
    """What became of a key; one that nothing has come for is sealed, in the same transaction."""
    row = session.get(OperationRow, asked.key)
    if row is None:
        row = _row(session, asked, now)
        row.outcome = SEALED
        session.add(row)
    elif row.terminal_id != asked.terminal_id:
        raise Refused("KEY_REUSED")
    return _told(session, row)


def standing(session: Session, reference: str, check: str) -> str | None:
    """Done, not done or pending, for who knows the check part; None for everybody else."""
    rows = list(session.scalars(select(OperationRow).filter_by(folded=folded(reference), check_part=check)))
    if not rows:
        return None
    states = {_standing(session, row) for row in rows}
    return states.pop() if len(states) == 1 else "pending"


def progress(session: Session, reference: str, check: str) -> str | None:
    """How far the card is that was applied for under that reference."""
    keys = select(OperationRow.key).filter_by(folded=folded(reference), check_part=check)
    chosen = select(ApplicationRow).where(ApplicationRow.key.in_(keys))
    application = session.scalars(chosen).first()
    return None if application is None else step_of(session, application)


def of_day(session: Session, terminal_id: str, day: str, after: int, most: int) -> list[dict[str, Any]]:
    """A terminal's operations of a day by the bureau's calendar, in the order of their coming; nothing personal."""
    chosen = select(OperationRow).filter_by(terminal_id=terminal_id)
    chosen = chosen.where(OperationRow.at.startswith(day, autoescape=True), OperationRow.number > after)
    rows = session.scalars(chosen.order_by(OperationRow.number).limit(most))
    return [{**_told(session, row), "number": row.number} for row in rows]


def count_of_day(session: Session, terminal_id: str, day: str) -> int:
    """How many there are of them."""
    chosen = select(func.count()).select_from(OperationRow).filter_by(terminal_id=terminal_id)
    return session.scalar(chosen.where(OperationRow.at.startswith(day, autoescape=True))) or 0


def lines(session: Session, most: int) -> list[str]:
    """The last operations, oldest first, without what belongs to the resident alone."""
    rows = session.scalars(select(OperationRow).order_by(OperationRow.number.desc()).limit(most))
    return [
        f"{row.at} {row.terminal_id} {row.item or '-'} {row.outcome} {row.code} {row.reference}"
        for row in reversed(list(rows))
    ]


def folded(reference: str) -> str:
    """The same for two numbers that differ only in 0 and O, or 1 and I."""
    return reference.upper().translate(_FOLDED)


def _row(session: Session, asked: Asked, now: float) -> OperationRow:
    """Nothing is known of it yet but where it comes from."""
    last = session.scalar(select(func.max(OperationRow.number))) or 0
    return OperationRow(
        key=asked.key,
        number=last + 1,
        terminal_id=asked.terminal_id,
        item=asked.item,
        id_number="",
        digest="",
        reference=asked.reference,
        folded=folded(asked.reference),
        check_part=asked.check,
        code="",
        at=moment(now),
    )


def _decide(session: Session, asked: Asked, row: OperationRow, now: float, refuse: str | None) -> None:
    row.id_number, row.digest = asked.id_number, asked.digest
    try:
        if refuse is not None:
            raise Refused(refuse)
        with session.begin_nested():  # what is refused half-way has not been done by half
            row.loss_until = DO[asked.item](session, asked, now)
            tell_holder(session, asked, now)
    except Refused as refusal:
        row.outcome, row.code = REFUSED, refusal.code
    else:
        row.outcome = CONFIRMED


def _bound(row: OperationRow) -> tuple[str, ...]:
    return row.terminal_id, row.item, row.id_number, row.digest, row.reference, row.check_part


def _binding(asked: Asked) -> tuple[str, ...]:
    return asked.terminal_id, asked.item, asked.id_number, asked.digest, asked.reference, asked.check


def _told(session: Session, row: OperationRow) -> dict[str, Any]:
    refused = row.outcome == REFUSED
    return {
        "key": row.key,
        "reference": row.reference,
        "item": row.item or None,
        "outcome": row.outcome,
        "code": row.code if refused else None,
        "message": REFUSALS.get(row.code, row.code) if refused else "",
        "at": row.at,
        "loss_until": row.loss_until,
        "mark": _mark(session, row),
    }


def _mark(session: Session, row: OperationRow) -> str | None:
    mark = session.get(MarkRow, row.key)
    return None if mark is None else mark.state


def _standing(session: Session, row: OperationRow) -> str:
    if row.outcome != CONFIRMED:
        return "not_done"
    return {OPEN: "pending", "unchanged": "not_done"}.get(_mark(session, row) or "", "done")
