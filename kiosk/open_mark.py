"""A PIN change whose end nobody has told: the card is here now, and shows which PIN it has."""

from devices.pin import Pin
from devices.social_security_card import PinReady, PinVerified
from kiosk.backend.errors import BackendError
from kiosk.backend.operations import Mark
from kiosk.backend.schemas import CardStates
from kiosk.card_in_hand import CardInHand
from kiosk.identity import Holding
from kiosk.refusals import Refusal
from kiosk.session import Session
from texts import Text
from ui.pages import Button, PinPad, Steps

LEAST_TRIES = 3
"""With two tries or fewer the chip is not asked: finding out is not worth a locked card."""
FORGOTTEN = Button("forgotten", Text("open_mark.forgotten"))


async def settle_open_mark(session: Session, steps: Steps, holding: Holding, card: CardStates) -> Holding:
    """Where the bureau keeps a mark on this card, ask for the new PIN of then: the chip has it or has it not.

    The chip is not asked again, and no try is spent: which PIN it has was shown a moment ago. The one that is typed is
    that PIN, and was set; or another one, typed twice alike, and was not. `Refusal` where the holder does not remember
    it: the counter resets the PIN.
    """
    if card.open_mark is None:
        return holding
    before: Pin | None = None
    while True:
        typed = session.new_pin()
        trouble = Text("open_mark.another") if before is not None else None
        if await session.ask(_page(session, steps, typed, trouble)) == FORGOTTEN.key:
            raise Refusal("MARK_OPEN")
        end = Mark.CHANGED if typed.same_as(holding.pin) else Mark.UNCHANGED
        if end is Mark.CHANGED or (before is not None and typed.same_as(before)):
            await _close(session, holding, card.open_mark.mark, end)
            return holding
        before = typed


async def which_pin(card: CardInHand, new: Pin) -> bool | None:
    """Whether the chip has `new`; None where too few tries are left to ask it."""
    counter = await card.tries_left()
    if not isinstance(counter, PinReady) or counter.tries_left < LEAST_TRIES:
        return None
    return isinstance(await card.verify(new, keep=True), PinVerified)


async def _close(session: Session, holding: Holding, mark: str, end: Mark) -> None:
    """The bureau hears it now; where it does not, the mark stays and is asked about the next time."""
    inserted = holding.card.inserted
    try:
        await session.equipment.bureau.call(
            "close_pin_change", lambda bureau: bureau.close_pin_change(mark, inserted, end)
        )
    except BackendError:
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
