"""社会保障卡挂失 (item 11), 临时挂失: stop a lost card's functions, without the card, until a day of the bureau's."""

from functools import partial

from kiosk.backend.operations import Item, LossChoice, LossKind, LossPolicy, LossReport
from kiosk.backend.schemas import ApplicationState, CardsAnswer, CardStates
from kiosk.card_words import card_personal
from kiosk.conclusion import conclude
from kiosk.identity import Resident, identify_by_sms, look_up_cards, look_up_loss_policy
from kiosk.journal import Draft, HalfDraft, Operation, Standing, new_intention
from kiosk.meant_card import choose_card
from kiosk.operations import BUREAU
from kiosk.receipts import operation_slip
from kiosk.refusals import Refusal
from kiosk.session import Session
from texts import Kind, Personal, Text
from ui.pages import Confirm, Point, Row, Steps, Tone

REFUSED_IN = {
    ApplicationState.FORMAL_LOSS: "ALREADY_LOST",
    ApplicationState.TEMPORARY_LOSS: "ALREADY_LOST",
    ApplicationState.CANCELLED: "CARD_CANCELLED",
}
"""What the bureau would refuse anyway is said before anything is confirmed."""


async def report_loss(session: Session) -> None:
    """Identify by ID card and SMS, choose the card, confirm what stops, report; the slip says until when."""
    resident = await identify_by_sms(session, steps(0))
    answer = await look_up_cards(session, resident)
    card = await choose_card(session, answer, REFUSED_IN, Text("report_loss.which_card"), steps(1))
    policy = await look_up_loss_policy(session, resident, card)
    temporary = _allowed(policy)
    await session.ask(_confirmation(answer, card, policy, temporary))
    operation = await session.submit(_draft(resident, card))
    rows = _rows(operation, temporary, policy)
    slip = partial(operation_slip, session.surroundings, operation, answer.person, rows)
    await conclude(session, operation, steps(3), rows, slip)


def _allowed(policy: LossPolicy) -> LossChoice:
    temporary = next((choice for choice in policy.kinds if choice.kind is LossKind.TEMPORARY), None)
    if temporary is None:
        raise Refusal("KIND_NOT_OFFERED")
    if not temporary.allowed:
        raise Refusal(temporary.code or "KIND_NOT_OFFERED", temporary.message)
    return temporary


def _confirmation(answer: CardsAnswer, card: CardStates, policy: LossPolicy, temporary: LossChoice) -> Confirm:
    """What stops at once, until when, what the bank has to be told, and what does not stop."""
    assert temporary.until is not None, "an allowed temporary loss has its end"
    return Confirm(
        headline=Text("report_loss.confirm"),
        how=Text("report_loss.confirm_how"),
        steps=steps(2),
        person=(Personal(Kind.NAME, answer.person.name), card_personal(card)),
        points=(
            Point(Text("report_loss.stops"), Text("report_loss.stops_what"), Tone.DANGER),
            Point(
                Text("report_loss.until"),
                Text("report_loss.until_when", until=temporary.until.astimezone(), days=temporary.days or 0),
                Tone.ATTENTION,
            ),
            Point(
                Text("report_loss.bank"),
                Text("report_loss.bank_what", bank=policy.bank.name, hotline=policy.bank.hotline),
                Tone.NEUTRAL,
            ),
            Point(Text("report_loss.goes_on"), Text("report_loss.goes_on_what"), Tone.GOOD),
        ),
        proceed=Text("report_loss.proceed"),
        note=Text("report_loss.note"),
    )


def _draft(resident: Resident, card: CardStates) -> Draft:
    """One half, at the bureau; sent again until it is answered, because a stolen card must not stay live all night."""
    assert resident.sms is not None, "identified by SMS"
    report = LossReport(
        id_number=resident.id_number,
        proofs=resident.proofs,
        sms=resident.sms,
        handle=card.handle,
        kind=LossKind.TEMPORARY,
    )
    return Draft(
        intention=new_intention(),
        item=Item.REPORT_LOSS.value,
        kind=LossKind.TEMPORARY.value,
        person=resident.id_number,
        card=card.handle,
        halves=(HalfDraft(BUREAU, report.body()),),
        repeatable=True,
    )


def _rows(operation: Operation, temporary: LossChoice, policy: LossPolicy) -> tuple[Row, ...]:
    """What the slip keeps: the function's state and end, and that the bank is told apart."""
    if operation.standing is not Standing.DONE:
        return ()
    assert temporary.until is not None, "an allowed temporary loss has its end"
    until = Text("report_loss.stopped_until", until=temporary.until.astimezone())
    bank = Text("report_loss.bank_apart_call", bank=policy.bank.name, hotline=policy.bank.hotline)
    return (
        Row(Text("card_status.label.application"), Text("report_loss.stopped"), Tone.DANGER, until),
        Row(Text("card_status.label.bank"), Text("report_loss.bank_apart"), Tone.ATTENTION, bank),
    )


def steps(current: int) -> Steps:
    """① 核验身份 ② 选择 ③ 确认 ④ 完成."""
    names = ("step_identify", "step_choose", "step_confirm", "step_done")
    return Steps(tuple(Text(f"operation.{name}") for name in names), current)
