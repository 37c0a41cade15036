"""社保功能锁定 (item 9): suspend a card's social-security function, by a flag at the bureau; the chip is left alone."""

from dataclasses import replace
from functools import partial

from kiosk.backend.operations import ApplicationLock, Item
from kiosk.backend.schemas import ApplicationState, CardsAnswer, CardStates
from kiosk.card_confirmation import card_confirmation
from kiosk.conclusion import conclude
from kiosk.drafting import bureau_draft
from kiosk.identity import Resident, identify_for, look_up_cards, prove_again
from kiosk.journal import Draft, Operation, Standing
from kiosk.meant_card import choose_card
from kiosk.receipts import operation_slip
from kiosk.session import Session
from texts import Text
from ui.pages import Confirm, Point, Row, Steps, Tone

TRANSITION = "lock_application"
"""As shipped: id_card+face, id_card+sms or id_card+staff; the holder is at least 16; presence proven longer ago than
`identity.second_check_after` is proven again before the effect (`resources/proofs.toml`)."""
REFUSED_IN = {
    ApplicationState.SEALED: "NOT_ACTIVATED",
    ApplicationState.FORMAL_LOSS: "CARD_LOST",
    ApplicationState.LOCKED: "ALREADY_LOCKED",
    ApplicationState.TEMPORARY_LOSS: "CARD_LOST",
    ApplicationState.CANCELLED: "CARD_CANCELLED",
}
"""What the bureau would refuse anyway is said before anything is confirmed."""


async def lock_application(session: Session) -> None:
    """Identify, choose the card, confirm twice what stops and what does not, lock."""
    resident = await identify_for(session, TRANSITION, steps(0))
    answer = await look_up_cards(session, resident)
    card = await choose_card(session, answer, REFUSED_IN, Text("lock_application.which_card"), steps(1))
    await session.ask(_confirmation(answer, card))
    await session.ask(_confirmation_again(answer, card))
    resident = await prove_again(session, TRANSITION, steps(2))
    operation = await session.submit(_draft(resident, card))
    rows = _rows(operation)
    slip = partial(operation_slip, session.surroundings, operation, answer.person, rows, card)
    await conclude(session, operation, steps(3), rows, slip)


def _confirmation(answer: CardsAnswer, card: CardStates) -> Confirm:
    """What stops at once, what does not, and that this is no loss report."""
    points = (
        Point(Text("lock_application.stops"), Text("lock_application.stops_what"), Tone.DANGER),
        Point(Text("lock_application.until"), Text("lock_application.until_when"), Tone.ATTENTION),
        Point(Text("lock_application.goes_on"), Text("lock_application.goes_on_what"), Tone.GOOD),
    )
    page = card_confirmation("lock_application", answer, card, steps(2), points)
    return replace(page, note=Text("lock_application.note"))


def _confirmation_again(answer: CardsAnswer, card: CardStates) -> Confirm:
    """The second time only what is at stake, in the two sentences that matter."""
    points = (
        Point(Text("lock_application.stops"), Text("lock_application.stops_again"), Tone.DANGER),
        Point(Text("lock_application.goes_on"), Text("lock_application.goes_on_again"), Tone.GOOD),
    )
    return card_confirmation("lock_application", answer, card, steps(2), points, again="_again")


def _draft(resident: Resident, card: CardStates) -> Draft:
    """One half, at the bureau; after a lost answer its key is settled, and nothing is sent twice."""
    lock = ApplicationLock(**resident.evidence, handle=card.handle)
    return bureau_draft(Item.LOCK_APPLICATION, "lock", lock, card=card.handle)


def _rows(operation: Operation) -> tuple[Row, ...]:
    """What the slip keeps: the function's state with the way back, and that the bank account goes on."""
    if operation.standing is not Standing.DONE:
        return ()
    label = "card_status.label"
    return (
        Row(
            Text(f"{label}.application"),
            Text("card_status.application.3"),
            Tone.ATTENTION,
            Text("lock_application.locked_means"),
        ),
        Row(Text(f"{label}.bank"), Text("lock_application.bank"), Tone.GOOD, Text("lock_application.bank_means")),
    )


def steps(current: int) -> Steps:
    """① 核验身份 ② 选择 ③ 确认 ④ 完成."""
    names = ("step_identify", "step_choose", "step_confirm", "step_done")
    return Steps(tuple(Text(f"operation.{name}") for name in names), current)
