"""社会保障卡密码解锁 (item 10): the tries are used up and the PIN is remembered; the chip lets it be tried again.

It is not 社保功能解锁 (`unlock_application`), which is a flag at the bureau.
"""

from functools import partial

from devices.social_security_card import PinBlocked, PinReady
from kiosk.backend.operations import Item, Mark, PinRestoring
from kiosk.backend.schemas import CardsAnswer, CardStates
from kiosk.card_words import card_personal
from kiosk.chip_change import ChipChange, change_on_chip, chip_draft
from kiosk.conclusion import conclude
from kiosk.identity import Resident, card_of, look_up_cards, prove_again
from kiosk.journal import Operation
from kiosk.meant_card import card_in_reader
from kiosk.open_mark import tell_end
from kiosk.pin_block import TerminalKey
from kiosk.pin_restoring import restore, terminal_key, was_unblocked
from kiosk.presenting import ReadCard, ask_while_inserted
from kiosk.receipts import operation_slip
from kiosk.refusals import Refusal
from kiosk.services.reset_pin import REFUSED_IN
from kiosk.session import Session
from texts import Kind, Personal, Text
from ui.pages import Confirm, Point, Steps, Tone

TRANSITION = "unblock_pin"
"""As shipped: card+id_card+face, card+id_card+sms or card+id_card+staff; the holder is at least 16; presence proven
longer ago than `identity.second_check_after` is proven again before the effect (`resources/proofs.toml`)."""


async def unblock_pin(session: Session) -> None:
    """Card, ID card and a second proof; what it does and does not do is confirmed; the HSM sets the counter back."""
    key = terminal_key(session)
    read = await card_of(session, TRANSITION, steps(0))
    answer = await look_up_cards(session, session.proven.resident())
    card = card_in_reader(answer, read.card.inserted, REFUSED_IN)
    await _refuse_what_is_not_blocked(session, read, card)
    await ask_while_inserted(session, _confirmation(answer, card))
    resident = await prove_again(session, TRANSITION, steps(1))
    operation = await _unblocked(session, resident, read, key)
    slip = partial(operation_slip, session.surroundings, operation, answer.person, (), card)
    await conclude(session, operation, steps(2), (), slip)


async def _refuse_what_is_not_blocked(session: Session, read: ReadCard, card: CardStates) -> None:
    """The chip says so itself, and no try is spent.

    Where an earlier unblocking is open, whose end nobody heard, the bureau is told now that it was done. Its holder is
    refused as any other whose PIN is not blocked: the page says that it can be typed as usual, and there is no slip.
    """
    if isinstance(state := await read.card.tries_left(), PinBlocked):
        return
    if card.open_mark is not None and card.open_mark.item == Item.UNBLOCK_PIN.value:
        await tell_end(session, read.card, card.open_mark.mark, Mark.CHANGED)
    raise Refusal("PIN_NOT_LOCKED" if isinstance(state, PinReady) else "PIN_UNSET")


def _confirmation(answer: CardsAnswer, card: CardStates) -> Confirm:
    """The old PIN goes on, and this is not the function's lock."""
    return Confirm(
        headline=Text("unblock_pin.confirm"),
        how=Text("unblock_pin.confirm_how"),
        steps=steps(1),
        person=(Personal(Kind.NAME, answer.person.name), card_personal(card)),
        points=(
            Point(Text("unblock_pin.works"), Text("unblock_pin.works_what"), Tone.GOOD),
            Point(Text("unblock_pin.bank"), Text("unblock_pin.bank_what", bank=card.bank.name), Tone.NEUTRAL),
        ),
        proceed=Text("unblock_pin.proceed"),
        note=Text("unblock_pin.note"),
        danger=False,
    )


async def _unblocked(session: Session, resident: Resident, read: ReadCard, key: TerminalKey) -> Operation:
    """As a reset, without a new PIN."""
    inserted = read.card.inserted
    begun = PinRestoring(**resident.evidence, card=inserted)
    draft = chip_draft(Item.UNBLOCK_PIN, "unblock", begun, inserted)
    act = partial(restore, session, key, read.card, None)
    return await change_on_chip(session, steps(1), ChipChange(draft, read.card, read.issuer, act, was_unblocked))


def steps(current: int) -> Steps:
    """① 核验身份 ② 确认 ③ 完成."""
    names = ("step_identify", "step_confirm", "step_done")
    return Steps(tuple(Text(f"operation.{name}") for name in names), current)
