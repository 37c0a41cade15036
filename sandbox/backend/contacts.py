"""What the bureau registers of a person besides name and number (信息变更): telephone, address, contact."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from sqlalchemy.orm import Session

from sandbox.backend.asked import Asked
from sandbox.backend.cards import holder, the_shown
from sandbox.backend.database import PersonRow
from sandbox.backend.loss import replacement_pending
from sandbox.backend.obstacles import is_minor, told
from sandbox.backend.proofs import proven_in_person
from sandbox.backend.refusals import Refused
from sandbox.backend.sms import PROOF_LASTS, code_given_back, masked, send_code, tell
from sandbox.people import ApplicationState

PHONE = "phone"
_SHOWN_OF_ADDRESS, _STARS = 6, "****"


def _begun(address: str) -> str:
    return f"{address[:_SHOWN_OF_ADDRESS]}{_STARS}"


def _surnamed(name: str) -> str:
    return f"{name[:1]}**"


class Field(NamedTuple):
    """One thing that can be changed: what messages call it, and how it is shown."""

    words: str
    shown: Callable[[str], str]


FIELDS: Mapping[str, Field] = {
    PHONE: Field("手机号", masked),
    "address": Field("联系地址", _begun),
    "contact": Field("联系人", _surnamed),
}
"""Column of the person → what it is."""


def registered(session: Session, question: Mapping[str, Any], now: float) -> dict[str, Any]:
    """The body of the answer to POST /v1/people/contact; what is not registered is None."""
    person = _proven(session, question, now)
    return {name: _shown(person, name) for name in FIELDS} | {"obstacles": told(_obstacles(person, now))}


def send_to_new_phone(session: Session, body: Mapping[str, Any], now: float) -> dict[str, Any]:
    """A code to a telephone that somebody, proven before, says is theirs from now on."""
    person = _proven(session, body, now)
    if body["phone"] == person.phone:
        raise Refused("SAME_VALUE")
    return send_code(session, person, body["session"], body["phone"], now, registered=False)


def change(session: Session, asked: Asked, now: float) -> None:
    """From now on the new value counts; the telephone that was registered until now is told."""
    operation = asked.operation
    person = _proven(session, operation, now)
    for code in _obstacles(person, now):
        raise Refused(code)
    name, value = operation["field"], operation["value"]
    if getattr(person, name) == value:
        raise Refused("SAME_VALUE")
    if name == PHONE and _phone_that_answered(session, asked, now) != value:
        raise Refused("PROOF_NEEDED")
    before = person.phone
    setattr(person, name, value)
    tell(session, before, f"您登记的{FIELDS[name].words}已变更。不是本人办理的，请拨打 12333。", now)


def _phone_that_answered(session: Session, asked: Asked, now: float) -> str:
    given = asked.operation.get("phone_proof")
    if given is None:
        raise Refused("PROOF_NEEDED")
    return code_given_back(session, asked.id_number, given, now, PROOF_LASTS, registered=False).phone


def _proven(session: Session, question: Mapping[str, Any], now: float) -> PersonRow:
    """Card and PIN, or ID card and the registered telephone."""
    person = holder(session, question["person"]["id_number"])
    shown = question.get("card")
    if "card_pin" in question["proofs"] and shown is not None:
        the_shown(person, shown)
    else:
        proven_in_person(session, question, now)
    return person


def _obstacles(person: PersonRow, now: float) -> list[str]:
    """A child's guardian comes to the counter; while a lost card is replaced nothing is changed."""
    current = next((card for card in reversed(person.cards) if card.state != ApplicationState.CANCELLED.value), None)
    if current is None:
        return ["CARD_CANCELLED"]
    pending = ["REPLACEMENT_PENDING"] if replacement_pending(current) else []
    return [*pending, *(["MINOR"] if is_minor(person, now) else [])]


def _shown(person: PersonRow, name: str) -> str | None:
    value: str = getattr(person, name)
    return FIELDS[name].shown(value) if value else None
