"""What other houses do between two visits: data sharing (数据共享) cancels cards, a bank changes an account."""

from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from sandbox.backend.database import ApplicationRow, CardRow, PersonRow
from sandbox.part import CommandError
from sandbox.people import ApplicationState, BankState

DIED: Final = "died"
FOUND: Final = (DIED, "emigrated")
"""What another authority may tell of somebody: 死亡, 出国定居."""
ACCOUNT_STATES: Final = tuple(state.value for state in BankState)


def data_sharing(session: Session, key: str, found: str = "") -> str:
    """Every card of the resident `key` is cancelled (any state → 9), and what is under way for them ends."""
    if found not in FOUND:
        raise CommandError(f"应为：{'、'.join(FOUND)}")
    person = _known(session, key)
    person.alive = person.alive and found != DIED
    for card in person.cards:
        _cancel(card)
    for application in session.scalars(select(ApplicationRow).filter_by(id_number=person.id_number, open=True)):
        application.open = False
    return f"{key} 的 {len(person.cards)} 张卡已注销"


def bank_account(session: Session, key: str, state: str = "") -> str:
    """The account of their latest card is so now; the bank tells nobody."""
    if state not in ACCOUNT_STATES:
        raise CommandError(f"应为：{'、'.join(ACCOUNT_STATES)}")
    *_, card = _known(session, key).cards
    card.bank_state = state
    return f"{key} 在{card.bank}的账户：{state}"


def _known(session: Session, key: str) -> PersonRow:
    """Somebody with a card."""
    person = session.scalars(select(PersonRow).filter_by(key=key)).one_or_none()
    if person is None or not person.cards:
        raise CommandError(f"没有 {key}，或没有卡")
    return person


def _cancel(card: CardRow) -> None:
    card.state = ApplicationState.CANCELLED.value
    card.state_before_loss = card.loss_until = card.lost_at = None
    card.production = card.production_updated = None
