"""社会保障卡密码修改 (item 10): the old PIN is known; a new one is set on the chip, and the bureau knows of it."""

from functools import partial

from devices.faults import DeviceError
from devices.pin import Pin
from devices.social_security_card import PinBlocked, PinChanged, PinWrong
from kiosk.backend.operations import Item, PinChange
from kiosk.backend.schemas import ApplicationState
from kiosk.conclusion import conclude
from kiosk.identity import Holding, identify_with_card, look_up_cards, present_again
from kiosk.journal import Draft, HalfDraft, Operation, new_intention
from kiosk.meant_card import card_in_reader
from kiosk.open_mark import settle_open_mark, which_pin
from kiosk.operations import BUREAU, CHIP, ChipEnd, ChipLostError
from kiosk.receipts import operation_slip
from kiosk.session import Session
from texts import Text
from ui.pages import PinPad, Steps

REFUSED_IN = {
    ApplicationState.SEALED: "NOT_ACTIVATED",
    ApplicationState.FORMAL_LOSS: "CARD_LOST",
    ApplicationState.TEMPORARY_LOSS: "CARD_LOST",
    ApplicationState.LOCKED: "CARD_LOCKED",
    ApplicationState.CANCELLED: "CARD_CANCELLED",
}
"""What the bureau would refuse anyway is said before a new PIN is asked for."""


async def change_pin(session: Session) -> None:
    """Card and old PIN, the new PIN twice, then the chip between the two words with the bureau."""
    holding = await identify_with_card(session, steps(0))
    answer = await look_up_cards(session, holding.resident)
    card = card_in_reader(answer, holding.card.inserted, REFUSED_IN)
    holding = await settle_open_mark(session, steps(1), holding, card)
    new = await _new_pin_twice(session, holding)
    operation = await _changed(session, holding, new)
    slip = partial(operation_slip, session.surroundings, operation, answer.person, ())
    await conclude(session, operation, steps(2), (), slip)


async def _new_pin_twice(session: Session, holding: Holding) -> Pin:
    """Typed twice alike, and another one than before; what was typed wrongly is asked for again from the start."""
    trouble: Text | None = None
    while True:
        new, again = session.new_pin(), session.new_pin()
        await session.ask(_pin_page(session, new, "change_pin.new", trouble))
        if new.same_as(holding.pin):
            trouble = Text("change_pin.same_as_old")
            continue
        await session.ask(_pin_page(session, again, "change_pin.again", None))
        if new.same_as(again):
            again.wipe()
            return new
        trouble = Text("change_pin.differ")


def _pin_page(session: Session, pin: Pin, name: str, trouble: Text | None) -> PinPad:
    card = session.configuration.card
    return PinPad(
        headline=Text(name),
        how=Text(f"{name}_how", digits=card.pin_most),
        steps=steps(1),
        pin=pin,
        least=card.pin_least,
        most=card.pin_most,
        trouble=trouble,
    )


async def _changed(session: Session, holding: Holding, new: Pin) -> Operation:
    """Both halves. A card that goes away before it answers is asked for again, and asked which PIN it has."""
    draft = _draft(holding)
    try:
        return await session.submit_on_chip(draft, holding.card.inserted, partial(_on_chip, holding, new))
    except ChipLostError as lost:
        return await _found_out(session, holding, new, lost.operation)


async def _on_chip(holding: Holding, new: Pin) -> ChipEnd:
    match await holding.card.change_pin(holding.pin, new):
        case PinChanged():
            return ChipEnd.CHANGED
        case PinWrong() | PinBlocked():
            return ChipEnd.REFUSED


async def _found_out(session: Session, holding: Holding, new: Pin, operation: Operation) -> Operation:
    """The tear rule: the same card again, find out, settle. Where it stays away, the bureau keeps the mark open."""
    while True:
        card = await present_again(session, steps(1), holding.issuer, Text("change_pin.card_gone"))
        try:
            changed = await which_pin(card, new)
        except DeviceError:
            continue
        if changed is None:
            return operation
        return await session.surroundings.operations.found_out(operation, card.inserted, changed=changed)


def _draft(holding: Holding) -> Draft:
    """At the bureau a mark, on the chip the change."""
    resident, inserted = holding.resident, holding.card.inserted
    change = PinChange(id_number=resident.id_number, proofs=resident.proofs, card=inserted)
    told = {"card": inserted.model_dump(mode="json")}
    return Draft(
        intention=new_intention(),
        item=Item.CHANGE_PIN.value,
        kind="change",
        person=resident.id_number,
        card=inserted.identifier,
        halves=(HalfDraft(BUREAU, change.body()), HalfDraft(CHIP, told)),
        personal=told,
    )


def steps(current: int) -> Steps:
    """① 核验身份 ② 设置新密码 ③ 完成."""
    names = ("operation.step_identify", "change_pin.step_new", "operation.step_done")
    return Steps(tuple(Text(name) for name in names), current)
