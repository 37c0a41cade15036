"""社会保障卡解挂 (item 11): a card that was found is again what it was before its loss; it has to be put in itself."""

from dataclasses import replace
from functools import partial

from kiosk.backend.operations import Item, LossPolicy, LossWithdrawal
from kiosk.backend.schemas import ApplicationState, CardsAnswer, CardStates, InsertedCard
from kiosk.bank_half import call
from kiosk.card_confirmation import card_confirmation
from kiosk.conclusion import conclude
from kiosk.drafting import bureau_draft
from kiosk.identity import Resident, identify_for, look_up_cards, look_up_loss_policy, prove_again
from kiosk.journal import Draft, Operation, Standing
from kiosk.meant_card import card_put_in
from kiosk.presenting import ask_while_inserted
from kiosk.proof_policy import Shown
from kiosk.receipts import operation_slip
from kiosk.refusals import Refusal
from kiosk.session import Session
from texts import Text
from ui.pages import Confirm, Point, Row, Steps, Tone

AFTER_TEMPORARY = "withdraw_loss_temporary"
"""As shipped: id_card+face+card, id_card+sms+card or id_card+staff+card; the holder is at least 16; presence proven
longer ago than `identity.second_check_after` is proven again before the effect (`resources/proofs.toml`)."""
AFTER_FORMAL = "withdraw_loss_formal"
"""As shipped: id_card+face+card, id_card+sms+card or id_card+staff+card; the holder is at least 16; presence proven
longer ago than `identity.second_check_after` is proven again before the effect (`resources/proofs.toml`)."""
REFUSED_IN = {
    ApplicationState.SEALED: "NOT_LOST",
    ApplicationState.NORMAL: "NOT_LOST",
    ApplicationState.LOCKED: "NOT_LOST",
    ApplicationState.CANCELLED: "CARD_CANCELLED",
}
"""What the bureau would refuse anyway is said before the card is asked for."""


async def withdraw_loss_report(session: Session) -> None:
    """Identify, have the found card put in, confirm what comes back, withdraw the report."""
    resident = await identify_for(session, AFTER_TEMPORARY, steps(0), later=Shown.CARD)
    answer = await look_up_cards(session, resident)
    card, inserted = await card_put_in(session, AFTER_TEMPORARY, answer, REFUSED_IN, steps(1))
    policy = await look_up_loss_policy(session, resident, card)
    _refuse_where_forbidden(card, policy)
    await ask_while_inserted(session, _confirmation(answer, card, policy))
    resident = await prove_again(session, _transition(card), steps(2))
    operation = await session.submit(_draft(resident, inserted))
    rows = _rows(operation, policy)
    slip = partial(operation_slip, session.surroundings, operation, answer.person, rows, card)
    await conclude(session, operation, steps(3), rows, slip)


def _refuse_where_forbidden(card: CardStates, policy: LossPolicy) -> None:
    """Some cities let no formal loss be withdrawn, or none with the initial PIN; what holds here the bureau says."""
    withdrawal = policy.withdrawal
    if withdrawal is not None and not withdrawal.allowed:
        raise Refusal(withdrawal.code or "UNDO_NOT_ALLOWED", withdrawal.message)
    if withdrawal is None and _transition(card) == AFTER_FORMAL and not policy.allow_undo_formal_loss:
        raise Refusal("UNDO_NOT_ALLOWED")


def _transition(card: CardStates) -> str:
    return AFTER_FORMAL if card.application.state is ApplicationState.FORMAL_LOSS else AFTER_TEMPORARY


def _confirmation(answer: CardsAnswer, card: CardStates, policy: LossPolicy) -> Confirm:
    """What comes back, and that the bank's half does not."""
    bank = Text("withdraw_loss_report.bank_what", call=call(policy.bank))
    points = (
        Point(Text("withdraw_loss_report.works"), Text("withdraw_loss_report.works_what"), Tone.GOOD),
        Point(Text("withdraw_loss_report.bank"), bank, Tone.ATTENTION),
    )
    return replace(card_confirmation("withdraw_loss_report", answer, card, steps(2), points), danger=False)


def _draft(resident: Resident, inserted: InsertedCard) -> Draft:
    """One half, at the bureau; after a lost answer its key is settled, and nothing is sent twice."""
    withdrawal = LossWithdrawal(**resident.evidence, card=inserted)
    return bureau_draft(Item.WITHDRAW_LOSS_REPORT, "withdraw", withdrawal, card=inserted.identifier)


def _rows(operation: Operation, policy: LossPolicy) -> tuple[Row, ...]:
    """What the slip keeps: the function is as before the loss, and the bank's half is withdrawn apart."""
    if operation.standing is not Standing.DONE:
        return ()
    bank = Text("withdraw_loss_report.bank_what", call=call(policy.bank))
    return (
        Row(
            Text("card_status.label.application"),
            Text("withdraw_loss_report.restored"),
            Tone.GOOD,
            Text("withdraw_loss_report.restored_means"),
        ),
        Row(Text("card_status.label.bank"), Text("withdraw_loss_report.bank_apart"), Tone.ATTENTION, bank),
    )


def steps(current: int) -> Steps:
    """① 核验身份 ② 放入卡片 ③ 确认 ④ 完成."""
    names = ("step_identify", "step_card", "step_confirm", "step_done")
    return Steps(tuple(Text(f"operation.{name}") for name in names), current)
