"""工作人员协助核验: a member of staff compares the person with their ID card, and says so under their own name."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from devices.pin import Pin
from kiosk.backend.client import Bureau
from kiosk.backend.errors import BackendRefused
from kiosk.backend.schemas import StaffProof
from kiosk.backend.staff import Role, StaffMember
from kiosk.refusals import Refusal
from kiosk.services.catalogue import hours
from kiosk.session import Session
from kiosk.staff.hand_over import HandOver, Why, handed_over
from kiosk.staff.password import answered
from kiosk.staff.password_entry import typed_password
from kiosk.staff.sign_in import LEAST_NUMBER, MOST_NUMBER, WRONG, refuse_while_closed, wrong
from texts import Kind, Personal, Text
from ui.pages import Button, Choice, Confirm, Keypad, Point, Steps, Typed

R = TypeVar("R")

SAME = Button("same", Text("staff.vouch.same"), icon="check")
OTHER = Button("other_person", Text("staff.vouch.other_person"), icon="stop")


def staff_on_duty(session: Session) -> bool:
    """Whether somebody is there to be called now."""
    duty = session.configuration.staff.on_duty
    return bool(duty) and session.surroundings.wall().time() in hours(duty)


async def prove_by_staff(session: Session, steps: Steps, person: str, name: str) -> StaffProof:
    """What the bureau gave for the word of a member of staff, with the resident's consent.

    `Refusal` NOT_THE_PERSON when they say that it is somebody else, STAFF_WAIT while nobody may try to sign in.
    """
    refuse_while_closed(session, session.staff.roll)
    await session.ask(_consent(steps))
    session.memory.wall()
    with handed_over(session, Why.VOUCH) as hand:
        return await _vouched(session, steps, _About(person, name), hand)


@dataclass(frozen=True)
class _About:
    """Whom they are asked about."""

    person: str = field(repr=False)
    name: str = field(repr=False)


async def _vouched(session: Session, steps: Steps, about: _About, hand: HandOver) -> StaffProof:
    """Who they are, what they say of the resident, and their word for it."""
    trouble: Text | None = None
    while True:
        number = await _number(session, steps, trouble)
        password = await typed_password(
            session, headline=Text("staff.vouch.sign"), how=Text("staff.vouch.sign_how"), steps=steps
        )
        try:
            member = await _who(session, number, password)
            if member is not None:
                hand.identified(member)
                await _compare(session, steps, number, about.name, hand)
                return await _word_of(session, number, password, about.person)
        finally:
            password.wipe()
        trouble = wrong(session, session.staff.roll, number, Text("staff.wrong"))
        refuse_while_closed(session, session.staff.roll)


def _consent(steps: Steps) -> Confirm:
    """What happens, and what becomes of it; 返回 leads to the other ways."""
    return Confirm(
        headline=Text("staff.vouch.consent"),
        how=Text("staff.vouch.consent_how"),
        steps=steps,
        points=tuple(
            Point(Text(f"staff.vouch.{name}"), Text(f"staff.vouch.{name}_what")) for name in ("looks", "kept", "counts")
        ),
        proceed=Text("staff.vouch.agree"),
        danger=False,
    )


async def _number(session: Session, steps: Steps, trouble: Text | None) -> str:
    page = Keypad(
        headline=Text("staff.vouch.number"),
        how=Text("staff.vouch.number_how"),
        steps=steps,
        least=LEAST_NUMBER,
        most=MOST_NUMBER,
        trouble=trouble,
    )
    typed = await session.offer(page)
    assert isinstance(typed, Typed), "the page has no other ways"
    return typed.digits


async def _who(session: Session, number: str, password: Pin) -> StaffMember | None:
    """The member, by that password; None for a wrong one. `Refusal` STAFF_ROLE for a technician."""

    def sign_in(bureau: Bureau) -> StaffMember:
        shown = answered(bureau, number, password)
        return bureau.staff_sign_in(number, shown.challenge.nonce, shown.said)

    try:
        member = await _asked(session, sign_in)
    except BackendRefused as refused:
        if refused.code == WRONG:
            return None
        raise Refusal(refused.code, refused.message) from refused
    session.staff.roll.right()
    if member.role is Role.TECHNICIAN:
        raise Refusal("STAFF_ROLE")
    return member


async def _compare(session: Session, steps: Steps, number: str, name: str, hand: HandOver) -> None:
    """The person with the card on the reader and the face printed on it."""
    page = Choice(
        headline=Text("staff.vouch.compare"),
        how=Text("staff.vouch.compare_how", name=Personal(Kind.NAME, name)),
        steps=steps,
        options=(SAME, OTHER),
    )
    same = await session.offer(page) == SAME.key
    hand.answered(approved=same)
    if not same:
        session.log.write("staff.not_the_person", session=session.number, staff=number)
        raise Refusal("NOT_THE_PERSON")


async def _word_of(session: Session, number: str, password: Pin, person: str) -> StaffProof:
    """Given with the same password: it is bound to this person and this visit."""

    def vouch(bureau: Bureau) -> StaffProof:
        shown = answered(bureau, number, password, person, session.name)
        return bureau.staff_vouch(number, shown.challenge.nonce, shown.said, person, session.name)

    try:
        proof = await _asked(session, vouch)
    except BackendRefused as refused:
        raise Refusal(refused.code, refused.message) from refused
    session.log.write("staff.vouched", session=session.number, staff=number, person=session.log.person(person))
    return proof


async def _asked(session: Session, question: Callable[[Bureau], R]) -> R:
    asking = session.equipment.bureau.call("staff", question)
    return await session.working(Text("staff.checking"), Text("common.waiting_for_bureau"), asking)
