"""The card and its PIN, as a proof: tries are told before any is spent; a card that is pulled is asked for again."""

from dataclasses import dataclass, field
from typing import NamedTuple

from devices.card_data import IssuerData
from devices.faults import DeviceError
from devices.pin import Pin
from devices.social_security_card import PinBlocked, PinReady, PinUnset, PinVerified, PinWrong
from kiosk.place import who_helps
from kiosk.presenting import ReadCard, present_card, pulled, told
from kiosk.session import Session
from texts import Text
from ui.pages import Button, Outcome, PinPad, Result, Steps


@dataclass(frozen=True)
class RightPin:
    """The card in the reader with the PIN that it took, which is still in hand."""

    read: ReadCard = field(repr=False)
    pin: Pin = field(repr=False)
    tries_left: int | None
    """The chip's counter now; None when the chip would not say."""


class Counted(NamedTuple):
    """What a PIN is asked for as, and how often it may still be tried."""

    name: str
    tries_left: int


async def ask_card_and_pin(
    session: Session, steps: Steps, ways: tuple[Button, ...], why: Text | None = None
) -> RightPin | str:
    """The inserted card, once its PIN was right; else the key of another way: "" where there is none to choose.

    `why`: what is told with the first page.
    """
    same: IssuerData | None = None
    trouble = why
    while True:
        read = await present_card(session, steps, same=same, trouble=trouble, other_ways=ways)
        if isinstance(read, str):
            return read
        try:
            right = await ask_pin(session, steps, read, "identity.enter_pin", ways)
            return right or (await _without_pin(session, steps, read, ways) if ways else "")
        except DeviceError as error:
            trouble, same = told(session, error), read.issuer


async def ask_pin(
    session: Session, steps: Steps, read: ReadCard, name: str, ways: tuple[Button, ...]
) -> RightPin | str:
    """Ask for the PIN as `NAME` while tries are left; else the key of another way: "" where none was pressed.

    `DeviceError(REMOVED)` when the card is pulled meanwhile.
    """
    state, trouble = await read.card.tries_left(), None
    while isinstance(state, PinReady):
        pin = session.new_pin()
        page = _pin_page(session, steps, pin, Counted(name, state.tries_left), trouble=trouble, ways=ways)
        answer = await session.ask_or(page, pulled(session))
        if isinstance(answer, str):
            return answer
        match await session.working(
            Text("identity.checking_pin"), Text("identity.waiting_for_card"), read.card.verify(pin, keep=True)
        ):
            case PinVerified():
                return RightPin(read, pin, await _counter(read))
            case PinWrong(tries_left=left):
                state, trouble = PinReady(left), Text("identity.pin_wrong", tries=left)
            case PinBlocked():
                state = PinBlocked()
        pin.wipe()
    return ""


async def _counter(read: ReadCard) -> int | None:
    """The right PIN has set its counter back: what the chip says of it now."""
    counter = await read.card.tries_left()
    return counter.tries_left if isinstance(counter, PinReady) else None


def _pin_page(
    session: Session, steps: Steps, pin: Pin, counted: Counted, *, trouble: Text | None, ways: tuple[Button, ...]
) -> PinPad:
    """The tries that are left are said before any is spent; before the last one there is a warning of its own."""
    card = session.configuration.card
    return PinPad(
        headline=Text(counted.name),
        how=Text(f"{counted.name}_how", digits=card.pin_most, tries=counted.tries_left),
        steps=steps,
        pin=pin,
        least=card.pin_least,
        most=card.pin_most,
        trouble=Text("identity.pin_last_try") if counted.tries_left == 1 else trouble,
        other_ways=ways,
    )


async def _without_pin(session: Session, steps: Steps, read: ReadCard, ways: tuple[Button, ...]) -> str:
    """A card whose PIN is blocked, or was never set, proves nobody: the ID card may still show the states."""
    unset = isinstance(await read.card.tries_left(), PinUnset)
    reason = "identity.pin_unset" if unset else "identity.pin_blocked"
    page = Result(
        headline=Text(reason),
        outcome=Outcome.REFUSED,
        steps=steps,
        what_now=(Text(f"{reason}_now"), Text("identity.id_card_shows_states")),
        who_helps=who_helps(session.configuration),
        main=ways[0],
        buttons=ways[1:],
    )
    return await session.offer(page)
