"""Something done on the chip whose end nobody has told: the card is here now, and shows what it has become."""

from devices.pin import Pin
from devices.social_security_card import PinReady, PinVerified
from kiosk.backend.errors import BackendRefused
from kiosk.backend.operations import Item, Mark
from kiosk.backend.schemas import OpenMark
from kiosk.card_in_hand import CardInHand
from kiosk.refusals import Refusal
from kiosk.session import GoOn, Session
from texts import Text
from ui.pages import Button, PinPad, Steps

LEAST_TRIES = 3
"""With two tries or fewer the chip is not asked: finding out is not worth a locked card."""
RESET = "reset_pin"
"""The item that helps who does not remember."""
FORGOTTEN = Button("forgotten", Text("open_mark.forgotten"))


async def settle_open_mark(session: Session, steps: Steps, right: Pin, card: CardInHand, mark: OpenMark | None) -> None:
    """Where the bureau keeps a mark on this card, find out how it ended and tell the bureau.

    `right` is the PIN that the chip took a moment ago. Who does not remember the new one of then goes on to the reset.
    """
    if mark is None:
        return
    end = await how_it_ended(session, steps, right, mark)
    if end is None:
        raise GoOn(RESET) if session.leading_to((RESET,)) else Refusal("MARK_OPEN")
    await tell_end(session, card, mark.mark, end)


async def how_it_ended(session: Session, steps: Steps, right: Pin, mark: OpenMark) -> Mark | None:
    """Ask for the new PIN of then: the chip has it or has it not. None where its holder does not remember it.

    The chip is not asked again, and no try is spent: the PIN that is typed is the right one, and was set; or another
    one, typed twice alike, and was not. That the PIN was right at all says that it was unblocked.
    """
    if mark.item == Item.UNBLOCK_PIN.value:
        return Mark.CHANGED
    before: Pin | None = None
    while True:
        typed = session.new_pin()
        trouble = Text("open_mark.another") if before is not None else None
        if await session.ask(_page(session, steps, typed, trouble)) == FORGOTTEN.key:
            return None
        if typed.same_as(right):
            return Mark.CHANGED
        if before is not None and typed.same_as(before):
            return Mark.UNCHANGED
        before = typed


async def which_pin(card: CardInHand, new: Pin) -> bool | None:
    """Whether the chip has `new`; None where too few tries are left to ask it."""
    counter = await card.tries_left()
    if not isinstance(counter, PinReady) or counter.tries_left < LEAST_TRIES:
        return None
    return isinstance(await card.verify(new, keep=True), PinVerified)


async def tell_end(session: Session, card: CardInHand, mark: str, end: Mark) -> None:
    """The bureau hears it now; where it does not answer, the mark stays and is asked about the next time."""
    inserted = card.inserted
    try:
        await session.equipment.bureau.call(
            "close_pin_change", lambda bureau: bureau.close_pin_change(mark, inserted, end)
        )
    except BackendRefused:
        raise Refusal("MARK_OPEN") from None


def _page(session: Session, steps: Steps, pin: Pin, trouble: Text | None) -> PinPad:
    card = session.configuration.card
    return PinPad(
        headline=Text("open_mark.type_new"),
        how=Text("open_mark.type_new_how"),
        steps=steps,
        pin=pin,
        least=card.pin_least,
        most=card.pin_most,
        trouble=trouble,
        other_ways=(FORGOTTEN,),
    )
