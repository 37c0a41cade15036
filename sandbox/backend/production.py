"""How cards are made (制卡): the five steps by the bureau's calendar, from the application to the pick-up place."""

import secrets
from collections.abc import Sequence
from datetime import date
from itertools import takewhile
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from sandbox.backend.database import CHONGQING, HANDLE_BYTES, ApplicationRow, CardRow, PersonRow, moment
from sandbox.numbers import card_number
from sandbox.people import ApplicationState, BankState, Production

DAY = 86400
CANCELLATION = "cancellation"


class Step(NamedTuple):
    """A step, and how many days after the application it is reached."""

    days: float
    production: Production


STEPS: Sequence[Step] = (
    Step(0, Production.ACCEPTED),
    Step(1, Production.ACCOUNT_OPENED),
    Step(4, Production.CARD_MADE),
    Step(7, Production.SENT_TO_CITY),
    Step(9, Production.AT_PICKUP),
)
DAYS = 10
"""Working days that the bureau promises."""
YEARS = 10
_AREA = f"{CHONGQING}0103"
_THIRD_GENERATION = "3.00"
_FIRST_SERIAL = 90_000_000


def make_cards(session: Session, now: float) -> None:
    """Every card that is being made is as far as it should be by now."""
    for application in session.scalars(select(ApplicationRow).filter_by(open=True)):
        reached = list(takewhile(lambda step, since=application.created: since + step.days * DAY <= now, STEPS))
        card = session.get(CardRow, application.identifier)
        if card is None or application.kind == CANCELLATION or not reached:
            continue
        step = reached[-1]
        if card.production != step.production.value:
            card.production = step.production.value
            card.production_updated = moment(application.created + step.days * DAY)


def step_of(session: Session, application: ApplicationRow) -> str | None:
    """How far the card is that was applied for; None of one that is to end."""
    card = session.get(CardRow, application.identifier)
    return None if card is None or application.kind == CANCELLATION else card.production


def pending(card: CardRow) -> bool:
    """Whether a card is being made for this one, or it is itself being made."""
    return card.production not in (None, Production.NONE.value)


def new_card(session: Session, holder: PersonRow, bank: str, today: date) -> CardRow:
    """A card that nobody has yet, sealed: numbered when it is ordered; its chip is made later."""
    serial = _FIRST_SERIAL + session.query(CardRow).count()
    return CardRow(
        identifier=f"{_AREA}D156000005{serial:08}{secrets.token_hex(4).upper()}",
        handle=secrets.token_hex(HANDLE_BYTES),
        number=card_number(f"C{serial % 10**7:07}"),
        holder=holder,
        issued=today,
        expires=today.replace(year=today.year + YEARS, day=min(today.day, 28)),
        state=ApplicationState.SEALED.value,
        initial_pin=True,
        bank=bank,
        bank_account="",
        bank_state=BankState.NOT_ACTIVATED.value,
        generation=_THIRD_GENERATION,
        pickup="",
        medical_balance=0,
    )
