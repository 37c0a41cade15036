"""工作人员登录: number and password, judged by the bureau; while it is away, by what it said some days ago."""

import asyncio

from devices.pin import Pin
from kiosk.backend.client import Bureau
from kiosk.backend.errors import BackendRefused, BackendSilent, BackendUnreachable
from kiosk.backend.staff import Challenge, Role, StaffMember
from kiosk.refusals import Refusal
from kiosk.session import Session
from kiosk.staff.password import LEAST, MOST, answer, derived
from kiosk.staff.roll import Roll
from texts import Text
from ui.pages import Button, Keypad, PinPad

LEAST_NUMBER, MOST_NUMBER = 4, 10
"""Digits of a staff number."""
WRONG = "STAFF_WRONG"


async def sign_in(
    session: Session, roll: Roll, headline: Text, *, besides: str = "", roles: tuple[Role, ...] = tuple(Role)
) -> StaffMember:
    """Somebody whose password was right; asked again after a wrong one. `besides`: who may not be the one.

    `roles`: those that will do; who has another is told so and goes no further.

    `Refusal` STAFF_WAIT while signing in is closed after wrong tries; `BackendError` where nobody can tell.
    """
    member = await _signed_in(session, roll, headline, (), besides, roles)
    assert member is not None, "there is no other way"
    return member


async def sign_in_or(
    session: Session,
    roll: Roll,
    headline: Text,
    other: Button,
    *,
    besides: str = "",
    roles: tuple[Role, ...] = tuple(Role),
) -> StaffMember | None:
    """As `sign_in`; None when `other` was pressed instead."""
    return await _signed_in(session, roll, headline, (other,), besides, roles)


async def _signed_in(
    session: Session, roll: Roll, headline: Text, ways: tuple[Button, ...], besides: str, roles: tuple[Role, ...]
) -> StaffMember | None:
    trouble: Text | None = None
    while True:
        _refuse_while_closed(session, roll)
        number = await _number(session, headline, trouble, ways)
        if number is None:
            return None
        if number == besides:
            trouble = Text("staff.another_person")
            continue
        member = await _by_password(session, roll, number)
        if member is not None and member.role not in roles:
            session.log.write("staff.signed_out", session=session.number, staff=member.number)
            trouble = Text("staff.not_your_role", role=Text(f"staff.role.{roles[0].value}"))
            continue
        if member is not None:
            return member
        roll.wrong()
        session.log.write("staff.refused", session=session.number, staff=number)
        trouble = Text("staff.wrong")


def _refuse_while_closed(session: Session, roll: Roll) -> None:
    if roll.closed_until is not None:
        session.log.write("staff.closed", session=session.number)
        raise Refusal("STAFF_WAIT")


async def _number(session: Session, headline: Text, trouble: Text | None, ways: tuple[Button, ...]) -> str | None:
    """None when one of the other ways was pressed."""
    typed = await session.offer(
        Keypad(
            headline=headline,
            how=Text("staff.number_how"),
            least=LEAST_NUMBER,
            most=MOST_NUMBER,
            trouble=trouble,
            other_ways=ways,
            sensitive=False,
        )
    )
    return None if isinstance(typed, str) else typed.digits


async def _by_password(session: Session, roll: Roll, number: str) -> StaffMember | None:
    """The member, or None for a wrong password."""
    password = session.new_pin(MOST)
    page = PinPad(headline=Text("staff.password"), how=Text("staff.password_how"), pin=password, least=LEAST, most=MOST)
    await session.ask(page)
    try:
        return await session.working(
            Text("staff.checking"), Text("common.waiting_for_bureau"), _judged(session, roll, number, password)
        )
    finally:
        password.wipe()


async def _judged(session: Session, roll: Roll, number: str, password: Pin) -> StaffMember | None:
    try:
        member, challenge, key = await session.equipment.bureau.call(
            "staff", lambda bureau: _by_the_bureau(bureau, number, password)
        )
    except BackendRefused as refused:
        if refused.code != WRONG:
            raise Refusal(refused.code, refused.message) from refused
        if await _from_the_roll(roll, number, password) is not None:
            roll.forget(number)
        return None
    except (BackendUnreachable, BackendSilent):
        if roll.challenge(number) is None:
            raise
        return _noted(session, roll, await _from_the_roll(roll, number, password), by="roll")
    roll.remember(member, challenge, key)
    return _noted(session, roll, member, by="bureau")


def _by_the_bureau(bureau: Bureau, number: str, password: Pin) -> tuple[StaffMember, Challenge, bytes]:
    """On the line's own thread, where deriving a key keeps nobody waiting."""
    challenge = bureau.staff_challenge(number)
    key = derived(password, challenge)
    return bureau.staff_sign_in(number, challenge.nonce, answer(key, number, challenge.nonce)), challenge, key


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
