"""A telephone number that is to be registered: typed in sight, and proven by the code that it gets."""

import re
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from kiosk.backend.applications import Asker
from kiosk.backend.errors import BackendRefused
from kiosk.backend.filing import check_new_phone, send_to_new_phone
from kiosk.backend.operations import SmsSent
from kiosk.backend.schemas import SmsProof
from kiosk.refusals import Refusal
from kiosk.session import Session
from kiosk.sms import AGAIN, CODE_DIGITS
from texts import Text, literal
from ui.pages import Button, Keypad, Steps, Typed

MOBILE: Final = re.compile(r"1[3-9]\d{9}", re.ASCII)
DIGITS, GROUPS = 11, (3, 4, 4)
OTHER_NUMBER = "other_number"
ASK_AGAIN: Final = frozenset({"SAME_VALUE"})
"""Refusals after which another number may be typed."""


@dataclass(frozen=True)
class NewPhone:
    """The number, and what came of the code that it got."""

    number: str = field(repr=False)
    proof: SmsProof = field(repr=False)


async def ask_new_phone(session: Session, asker: Asker, present: Text, steps: Steps) -> NewPhone:
    """Type the number and give back the code that it gets; another number, or another code, as often as one likes."""
    trouble: Text | None = None
    while True:
        number = await _typed(session, present, trouble, steps)
        try:
            proof = await _proven(session, asker, number, steps)
        except BackendRefused as refused:
            if refused.code not in ASK_AGAIN:
                raise
            trouble = Text("change_information.same_phone")
            continue
        if proof is not None:
            return NewPhone(number, proof)
        trouble = None


async def _typed(session: Session, present: Text, trouble: Text | None, steps: Steps) -> str:
    """Eleven digits that can be a mobile telephone's."""
    while True:
        page = Keypad(
            headline=Text("change_information.type_phone"),
            how=Text("change_information.type_phone_how", present=present),
            steps=steps,
            least=DIGITS,
            most=DIGITS,
            groups=GROUPS,
            trouble=trouble,
        )
        answer = await session.ask(page)
        if isinstance(answer, Typed) and MOBILE.fullmatch(answer.digits):
            return answer.digits
        trouble = Text("change_information.no_phone_number")


async def _proven(session: Session, asker: Asker, number: str, steps: Steps) -> SmsProof | None:
    """The proof for the right code; None when another number is to be typed."""
    sent, trouble = await _send(session, asker, number), None
    while True:
        answer = await session.ask(_code_page(session.surroundings.wall(), sent, trouble, steps))
        if answer == OTHER_NUMBER:
            return None
        if not isinstance(answer, Typed):
            sent, trouble = await _send(session, asker, number), None
            continue
        try:
            return await _check(session, asker.id_number, answer.digits)
        except BackendRefused as refused:
            trouble = _trouble(refused)


def _code_page(now: datetime, sent: SmsSent, trouble: Text | None, steps: Steps) -> Keypad:
    wait = max(round((sent.again_at - now).total_seconds()), 0)
    again = Button(AGAIN, Text("sms.again"), wait=wait, reason=Text("sms.again_later") if wait else None)
    return Keypad(
        headline=Text("change_information.type_code"),
        how=Text("change_information.type_code_how", digits=CODE_DIGITS, phone=literal(sent.phone)),
        steps=steps,
        least=CODE_DIGITS,
        most=CODE_DIGITS,
        trouble=trouble,
        other_ways=(again, Button(OTHER_NUMBER, Text("change_information.other_number"))),
    )


async def _send(session: Session, asker: Asker, number: str) -> SmsSent:
    sending = session.equipment.bureau.call(
        "send_to_new_phone", lambda bureau: send_to_new_phone(bureau, asker, session.name, number)
    )
    return await session.working(Text("sms.sending"), Text("common.waiting_for_bureau"), sending)


async def _check(session: Session, person: str, code: str) -> SmsProof:
    checking = session.equipment.bureau.call(
        "check_new_phone", lambda bureau: check_new_phone(bureau, person, session.name, code)
    )
    return await session.working(Text("sms.checking"), Text("common.waiting_for_bureau"), checking)


def _trouble(refused: BackendRefused) -> Text:
    """A wrong code may be typed again; one that is used up or over needs a new one; anything else ends the way."""
    match refused.code:
        case "SMS_WRONG" if refused.tries_left is not None:
            return Text("sms.wrong_tries", tries=refused.tries_left)
        case "SMS_USED_UP" | "SMS_EXPIRED":
            return Text("sms.over")
        case _:
            raise Refusal(refused.code, refused.message)
