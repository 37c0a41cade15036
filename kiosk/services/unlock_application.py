"""社保功能解锁 (item 9): take a locked card's social-security function up again, with the card in the reader."""

from dataclasses import replace
from functools import partial

from kiosk.backend.operations import ApplicationUnlock, Item
from kiosk.backend.schemas import ApplicationState, CardsAnswer, CardStates, InsertedCard
from kiosk.card_confirmation import card_confirmation
from kiosk.conclusion import conclude
from kiosk.drafting import bureau_draft
from kiosk.identity import Resident, identify_for, look_up_cards, prove_again
from kiosk.journal import Draft, Operation, Standing
from kiosk.meant_card import card_put_in
from kiosk.presenting import ask_while_inserted
from kiosk.proof_policy import Shown
from kiosk.receipts import operation_slip
from kiosk.session import Session
from texts import Text
from ui.pages import Confirm, Point, Row, Steps, Tone

TRANSITION = "unlock_application"
"""As shipped: id_card+face+card, id_card+sms+card or id_card+staff+card; the holder is at least 16; presence proven
longer ago than `identity.second_check_after` is proven again before the effect (`resources/proofs.toml`)."""
REFUSED_IN = {
    ApplicationState.SEALED: "NOT_ACTIVATED",
    ApplicationState.NORMAL: "NOT_LOCKED",
    ApplicationState.FORMAL_LOSS: "CARD_LOST",
    ApplicationState.TEMPORARY_LOSS: "CARD_LOST",
    ApplicationState.CANCELLED: "CARD_CANCELLED",
}
"""What the bureau would refuse anyway is said before the card is asked for."""


async def unlock_application(session: Session) -> None:
    """Identify, have the locked card put in, confirm what comes back, unlock."""
    resident = await identify_for(session, TRANSITION, steps(0), later=Shown.CARD)
    answer = await look_up_cards(session, resident)
    card, inserted = await card_put_in(session, TRANSITION, answer, REFUSED_IN, steps(1))
    await ask_while_inserted(session, _confirmation(answer, card))
    resident = await prove_again(session, TRANSITION, steps(2))
    operation = await session.submit(_draft(resident, inserted))
    rows = _rows(operation)
    slip = partial(operation_slip, session.surroundings, operation, answer.person, rows, card)
    await conclude(session, operation, steps(3), rows, slip)


def _confirmation(answer: CardsAnswer, card: CardStates) -> Confirm:
    """What works again, and that the PIN stays as it is."""
    points = (
        Point(Text("unlock_application.works"), Text("unlock_application.works_what"), Tone.GOOD),
        Point(Text("unlock_application.same"), Text("unlock_application.same_what"), Tone.NEUTRAL),
    )
    return replace(card_confirmation(TRANSITION, answer, card, steps(2), points), danger=False)


def _draft(resident: Resident, inserted: InsertedCard) -> Draft:
    """One half, at the bureau; after a lost answer its key is settled, and nothing is sent twice."""
    unlock = ApplicationUnlock(**resident.evidence, card=inserted)
    return bureau_draft(Item.UNLOCK_APPLICATION, "unlock", unlock, card=inserted.identifier)


def _rows(operation: Operation) -> tuple[Row, ...]:
    """What the slip keeps: the function's state."""
    if operation.standing is not Standing.DONE:
        return ()
    state, means = Text("card_status.application.1"), Text("card_status.application_means.1")
    return (Row(Text("card_status.label.application"), state, Tone.GOOD, means),)


def steps(current: int) -> Steps:
    """① 核验身份 ② 放入卡片 ③ 确认 ④ 完成."""
    names = ("step_identify", "step_card", "step_confirm", "step_done")
    return Steps(tuple(Text(f"operation.{name}") for name in names), current)
