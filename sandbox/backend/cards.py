"""The bureau's answer to who holds which cards in which state, and its reasons to give none."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from sandbox.backend.database import CHONGQING, CardRow, MarkRow, OperationRow, PersonRow
from sandbox.backend.proofs import proven_for_a_report, proven_in_person
from sandbox.backend.refusals import Refused
from sandbox.people import ApplicationState

TAIL = 4

HOTLINES: Mapping[str, str] = {
    "中国银行": "95566",
    "农业银行": "95599",
    "建设银行": "95533",
    "邮储银行": "95580",
    "工商银行": "95588",
    "交通银行": "95559",
    "重庆农村商业银行": "95389",
    "重庆银行": "956023",
    "民生银行": "95568",
    "招商银行": "95555",
    "兴业银行": "95561",
    "光大银行": "95595",
    "广发银行": "95508",
    "浦发银行": "95528",
    "中信银行": "95558",
}
"""The co-operating banks' telephone numbers, where they are known."""

SEEN = frozenset({"sms", "face", "staff"})
"""What shows, beside the ID card, that its holder is here."""


def cards_of(session: Session, question: Mapping[str, Any], now: float) -> dict[str, Any]:
    """The body of the answer to POST /v1/cards/query; `Refused` with the reason."""
    shown: Mapping[str, str] | None = question.get("card")
    if shown is not None and not shown["identifier"].startswith(CHONGQING):
        raise Refused("OTHER_CITY")
    person = holder(session, question["person"]["id_number"])
    if shown is not None:
        the_shown(person, shown)
    knows_pin = shown is not None and "card_pin" in question["proofs"]
    if "typed_number" in question["proofs"] and "id_card" not in question["proofs"]:
        proven_for_a_report(session, question, now)
        return _answer(session, person, full=False, account=False)
    if question.get("agent") is not None:
        proven_in_person(session, question, now, by_agent=True)
    seen = bool(SEEN & set(question["proofs"])) and proven_in_person(session, question, now)
    return _answer(session, person, full=knows_pin or seen, account=knows_pin)


def holder(session: Session, id_number: str) -> PersonRow:
    """Somebody alive with a card of ours."""
    person = session.get(PersonRow, id_number)
    if person is None or not person.cards:
        raise Refused("NO_RECORD")
    if not person.alive:
        raise Refused("DECEASED")
    return person


def the_shown(person: PersonRow, shown: Mapping[str, str]) -> CardRow:
    """The person's card that lies in the reader."""
    wanted = (shown["identifier"], shown["number"])
    found = next((card for card in person.cards if (card.identifier, card.number) == wanted), None)
    if found is None:
        raise Refused("CARD_MISMATCH")
    return found


def the_meant(person: PersonRow, handle: str) -> CardRow:
    """The person's card with that handle."""
    found = next((card for card in person.cards if card.handle == handle), None)
    if found is None:
        raise Refused("CARD_MISMATCH")
    return found


def _answer(session: Session, person: PersonRow, *, full: bool, account: bool) -> dict[str, Any]:
    """`full`: with the card's number; `account`: with the last digits of the bank account as well."""
    current = _current(person.cards)
    return {
        "person": {"id_number": person.id_number, "name": person.name},
        "detail": "full" if full else "states",
        "cards": [
            {
                **_states(card, is_current=card is current),
                "bank": bank_of(card, account=account),
                "open_mark": _open_mark(session, card),
                "electronic_card": person.electronic_card,
                **({"number": card.number} if full else {}),
            }
            for card in person.cards
        ],
    }


def _current(cards: Sequence[CardRow]) -> CardRow | None:
    """The valid card: the one issued last of those that are not cancelled."""
    valid = [card for card in cards if card.state != ApplicationState.CANCELLED.value]
    return valid[-1] if valid else None


def _states(card: CardRow, *, is_current: bool) -> dict[str, Any]:
    return {
        "handle": card.handle,
        "number_tail": card.number[-TAIL:],
        "issued": card.issued.isoformat(),
        "expires": card.expires.isoformat(),
        "is_current": is_current,
        "application": {"state": card.state, "loss_until": card.loss_until, "lost_at": card.lost_at},
        "chip": {"generation": card.generation},
        "production": {"step": card.production, "pickup": card.pickup, "updated": card.production_updated},
    }


def bank_of(card: CardRow, *, account: bool) -> dict[str, str]:
    """The bank's part of a card, with the last digits of its account or without."""
    bank = {"name": card.bank, "state": card.bank_state, "hotline": HOTLINES.get(card.bank, "")}
    return {**bank, "account_tail": card.bank_account[-TAIL:]} if account and card.bank_account else bank


def _open_mark(session: Session, card: CardRow) -> dict[str, str] | None:
    mark = open_mark(session, card.identifier)
    if mark is None:
        return None
    operation = session.get(OperationRow, mark.mark)
    return {"mark": mark.mark, "opened": mark.opened, "item": "change_pin" if operation is None else operation.item}


def open_mark(session: Session, identifier: str) -> MarkRow | None:
    """The last PIN change on that card whose end nobody has told yet."""
    still_open = select(MarkRow).filter_by(identifier=identifier, state="open")
    return session.scalars(still_open.order_by(MarkRow.opened.desc())).first()
