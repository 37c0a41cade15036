"""社会保障卡密码重置 (item 10): the PIN is forgotten or locked; the bureau's HSM lets the chip take a new one."""

from functools import partial

from devices.pin import Pin
from devices.social_security_card import PinReady, PinState, PinUnset
from kiosk.backend.operations import Item, PinRestoring
from kiosk.backend.schemas import ApplicationState, CardsAnswer, CardStates
from kiosk.card_words import card_personal
from kiosk.chip_change import ChipChange, change_on_chip, chip_draft
from kiosk.conclusion import conclude
from kiosk.identity import Resident, card_of, look_up_cards, prove_again
from kiosk.journal import Operation
from kiosk.meant_card import card_in_reader
from kiosk.new_pin import new_pin_twice
from kiosk.pin_block import TerminalKey
from kiosk.pin_restoring import restore, terminal_key, was_reset
from kiosk.presenting import ReadCard, ask_while_inserted
from kiosk.receipts import operation_slip
from kiosk.session import Session
from texts import Kind, Personal, Text
from ui.pages import Confirm, Point, Steps, Tone

TRANSITION = "reset_pin"
"""As shipped: card+id_card+face, card+id_card+sms or card+id_card+staff; the holder is at least 16; presence proven
longer ago than `identity.second_check_after` is proven again before the effect (`resources/proofs.toml`)."""
REFUSED_IN = {
    ApplicationState.SEALED: "NOT_ACTIVATED",
    ApplicationState.FORMAL_LOSS: "CARD_LOST",
    ApplicationState.TEMPORARY_LOSS: "CARD_LOST",
    ApplicationState.LOCKED: "CARD_LOCKED",
    ApplicationState.CANCELLED: "CARD_CANCELLED",
}
"""What the bureau would refuse anyway is said before anything is confirmed."""


async def reset_pin(session: Session) -> None:
    """Card, ID card and a second proof; what becomes of the PINs is said; the new PIN twice, and the HSM sets it."""
    key = terminal_key(session)
    read = await card_of(session, TRANSITION, steps(0))
    answer = await look_up_cards(session, session.proven.resident())
    card = card_in_reader(answer, read.card.inserted, REFUSED_IN)
    tries = await read.card.tries_left()
    await ask_while_inserted(session, _confirmation(answer, card, tries))
    new = await new_pin_twice(session, partial(ask_while_inserted, session), steps(2), "reset_pin")
    resident = await prove_again(session, TRANSITION, steps(2))
    operation = await _reset(session, resident, read, key, new)
    slip = partial(operation_slip, session.surroundings, operation, answer.person, (), card)
    await conclude(session, operation, steps(3), (), slip)


def _confirmation(answer: CardsAnswer, card: CardStates, tries: PinState) -> Confirm:
    """How the PIN stands now, which no try was spent to find out; what stops working, and what is not touched."""
    bank = Text("reset_pin.bank_what", bank=card.bank.name)
    return Confirm(
        headline=Text("reset_pin.confirm"),
        how=Text("reset_pin.confirm_how"),
        steps=steps(1),
        person=(Personal(Kind.NAME, answer.person.name), card_personal(card)),
        points=(
            Point(Text("reset_pin.now"), pin_stands(tries), Tone.NEUTRAL),
            Point(Text("reset_pin.stops"), Text("reset_pin.stops_what"), Tone.ATTENTION),
            Point(Text("reset_pin.bank"), bank, Tone.NEUTRAL),
        ),
        proceed=Text("reset_pin.proceed"),
        note=Text("reset_pin.note") if isinstance(tries, PinReady) else None,
        danger=False,
    )


def pin_stands(tries: PinState) -> Text:
    """「还可以输入 3 次」, 「已锁定」, 「没有设置」."""
    if isinstance(tries, PinReady):
        return Text("new_pin.tries_left", tries=tries.tries_left)
    return Text("new_pin.unset" if isinstance(tries, PinUnset) else "new_pin.locked")


async def _reset(session: Session, resident: Resident, read: ReadCard, key: TerminalKey, new: Pin) -> Operation:
    """Begun at the bureau, authorised by the HSM, done by the chip, finished at the bureau."""
    inserted, before = read.card.inserted, await read.card.tries_left()
    begun = PinRestoring(**resident.evidence, card=inserted)
    draft = chip_draft(Item.RESET_PIN, "reset", begun, inserted)
    act = partial(restore, session, key, read.card, new)
    find_out = partial(was_reset, before=before, new=new)
    return await change_on_chip(session, steps(2), ChipChange(draft, read.card, read.issuer, act, find_out))


def steps(current: int) -> Steps:
    """① 核验身份 ② 确认 ③ 设置新密码 ④ 完成."""
    names = ("operation.step_identify", "operation.step_confirm", "change_pin.step_new", "operation.step_done")
    return Steps(tuple(Text(name) for name in names), current)
