"""The code that the bureau sends to a person's registered telephone, typed in sight; never remembered."""

from datetime import datetime

from kiosk.backend.errors import BackendRefused
from kiosk.backend.operations import SmsSent
from kiosk.backend.schemas import SmsProof
from kiosk.refusals import Refusal
from kiosk.session import Session
from texts import Text, literal
from ui.pages import Button, Keypad, Steps, Typed

CODE_DIGITS = 6
AGAIN = "again"


async def prove_by_sms(
    session: Session, steps: Steps, person: str, why: Text | None = None, *, phone_told: bool = True
) -> SmsProof:
    """Send, ask, check; a new code on request. `why`: what the page says when it is asked once more in a visit.

    `phone_told`: the page shows the telephone's first and last digits, which belong to who has shown a paper.

    `BackendRefused` NO_PHONE where no telephone is registered.
    """
    sent = await _send(session, person)
    trouble = why
    while True:
        answer = await session.ask(_page(session, steps, sent, trouble, phone_told=phone_told))
        if not isinstance(answer, Typed):
            sent, trouble = await _send(session, person), None
            continue
        try:
            return await _check(session, person, answer.digits)
        except BackendRefused as refused:
            trouble = _trouble(refused)


async def _send(session: Session, person: str) -> SmsSent:
    return await session.working(
        Text("sms.sending"),
        Text("common.waiting_for_bureau"),
        session.equipment.bureau.call("sms_send", lambda bureau: bureau.send_sms(person, session.name)),
    )


async def _check(session: Session, person: str, code: str) -> SmsProof:
    return await session.working(
        Text("sms.checking"),
        Text("common.waiting_for_bureau"),
        session.equipment.bureau.call("sms_check", lambda bureau: bureau.check_sms(person, session.name, code)),
    )


def _trouble(refused: BackendRefused) -> Text:
    """A wrong code may be typed again; one that is used up or over needs a new one; anything else ends the way."""
    match refused.code:
        case "SMS_WRONG":
            left = refused.tries_left
            return Text("sms.wrong") if left is None else Text("sms.wrong_tries", tries=left)
        case "SMS_USED_UP" | "SMS_EXPIRED":
            return Text("sms.over")
        case _:
            raise Refusal(refused.code, refused.message)


def _page(session: Session, steps: Steps, sent: SmsSent, trouble: Text | None, *, phone_told: bool) -> Keypad:
    told = Text("sms.enter_how", phone=literal(sent.phone), digits=CODE_DIGITS)
    return Keypad(
        headline=Text("sms.enter"),
        how=told if phone_told else Text("sms.enter_how_untold", digits=CODE_DIGITS),
        steps=steps,
        least=CODE_DIGITS,
        most=CODE_DIGITS,
        trouble=trouble,
        other_ways=(_again(session.surroundings.wall(), sent),),
    )


def _again(now: datetime, sent: SmsSent) -> Button:
    """Another code, from the moment on that the bureau names."""
    wait = max(round((sent.again_at - now).total_seconds()), 0)
    return Button(AGAIN, Text("sms.again"), wait=wait, reason=Text("sms.again_later") if wait else None)
