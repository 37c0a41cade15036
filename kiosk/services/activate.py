"""社会保障卡启用 (item 6): a new card, sealed until now, gets a PIN that its holder chose, and then works (0 → 1)."""

from functools import partial

from devices.pin import Pin
from kiosk.backend.operations import Item, Mark, PinRestoring
from kiosk.backend.schemas import ApplicationState, CardsAnswer, CardStates
from kiosk.card_and_pin import RightPin, ask_pin
from kiosk.card_words import card_personal
from kiosk.chip_change import ChipChange, change_on_chip, chip_draft, old_to_new
from kiosk.conclusion import FINISH, conclude
from kiosk.identity import Resident, card_of, look_up_cards, prove_again
from kiosk.journal import Operation, Standing
from kiosk.meant_card import card_in_reader
from kiosk.new_pin import new_pin_twice
from kiosk.open_mark import how_it_ended, tell_end, which_pin
from kiosk.pin_restoring import restore, terminal_key, was_reset
from kiosk.presenting import ReadCard, ask_while_inserted
from kiosk.receipts import operation_slip
from kiosk.refusals import Refusal
from kiosk.session import Session
from texts import Kind, Personal, Text
from ui.pages import Button, Confirm, Outcome, Point, Result, Row, Steps, Tone

TRANSITION = "activate"
"""As shipped: card+id_card+face, card+id_card+sms or card+id_card+staff; the holder is at least 16; presence proven
longer ago than `identity.second_check_after` is proven again before the effect (`resources/proofs.toml`)."""
REFUSED_IN = {
    ApplicationState.NORMAL: "ALREADY_ACTIVE",
    ApplicationState.FORMAL_LOSS: "CARD_LOST",
    ApplicationState.TEMPORARY_LOSS: "CARD_LOST",
    ApplicationState.LOCKED: "CARD_LOCKED",
    ApplicationState.CANCELLED: "CARD_CANCELLED",
}
"""What the bureau would refuse anyway is said before the PIN is asked for."""
NOT_KNOWN = Button("not_known", Text("activate.initial_not_known"))


async def activate(session: Session) -> None:
    """Card, ID card and a second proof; the initial PIN, or none; an earlier attempt whose end nobody heard; the
    confirmation; the new PIN twice. Begun at the bureau, changed on the chip, active once the bureau hears of it."""
    read = await card_of(session, TRANSITION, steps(0))
    answer = await look_up_cards(session, session.proven.resident())
    card = card_in_reader(answer, read.card.inserted, REFUSED_IN)
    initial = await initial_pin(session, read)
    if await _was_activated_before(session, read, card, initial):
        return
    await ask_while_inserted(session, _confirmation(answer, card))
    new = await new_pin_twice(session, partial(ask_while_inserted, session), steps(2), "activate", old=initial)
    resident = await prove_again(session, TRANSITION, steps(2))
    operation = await activated(session, resident, read, initial, new)
    rows = _rows(operation, card)
    slip = partial(operation_slip, session.surroundings, operation, answer.person, rows, card)
    await conclude(session, operation, steps(3), rows, slip)


async def initial_pin(session: Session, read: ReadCard) -> Pin | None:
    """As its holder types it; None where it is not known or locked, and the HSM sets the new one without it."""
    possible = bool(session.configuration.pin.key_file)
    ways = (NOT_KNOWN,) if possible else ()
    right = await ask_pin(session, steps(1), read, "activate.initial", ways)
    if isinstance(right, RightPin):
        return right.pin
    if not possible:
        raise Refusal("PIN_LOCKED")
    return None


async def _was_activated_before(session: Session, read: ReadCard, card: CardStates, current: Pin | None) -> bool:
    """An earlier activation whose end nobody heard: where the chip has the new PIN of then, it was done.

    Where its holder does not remember that PIN (`how_it_ended` gives None) the card is activated anew: the chip has
    just taken the PIN that was typed, whichever it is, and takes a new one for it. Where the initial PIN is not known
    nothing is asked about the mark: the HSM sets a new PIN whatever the old one is. In both cases the bureau ends the
    older mark when the new one is closed as changed.
    """
    mark = card.open_mark
    if mark is None or current is None:
        return False
    end = await how_it_ended(session, steps(1), current, mark)
    if end is None:
        return False
    await tell_end(session, read.card, mark.mark, end)
    if end is Mark.UNCHANGED:
        return False
    await session.offer(_done_before(card))
    return True


def _done_before(card: CardStates) -> Result:
    return Result(
        headline=Text("activate.done"),
        outcome=Outcome.DONE,
        steps=steps(3),
        what_now=(Text("activate.done_now"),),
        rows=_what_works(card),
        main=FINISH,
    )


def _confirmation(answer: CardsAnswer, card: CardStates) -> Confirm:
    """What works then, what becomes of the initial PIN, and that the bank's side is activated at the bank."""
    return Confirm(
        headline=Text("activate.confirm"),
        how=Text("activate.confirm_how"),
        steps=steps(1),
        person=(Personal(Kind.NAME, answer.person.name), card_personal(card)),
        points=(
            Point(Text("activate.works"), Text("activate.works_what"), Tone.GOOD),
            Point(Text("activate.stops"), Text("activate.stops_what"), Tone.ATTENTION),
            Point(Text("activate.bank"), Text("activate.bank_what", bank=card.bank.name), Tone.NEUTRAL),
        ),
        proceed=Text("activate.proceed"),
        danger=False,
    )


async def activated(session: Session, resident: Resident, read: ReadCard, initial: Pin | None, new: Pin) -> Operation:
    """Begun at the bureau, done on the chip by its old PIN or by the HSM; active once the bureau has heard of it."""
    inserted, before = read.card.inserted, await read.card.tries_left()
    draft = chip_draft(Item.ACTIVATE, "activate", PinRestoring(**resident.evidence, card=inserted), inserted)
    if initial is None:
        by_hsm = partial(restore, session, terminal_key(session), read.card, new)
        change = ChipChange(draft, read.card, read.issuer, by_hsm, partial(was_reset, before=before, new=new))
    else:
        by_pin = partial(old_to_new, read.card, initial, new)
        change = ChipChange(draft, read.card, read.issuer, by_pin, partial(which_pin, new=new))
    return await change_on_chip(session, steps(2), change)


def _rows(operation: Operation, card: CardStates) -> tuple[Row, ...]:
    """What the slip keeps."""
    return _what_works(card) if operation.standing is Standing.DONE else ()


def _what_works(card: CardStates) -> tuple[Row, ...]:
    """The function's state, and where the bank account is activated."""
    label, bank = "card_status.label", card.bank
    active, means = Text("card_status.application.1"), Text("card_status.application_means.1")
    where = Text("activate.bank_where", bank=bank.name, hotline=bank.hotline)
    return (
        Row(Text(f"{label}.application"), active, Tone.GOOD, means),
        Row(Text(f"{label}.bank"), Text("activate.bank_apart"), Tone.ATTENTION, where),
    )


def steps(current: int) -> Steps:
    """① 核验身份 ② 确认 ③ 设置新密码 ④ 完成."""
    names = ("operation.step_identify", "operation.step_confirm", "change_pin.step_new", "operation.step_done")
    return Steps(tuple(Text(name) for name in names), current)
