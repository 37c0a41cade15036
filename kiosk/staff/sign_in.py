"""工作人员登录: number and password, or a staff card; judged by the bureau, or by what it said some days ago."""

import asyncio
from dataclasses import dataclass
from typing import Final

from devices.card_reader import CardReader
from devices.faults import DeviceError
from devices.pin import Pin
from kiosk.backend.client import Bureau
from kiosk.backend.errors import BackendError, BackendRefused
from kiosk.backend.staff import Role, StaffMember
from kiosk.device import Device
from kiosk.refusals import Refusal
from kiosk.session import Session
from kiosk.staff.card import by_card, presented, slots_for_staff, taken_away
from kiosk.staff.password import Answered, answered, derived
from kiosk.staff.password_entry import typed_password
from kiosk.staff.roll import Roll
from texts import Text
from ui.pages import Button, Keypad, Typed

Slot = Device[CardReader]

LEAST_NUMBER, MOST_NUMBER = 4, 10
"""Digits of a staff number."""
WRONG = "STAFF_WRONG"
_ABOUT_THEM: Final = frozenset({"STAFF_LOCKED", "STAFF_ROLE"})
"""What the bureau says of this very person; any other refusal says that it did not judge."""


@dataclass(frozen=True)
class Wanted:
    """Whom a sign-in asks for. `besides`: who may not be the one; `roles`: those that will do."""

    headline: Text
    besides: str = ""
    roles: tuple[Role, ...] = tuple(Role)
    ways: tuple[Button, ...] = ()
    """What may be pressed instead."""


async def sign_in(
    session: Session, roll: Roll, headline: Text, *, besides: str = "", roles: tuple[Role, ...] = tuple(Role)
) -> StaffMember:
    """Somebody whose password was right, or whose card proved itself; asked again after a wrong one.

    Who has another role is told so and goes no further. `Refusal` STAFF_WAIT while signing in is closed after wrong
    tries, STAFF_UNJUDGED where nobody can tell; `BackendError` where only the bureau knows a card.
    """
    member = await sign_in_or(session, roll, Wanted(headline, besides, roles))
    assert member is not None, "there is no other way"
    return member


async def sign_in_or(session: Session, roll: Roll, wanted: Wanted) -> StaffMember | None:
    """As `sign_in`; None when one of the other ways was pressed instead."""
    trouble: Text | None = None
    while True:
        refuse_while_closed(session, roll)
        shown = await _number_or_card(session, wanted, trouble)
        if shown is None:
            return None
        if shown == wanted.besides:
            trouble = Text("staff.another_person")
            continue
        judged = await (
            _by_password(session, roll, shown) if isinstance(shown, str) else _by_card(session, roll, shown)
        )
        if not isinstance(judged, StaffMember):
            trouble = judged
            continue
        trouble = _unwanted(wanted, judged)
        if trouble is None:
            return judged
        session.log.write("staff.signed_out", session=session.number, staff=judged.number)


def _unwanted(wanted: Wanted, member: StaffMember) -> Text | None:
    """Why somebody else has to come; a card names its holder only now."""
    if member.number == wanted.besides:
        return Text("staff.another_person")
    if member.role not in wanted.roles:
        return Text("staff.not_your_role", role=Text(f"staff.role.{wanted.roles[0].value}"))
    return None


def refuse_while_closed(session: Session, roll: Roll) -> None:
    """`Refusal` STAFF_WAIT while nobody may try, written down."""
    if roll.closed_until is not None:
        session.log.write("staff.closed", session=session.number)
        raise Refusal("STAFF_WAIT")


async def _number_or_card(session: Session, wanted: Wanted, trouble: Text | None) -> str | Slot | None:
    """The number that was typed, or the slot that a card came into; None when another way was pressed."""
    slots = slots_for_staff(session)
    page = Keypad(
        headline=wanted.headline,
        how=Text("staff.number_or_card_how" if slots else "staff.number_how"),
        least=LEAST_NUMBER,
        most=MOST_NUMBER,
        trouble=trouble,
        other_ways=wanted.ways,
        sensitive=False,
    )
    if not slots:
        shown = await session.offer(page)
    else:
        session.card_expected = True
        shown = await session.offer_or(
            page, presented(slots, afresh=trouble is not None or not session.staff.are_alone)
        )
        session.card_expected = not isinstance(shown, Typed | str)
    return shown.digits if isinstance(shown, Typed) else None if isinstance(shown, str) else shown


async def _by_card(session: Session, roll: Roll, slot: Slot) -> StaffMember | Text:
    """The card's holder, or what is wrong with it. It goes back before anything else is done."""
    try:
        reading = by_card(session, slot)
        member = await session.working(Text("staff.card.checking"), Text("common.waiting_for_bureau"), reading)
    except DeviceError as error:
        session.log.write("card.failed", session=session.number, fault=error.fault.id, detail=error.detail)
        return Text("staff.card.not_read")
    except BackendRefused as refused:
        return wrong(session, roll, "card", Text("staff.card.not_known"), refused)
    finally:
        await taken_away(session, slot)
        session.card_expected = False
    roll.right()
    session.log.write("staff.signed_in", session=session.number, staff=member.number, role=member.role.value, by="card")
    return member


async def _by_password(session: Session, roll: Roll, number: str) -> StaffMember | Text:
    """The member, or what is wrong."""
    password = await typed_password(session, headline=Text("staff.password"), how=Text("staff.password_how"))
    judging = _judged(session, roll, number, password)
    try:
        member = await session.working(Text("staff.checking"), Text("common.waiting_for_bureau"), judging)
    finally:
        password.wipe()
    return member or wrong(session, roll, number, Text("staff.wrong"))


def wrong(session: Session, roll: Roll, shown: str, trouble: Text, refused: BackendRefused | None = None) -> Text:
    """Counted and written down; any other refusal than a wrong answer goes on up."""
    if refused is not None and refused.code != WRONG:
        raise Refusal(refused.code, refused.message) from refused
    roll.wrong()
    session.log.write("staff.refused", session=session.number, staff=shown)
    return trouble


async def _judged(session: Session, roll: Roll, number: str, password: Pin) -> StaffMember | None:
    """By the bureau; where it says nothing of them, away or out of order, by what it said some days ago.

    Who comes to mend the way to the bureau has to get in. `Refusal` STAFF_UNJUDGED where nobody knows them.
    """
    try:
        member, shown = await session.equipment.bureau.call(
            "staff", lambda bureau: _by_the_bureau(bureau, number, password)
        )
    except BackendError as error:
        code = error.code if isinstance(error, BackendRefused) else ""
        if code in _ABOUT_THEM:
            raise Refusal(code) from error
        known = await _from_the_roll(roll, number, password)
        if code == WRONG:
            if known is not None:
                roll.forget(number)
            return None
        if roll.challenge(number) is None:
            raise Refusal("STAFF_UNJUDGED") from error
        return _noted(session, roll, known, by="roll")
    roll.remember(member, shown.challenge, shown.key)
    return _noted(session, roll, member, by="bureau")


def _by_the_bureau(bureau: Bureau, number: str, password: Pin) -> tuple[StaffMember, Answered]:
    """Who it is, and with which key."""
    shown = answered(bureau, number, password)
    return bureau.staff_sign_in(number, shown.challenge.nonce, shown.said), shown


async def _from_the_roll(roll: Roll, number: str, password: Pin) -> StaffMember | None:
    challenge = roll.challenge(number)
    if challenge is None:
        return None
    return roll.member(number, await asyncio.to_thread(derived, password, challenge))


def _noted(session: Session, roll: Roll, member: StaffMember | None, *, by: str) -> StaffMember | None:
    if member is not None:
        roll.right()
        session.log.write("staff.signed_in", session=session.number, staff=member.number, role=member.role.value, by=by)
    return member
