"""社会保障卡解挂 (item 11): a card that was found is again what it was before its loss; it has to be put in itself."""

from functools import partial

from kiosk.backend.operations import Item, LossPolicy, LossWithdrawal
from kiosk.backend.schemas import ApplicationState, CardsAnswer, CardStates, InsertedCard
from kiosk.card_words import card_personal
from kiosk.conclusion import conclude
from kiosk.identity import Resident, identify_by_sms, look_up_cards, look_up_loss_policy
from kiosk.journal import Draft, HalfDraft, Operation, Standing, new_intention
from kiosk.meant_card import card_in_reader, possible_cards
from kiosk.operations import BUREAU
from kiosk.presenting import ask_while_inserted, show_card
from kiosk.receipts import operation_slip
from kiosk.refusals import Refusal
from kiosk.session import Session
from texts import Kind, Personal, Text
from ui.pages import Confirm, Point, Row, Steps, Tone

REFUSED_IN = {
    ApplicationState.SEALED: "NOT_LOST",
    ApplicationState.NORMAL: "NOT_LOST",
    ApplicationState.LOCKED: "NOT_LOST",
    ApplicationState.CANCELLED: "CARD_CANCELLED",
}
"""What the bureau would refuse anyway is said before the card is asked for."""


async def withdraw_loss_report(session: Session) -> None:
    """Identify by ID card and SMS, have the found card put in, confirm what comes back, withdraw the report."""
    resident = await identify_by_sms(session, steps(0))
    answer = await look_up_cards(session, resident)
    possible_cards(answer, REFUSED_IN)
    inserted = await show_card(session, steps(1))
    card = card_in_reader(answer, inserted, REFUSED_IN)
    policy = _allowed(card, await look_up_loss_policy(session, resident, card))
    await ask_while_inserted(session, _confirmation(answer, card, policy))
    operation = await session.submit(_draft(resident, inserted))
    rows = _rows(operation, policy)
    slip = partial(operation_slip, session.surroundings, operation, answer.person, rows)
    await conclude(session, operation, steps(3), rows, slip)


def _allowed(card: CardStates, policy: LossPolicy) -> LossPolicy:
    """Some cities let no formal loss be withdrawn; what holds here the bureau says."""
    if card.application.state is ApplicationState.FORMAL_LOSS and not policy.allow_undo_formal_loss:
        raise Refusal("UNDO_NOT_ALLOWED")
    return policy


def _confirmation(answer: CardsAnswer, card: CardStates, policy: LossPolicy) -> Confirm:
    """What comes back, and that the bank's half does not."""
    bank = Text("withdraw_loss_report.bank_what", bank=policy.bank.name, hotline=policy.bank.hotline)
    return Confirm(
        headline=Text("withdraw_loss_report.confirm"),
        how=Text("withdraw_loss_report.confirm_how"),
        steps=steps(2),
        person=(Personal(Kind.NAME, answer.person.name), card_personal(card)),
        points=(
            Point(Text("withdraw_loss_report.works"), Text("withdraw_loss_report.works_what"), Tone.GOOD),
            Point(Text("withdraw_loss_report.bank"), bank, Tone.ATTENTION),
        ),
        proceed=Text("withdraw_loss_report.proceed"),
        danger=False,
    )


def _draft(resident: Resident, inserted: InsertedCard) -> Draft:
    """One half, at the bureau; after a lost answer its key is settled, and nothing is sent twice."""
    assert resident.sms is not None, "identified by SMS"
    withdrawal = LossWithdrawal(id_number=resident.id_number, proofs=resident.proofs, sms=resident.sms, card=inserted)
    return Draft(
        intention=new_intention(),
        item=Item.WITHDRAW_LOSS_REPORT.value,
        kind="withdraw",
        person=resident.id_number,
        card=inserted.identifier,
        halves=(HalfDraft(BUREAU, withdrawal.body()),),
    )


def _rows(operation: Operation, policy: LossPolicy) -> tuple[Row, ...]:
    """What the slip keeps: the function is as before the loss, and the bank's half is withdrawn apart."""
    if operation.standing is not Standing.DONE:
        return ()
    bank = Text("withdraw_loss_report.bank_what", bank=policy.bank.name, hotline=policy.bank.hotline)
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
