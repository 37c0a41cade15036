"""What is done on the chip between two words with the bureau; a card that goes away meanwhile is asked for again."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from devices.card_data import IssuerData
from devices.faults import DeviceError
from devices.pin import Pin
from devices.social_security_card import PinBlocked, PinChanged, PinWrong
from kiosk.backend.operations import Item, OperationBody
from kiosk.backend.schemas import InsertedCard
from kiosk.card_in_hand import CardInHand
from kiosk.identity import present_again
from kiosk.journal import Draft, HalfDraft, Operation, new_intention
from kiosk.operations import BUREAU, CHIP, ChipAct, ChipEnd, ChipLostError
from kiosk.session import Session
from texts import Text
from ui.pages import Steps

FindOut = Callable[[CardInHand], Awaitable[bool | None]]
"""Whether the card that is here again has been changed; None where only its last tries could tell."""


@dataclass(frozen=True)
class ChipChange:
    """One change: what is written down, which card, what is done on it, and how to find out afterwards."""

    draft: Draft
    card: CardInHand
    issuer: IssuerData
    act: ChipAct
    find_out: FindOut


def chip_draft(item: Item, kind: str, body: OperationBody, card: InsertedCard) -> Draft:
    """At the bureau a mark, on the chip the change. Earlier marks are the bureau's to judge, which knows them all."""
    told = {"card": card.model_dump(mode="json")}
    return Draft(
        intention=new_intention(),
        item=item.value,
        kind=kind,
        person=body.id_number,
        card=card.identifier,
        halves=(HalfDraft(BUREAU, body.body()), HalfDraft(CHIP, told)),
        personal=told,
        despite_chip=True,
    )


async def old_to_new(card: CardInHand, old: Pin, new: Pin, _mark: str) -> ChipEnd:
    """CHANGE PIN, which the HSM has no part in."""
    match await card.change_pin(old, new):
        case PinChanged():
            return ChipEnd.CHANGED
        case PinWrong() | PinBlocked():
            return ChipEnd.REFUSED


async def change_on_chip(session: Session, steps: Steps, change: ChipChange) -> Operation:
    """Both halves. A card that goes away before it answers is asked for again, and shows what it has become."""
    try:
        return await session.submit_on_chip(change.draft, change.card.inserted, change.act)
    except ChipLostError as lost:
        return await _found_out(session, steps, change, lost.operation)


async def _found_out(session: Session, steps: Steps, change: ChipChange, operation: Operation) -> Operation:
    """The tear rule: the same card again, find out, settle. Where it stays away, the bureau keeps the mark open."""
    while True:
        card = await present_again(session, steps, change.issuer, Text("new_pin.card_gone"))
        try:
            changed = await change.find_out(card)
        except DeviceError:
            continue
        if changed is None:
            return operation
        return await session.found_out(operation, card.inserted, changed=changed)
