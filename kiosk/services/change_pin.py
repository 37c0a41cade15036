"""社会保障卡密码修改 (item 10): the old PIN is known; a new one is set on the chip, and the bureau knows of it."""

from functools import partial

from devices.pin import Pin
from kiosk.backend.operations import Item, PinChange
from kiosk.backend.schemas import ApplicationState
from kiosk.chip_change import ChipChange, change_on_chip, chip_draft, old_to_new
from kiosk.conclusion import conclude
from kiosk.identity import Holding, identify_with_card, look_up_cards
from kiosk.journal import Operation
from kiosk.meant_card import card_in_reader
from kiosk.new_pin import new_pin_twice
from kiosk.open_mark import settle_open_mark, which_pin
from kiosk.receipts import operation_slip
from kiosk.session import Session
from texts import Text
from ui.pages import Steps

TRANSITION = "change_pin"
"""As shipped: card_pin (`resources/proofs.toml`)."""
REFUSED_IN = {
    ApplicationState.SEALED: "NOT_ACTIVATED",
    ApplicationState.FORMAL_LOSS: "CARD_LOST",
    ApplicationState.TEMPORARY_LOSS: "CARD_LOST",
    ApplicationState.LOCKED: "CARD_LOCKED",
    ApplicationState.CANCELLED: "CARD_CANCELLED",
}
"""What the bureau would refuse anyway is said before a new PIN is asked for."""


async def change_pin(session: Session) -> None:
    """Card and old PIN; an earlier change whose end nobody heard; the new PIN twice. Begun at the bureau, changed on
    the chip, finished at the bureau."""
    holding = await identify_with_card(session, TRANSITION, steps(0))
    answer = await look_up_cards(session, holding.resident)
    card = card_in_reader(answer, holding.card.inserted, REFUSED_IN)
    await settle_open_mark(session, steps(1), holding.pin, holding.card, card.open_mark)
    new = await new_pin_twice(session, session.ask, steps(1), "change_pin", old=holding.pin)
    operation = await _changed(session, holding, new)
    slip = partial(operation_slip, session.surroundings, operation, answer.person, (), card)
    await conclude(session, operation, steps(2), (), slip)


async def _changed(session: Session, holding: Holding, new: Pin) -> Operation:
    """One command, sent once: the chip takes the new PIN for the old one, or says no."""
    resident, inserted = holding.resident, holding.card.inserted
    change = PinChange(**resident.evidence, card=inserted)
    draft = chip_draft(Item.CHANGE_PIN, "change", change, inserted)
    act, find_out = partial(old_to_new, holding.card, holding.pin, new), partial(which_pin, new=new)
    return await change_on_chip(session, steps(1), ChipChange(draft, holding.card, holding.issuer, act, find_out))


def steps(current: int) -> Steps:
    """① 核验身份 ② 设置新密码 ③ 完成."""
    names = ("operation.step_identify", "change_pin.step_new", "operation.step_done")
    return Steps(tuple(Text(name) for name in names), current)
