"""The co-operating bank behind the gateway: an account is reported lost by its rules, apart from the card's own loss.

The bank is another house: it knows accounts and nothing of 社保应用状态, and it may be silent while the bureau answers.
"""

from collections.abc import Mapping
from typing import Final

from sqlalchemy.orm import Session

from sandbox.backend.asked import Asked
from sandbox.backend.cards import holder, the_meant
from sandbox.backend.database import CardRow
from sandbox.backend.proofs import proven_for_a_report
from sandbox.backend.refusals import Refused
from sandbox.backend.rules import BANK_TOGETHER, holds
from sandbox.people import BankState

WITHOUT_INTERFACE: Final = frozenset({"重庆三峡银行", "民生银行"})
"""Co-operating banks that take no report through the bureau: their hotline is called."""
_REFUSED: Final[Mapping[str, str]] = {
    BankState.NOT_ACTIVATED.value: "BANK_NOT_ACTIVATED",
    BankState.VERBAL_LOSS.value: "BANK_ALREADY_LOST",
    BankState.WRITTEN_LOSS.value: "BANK_ALREADY_LOST",
    BankState.CLOSED.value: "BANK_CLOSED",
}


def offers_reports(session: Session, card: CardRow) -> bool:
    """Whether the account of this card can be reported lost through the bureau: its bank is connected, and it is on."""
    return holds(session, BANK_TOGETHER) and card.bank not in WITHOUT_INTERFACE


def report(session: Session, asked: Asked, now: float) -> None:
    """口头挂失 of the account of the card with that handle; how long it lasts is the bank's own rule."""
    proven_for_a_report(session, asked.operation, now)
    card = the_meant(holder(session, asked.id_number), asked.operation["handle"])
    if not offers_reports(session, card):
        raise Refused("BANK_NOT_CONNECTED")
    if why := _REFUSED.get(card.bank_state):
        raise Refused(why)
    card.bank_state = BankState.VERBAL_LOSS.value
