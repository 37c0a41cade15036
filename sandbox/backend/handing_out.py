"""The counter of the made-up bureau: a finished card is handed to its holder, and the one it replaces is cancelled."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from sandbox.backend import offers
from sandbox.backend.database import BEIJING_TIME, ApplicationRow, CardRow, PersonRow
from sandbox.backend.production import CANCELLATION, STEPS, new_card, pending
from sandbox.issuing import INITIAL_PIN, MAX_TRIES, answer_to_reset
from sandbox.people import ApplicationState, BankState, Chip, Production, SocialSecurityCard


class NotReadyError(Exception):
    """There is nothing to hand out; the message says how far it is."""


def hand_out(session: Session, key: str, now: float) -> SocialSecurityCard:
    """The new card of the resident `key`, sealed (0) and with its initial PIN; an old one is cancelled (9) by it."""
    person = session.scalars(select(PersonRow).filter_by(key=key)).one_or_none()
    made = next((card for card in person.cards if pending(card)), None) if person else None
    if person is None or made is None:
        raise NotReadyError(f"{key} 没有在办的卡")
    if made.production != Production.AT_PICKUP.value:
        raise NotReadyError(f"还没有到领卡网点，{_step(made)}")
    applied = select(ApplicationRow).filter_by(identifier=made.identifier, open=True)
    application = session.scalars(applied.where(ApplicationRow.kind != CANCELLATION)).first()
    handed = made if made.state == ApplicationState.SEALED.value else _in_place_of(session, made, application, now)
    made.production = made.production_updated = None
    if application is not None:
        application.open = False
    return in_hand(handed)


def _in_place_of(session: Session, old: CardRow, application: ApplicationRow | None, now: float) -> CardRow:
    """What is on the old card's medical account goes with its holder; its bank's half the bank closes."""
    bank = offers.bank(application.bank) if application is not None else None
    card = new_card(session, old.holder, old.bank if bank is None else bank.name, _day(now))
    card.medical_balance, old.medical_balance = old.medical_balance, 0
    old.state, old.state_before_loss, old.loss_until = ApplicationState.CANCELLED.value, None, None
    session.add(card)
    session.flush()
    return card


def in_hand(card: CardRow) -> SocialSecurityCard:
    """As its holder gets it: a chip of the third generation that knows the initial PIN."""
    told: dict[str, Any] = {name: getattr(card, name) for name in ("number", "identifier", "issued", "expires", "bank")}
    return SocialSecurityCard(
        **told,
        atr=answer_to_reset(card.identifier),
        state=ApplicationState(card.state),
        bank_account=card.bank_account,
        bank_state=BankState(card.bank_state),
        production=Production.NONE,
        chip=Chip(card.generation, "SM4", INITIAL_PIN, max_tries=MAX_TRIES, tries_left=MAX_TRIES),
        medical_balance=card.medical_balance,
    )


def _step(card: CardRow) -> str:
    names = [step.production.value for step in STEPS]
    return f"现在是第 {names.index(card.production or names[0]) + 1} 步，共 {len(names)} 步"


def _day(now: float) -> date:
    return datetime.fromtimestamp(now, BEIJING_TIME).date()
