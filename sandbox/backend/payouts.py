"""Into which account a pension is paid (待遇发放账户): a change is accepted at once, and reviewed by the district."""

import hashlib
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import String
from sqlalchemy.orm import Mapped, Session, mapped_column

from sandbox.backend import uploads
from sandbox.backend.asked import Asked
from sandbox.backend.database import BEIJING_TIME, Base, CardRow, PersonRow
from sandbox.backend.pensions import pensioner
from sandbox.backend.proofs import proven_in_person
from sandbox.backend.refusals import Refused
from sandbox.people import ApplicationState, BankState

REVIEW_TAKES = timedelta(days=3)
"""From acceptance to the district's review, after which the new account is paid into."""
_OLD_BANK = "重庆农村商业银行"
_PAYABLE = frozenset({BankState.NORMAL.value, BankState.NOT_ACTIVATED.value})


class PayoutRow(Base):
    """Where a pension is paid, and the account that is to be paid into once the district has looked at it."""

    __tablename__ = "sandbox_payouts"

    id_number: Mapped[str] = mapped_column(String(18), primary_key=True)
    bank: Mapped[str] = mapped_column(String(100))
    account: Mapped[str] = mapped_column(String(30))
    wanted: Mapped[str | None] = mapped_column(String(32))
    """The handle of the card whose account was asked for."""
    accepted: Mapped[float | None]
    signature: Mapped[str | None] = mapped_column(String(32))


def policy(session: Session, body: Mapping[str, Any], now: float) -> dict[str, Any]:
    """The body of the answer to POST /v1/pensions/payout-account."""
    proven_in_person(session, body, now)
    person = pensioner(session, body["person"]["id_number"])
    row = _row(session, person, now)
    return {
        "person": {"id_number": person.id_number, "name": person.name},
        "current": {"bank": row.bank, "tail": row.account[-4:]},
        "choices": [_choice(card) for card in _choices(person) if card.bank_account != row.account],
        "pending": row.wanted is not None,
    }


def change(session: Session, asked: Asked, now: float) -> None:
    """Accepted: signed, and to be reviewed by the district."""
    proven_in_person(session, asked.operation, now)
    person = pensioner(session, asked.id_number)
    row = _row(session, person, now)
    if row.wanted is not None:
        raise Refused("PAYOUT_PENDING")
    card = next((card for card in _choices(person) if card.handle == asked.operation["handle"]), None)
    if card is None:
        raise Refused("CARD_MISMATCH")
    if card.bank_account == row.account:
        raise Refused("SAME_VALUE")
    row.signature = uploads.take(session, asked, "signature", "signature")
    row.wanted, row.accepted = card.handle, now


def _choices(person: PersonRow) -> list[CardRow]:
    """Accounts of cards that are not cancelled, at banks that can take a payment."""
    gone = ApplicationState.CANCELLED.value
    return [card for card in person.cards if card.state != gone and card.bank_state in _PAYABLE]


def _choice(card: CardRow) -> dict[str, Any]:
    return {"handle": card.handle, "bank": card.bank, "tail": card.bank_account[-4:]}


def _row(session: Session, person: PersonRow, now: float) -> PayoutRow:
    row = session.get(PayoutRow, person.id_number)
    if row is None:
        row = PayoutRow(id_number=person.id_number, bank=_OLD_BANK, account=_passbook(person))
        session.add(row)
    if row.wanted is not None and row.accepted is not None and _day(now) - _day(row.accepted) >= REVIEW_TAKES:
        _reviewed(person, row)
    return row


def _reviewed(person: PersonRow, row: PayoutRow) -> None:
    """The district has agreed, unless the card has gone meanwhile."""
    card = next((card for card in _choices(person) if card.handle == row.wanted), None)
    if card is not None:
        row.bank, row.account = card.bank, card.bank_account
    row.wanted = row.accepted = None


def _passbook(person: PersonRow) -> str:
    """Pensions that began long ago are paid into a passbook of those days."""
    return str(int.from_bytes(hashlib.sha256(person.key.encode()).digest()[:5]) % 10**12).zfill(12)


def _day(now: float) -> datetime:
    return datetime.fromtimestamp(now, BEIJING_TIME)
