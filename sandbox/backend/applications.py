"""Applications for a card (申领、补领、换领) and for its end (注销): what is offered, and what an accepted one does."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from sandbox.backend import offers, production
from sandbox.backend.asked import Asked
from sandbox.backend.cards import the_meant, the_shown
from sandbox.backend.database import (
    BEIJING_TIME,
    ApplicationRow,
    CardRow,
    PersonRow,
    moment,
)
from sandbox.backend.obstacles import EXCHANGE, NEW, REPLACEMENT, against, against_a_new_card, told
from sandbox.backend.pin_change import refuse_if_begun_elsewhere
from sandbox.backend.production import CANCELLATION, new_card
from sandbox.backend.proofs import proven_in_person
from sandbox.backend.refusals import Refused
from sandbox.backend.rules import EXCHANGE_UNREAD, holds
from sandbox.backend.sms import masked, tell
from sandbox.backend.uploads import take
from sandbox.people import Production

DAMAGED, OTHER_BANK = "damaged", "bank"


def policy(session: Session, question: Mapping[str, Any], now: float) -> dict[str, Any]:
    """The body of the answer to POST /v1/cards/application-policy."""
    proven_in_person(session, question, now, by_agent=question["kind"] != EXCHANGE)
    person = _registered(session, question["person"]["id_number"])
    card = None if question["kind"] == NEW else the_meant(person, question["handle"])
    obstacles = _obstacles(question["kind"], person, card, now)
    return {
        "kind": question["kind"],
        "handle": None if card is None else card.handle,
        "obstacles": told(obstacles),
        "banks": offers.told(offers.BANKS),
        "places": offers.told(offers.PLACES),
        "reasons": [] if card is None or question["kind"] != EXCHANGE else offers.reasons(card, _day(now)),
        "photo_taken": None if person.photo is None else person.photo.isoformat(),
        "phone": masked(person.phone) if person.phone else None,
        "fee_fen": offers.FEE_FEN,
        "days": production.DAYS,
        "unread_allowed": holds(session, EXCHANGE_UNREAD),
    }


def cancellation_policy(session: Session, question: Mapping[str, Any], now: float) -> dict[str, Any]:
    """The body of the answer to POST /v1/cards/cancellation-policy."""
    proven_in_person(session, question, now, by_agent=True)
    person = _registered(session, question["person"]["id_number"])
    card = the_meant(person, question["handle"])
    return {
        "handle": card.handle,
        "obstacles": told(_obstacles(CANCELLATION, person, card, now)),
        "reasons": list(offers.CANCELLED_FOR),
        "medical_balance_fen": card.medical_balance,
        "bring": offers.told(offers.PAPERS),
        "place": offers.CANCELLED_AT.told,
        "days": offers.CANCELLED_WITHIN,
    }


def apply(session: Session, asked: Asked, now: float) -> None:
    """申领: a new card, sealed, is on its way; it is a card of theirs from now on, and nothing can be done with it."""
    person = _admitted(session, asked, now)
    _allowed(against_a_new_card(person, now))
    bank = offers.bank(asked.operation["bank"])
    card = new_card(session, person, "" if bank is None else bank.name, _day(now))
    session.add(card)
    session.flush()
    _file(session, asked, NEW, card, now)


def replace(session: Session, asked: Asked, now: float) -> None:
    """补领: another card is made for one that stays formally lost for good."""
    person = _admitted(session, asked, now)
    card = the_meant(person, asked.operation["handle"])
    _allowed(against(REPLACEMENT, person, card, now))
    _file(session, asked, REPLACEMENT, card, now)


def exchange(session: Session, asked: Asked, now: float) -> None:
    """换领: another card is made while this one goes on; it was shown, or says by its reason why it was not."""
    person = _admitted(session, asked, now, by_agent=False)
    operation = asked.operation
    shown = operation.get("card")
    unread = operation["reason"] == DAMAGED and holds(session, EXCHANGE_UNREAD)
    if shown is None and not unread:
        raise Refused("NEED_OLD_CARD")
    card = the_meant(person, operation["handle"]) if shown is None else the_shown(person, shown)
    _allowed(against(EXCHANGE, person, card, now))
    if operation["reason"] not in offers.reasons(card, _day(now)):
        raise Refused("REASON_NOT_OFFERED")
    chosen = offers.bank(operation["bank"])
    if operation["reason"] == OTHER_BANK and chosen is not None and chosen.name == card.bank:
        raise Refused("SAME_BANK")
    _file(session, asked, EXCHANGE, card, now)


def cancel(session: Session, asked: Asked, now: float) -> None:
    """注销: an application that the counter finishes with the holder; the card's state stays as it is."""
    person = _admitted(session, asked, now)
    card = the_meant(person, asked.operation["handle"])
    refuse_if_begun_elsewhere(session, asked, card, now)
    _allowed(against(CANCELLATION, person, card, now))
    if session.query(ApplicationRow).filter_by(identifier=card.identifier, open=True).first() is not None:
        raise Refused("APPLICATION_PENDING")
    session.add(_row(session, asked, CANCELLATION, card, now))
    place, within = offers.CANCELLED_AT, offers.CANCELLED_WITHIN
    tell(session, person.phone, f"社保卡注销申请已受理，请在 {within} 个工作日后到{place.words.name}办理。", now)


def _admitted(session: Session, asked: Asked, now: float, *, by_agent: bool = True) -> PersonRow:
    proven_in_person(session, asked.operation, now, by_agent=by_agent)
    return _registered(session, asked.id_number)


def _registered(session: Session, id_number: str) -> PersonRow:
    """Anybody the bureau knows, with a card or without."""
    person = session.get(PersonRow, id_number)
    if person is None:
        raise Refused("NOT_INSURED")
    if not person.alive:
        raise Refused("DECEASED")
    return person


def _obstacles(kind: str, person: PersonRow, card: CardRow | None, now: float) -> list[str]:
    return against_a_new_card(person, now) if card is None else against(kind, person, card, now)


def _allowed(obstacles: list[str]) -> None:
    if obstacles:
        raise Refused(obstacles[0])


def _file(session: Session, asked: Asked, kind: str, card: CardRow, now: float) -> None:
    """The application stands, and its card is being made."""
    place = offers.place(asked.operation["place"])
    if offers.bank(asked.operation["bank"]) is None or place is None:
        raise Refused("CHOICE_NOT_OFFERED")
    _photographed(session, asked, card.holder, now)
    session.add(_row(session, asked, kind, card, now))
    card.production, card.production_updated = Production.ACCEPTED.value, moment(now)
    card.pickup = place.words.name
    tell(session, card.holder.phone, f"社保卡申请已受理，制成后送到{place.words.name}。", now)


def _photographed(session: Session, asked: Asked, person: PersonRow, now: float) -> None:
    """The photo that came with the application is on file from now on; without any no card is made."""
    if asked.operation.get("photo") is not None:
        take(session, asked, "photo", "photo")
        person.photo = _day(now)
    elif person.photo is None:
        raise Refused("NO_PHOTO")


def _row(session: Session, asked: Asked, kind: str, card: CardRow, now: float) -> ApplicationRow:
    return ApplicationRow(
        key=asked.key,
        kind=kind,
        id_number=card.id_number,
        identifier=card.identifier,
        reason=asked.operation.get("reason") or "",
        bank=asked.operation.get("bank") or "",
        pickup=asked.operation.get("place") or "",
        signature=take(session, asked, "signature", "signature"),
        created=now,
        open=True,
    )


def _day(now: float) -> date:
    return datetime.fromtimestamp(now, BEIJING_TIME).date()
