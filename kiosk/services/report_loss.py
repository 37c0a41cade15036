"""社会保障卡挂失 (item 11): stop a lost card without the card, for some days (临时) or with no end (正式)."""

from datetime import datetime
from functools import partial

from kiosk.agent import agent_rows
from kiosk.backend.operations import Item, LossChoice, LossKind, LossPolicy, LossReport
from kiosk.backend.schemas import ApplicationState, Attachment, CardsAnswer, CardStates
from kiosk.bank_half import bank_draft, bank_point, bank_row, both_halves, goes_along
from kiosk.card_words import card_personal, exact
from kiosk.conclusion import conclude
from kiosk.drafting import bureau_draft
from kiosk.identity import Resident, identify_for, look_up_cards, look_up_loss_policy, prove_again
from kiosk.journal import Draft, Operation, Standing
from kiosk.meant_card import choose_card
from kiosk.operations import BUREAU
from kiosk.receipts import operation_slip
from kiosk.refusals import Refusal, refusal_words
from kiosk.session import Session
from kiosk.signature import sign, staged
from texts import Kind, Personal, Text
from ui.pages import Button, Choice, Confirm, Point, Row, Steps, Tone

TEMPORARY = "report_loss_temporary"
"""As shipped: id_card+face, id_card+sms, id_card+staff, typed_number+sms or agent+id_card; an agent may come
(`resources/proofs.toml`)."""
FORMAL = "report_loss_formal"
"""As shipped: id_card+face, id_card+sms or id_card+staff; the holder is at least 16; presence proven longer ago than
`identity.second_check_after` is proven again before the effect (`resources/proofs.toml`)."""
REFUSED_IN = {ApplicationState.FORMAL_LOSS: "ALREADY_LOST", ApplicationState.CANCELLED: "CARD_CANCELLED"}
"""What the bureau would refuse anyway, whichever kind, is said before anything is chosen."""


async def report_loss(session: Session) -> None:
    """Identify, choose card and kind, confirm what stops, sign where the bureau wants it, confirm a formal loss once
    more, report. The slip says until when.

    The rule of a temporary loss is enough until the kind is chosen; `prove_again` asks for what that kind wants.
    """
    resident = await identify_for(session, TEMPORARY, steps(0))
    answer = await look_up_cards(session, resident)
    card = await choose_card(session, answer, REFUSED_IN, Text("report_loss.which_card"), steps(1))
    policy = await look_up_loss_policy(session, resident, card)
    choice = await _chosen_kind(session, policy)
    await session.ask(_confirmation(answer, card, policy, choice))
    upload = await sign(session, Text("report_loss.formal.signs"), steps(2), "report_loss") if choice.signed else None
    if choice.kind is LossKind.FORMAL:
        await session.ask(_confirmation_again(answer, card, policy))
    resident = await prove_again(session, _transition(choice.kind), steps(2))
    signature = None if upload is None else await staged(session, resident, upload)
    operation, bank = await _reported(session, _draft(resident, card, choice.kind, signature), resident, card, policy)
    rows = (*agent_rows(session), *loss_rows(operation, bank, card, policy))
    slip = partial(operation_slip, session.surroundings, operation, answer.person, rows, card)
    whole = both_halves(operation, bank, card, policy)
    await conclude(session, operation, steps(3), rows, slip, whole=whole)


async def _chosen_kind(session: Session, policy: LossPolicy) -> LossChoice:
    """Both kinds are shown, one that cannot be had with its reason; a refusal when neither can."""
    if not any(choice.allowed for choice in policy.kinds):
        raise _refusal(policy)
    options = tuple(_option(choice) for choice in policy.kinds)
    headline, how = Text("report_loss.which_kind"), Text("report_loss.which_kind_how")
    chosen = await session.ask(Choice(headline=headline, how=how, steps=steps(1), options=options))
    return next(choice for choice in policy.kinds if choice.kind.value == chosen)


def _refusal(policy: LossPolicy) -> Refusal:
    if not policy.kinds:
        return Refusal("KIND_NOT_OFFERED")
    return Refusal(policy.kinds[0].code or "KIND_NOT_OFFERED", policy.kinds[0].message)


def _option(choice: LossChoice) -> Button:
    name = f"report_loss.{choice.kind.value}"
    detail = Text(f"{name}.detail_days", days=choice.days) if choice.days else Text(f"{name}.detail")
    reason = None if choice.allowed else refusal_words(choice.code or "", choice.message)
    return Button(choice.kind.value, Text(f"{name}.title"), "lost", detail, enabled=choice.allowed, reason=reason)


def _confirmation(answer: CardsAnswer, card: CardStates, policy: LossPolicy, choice: LossChoice) -> Confirm:
    """What stops at once, until when, what becomes of the bank account, and what does not stop."""
    name = f"report_loss.{choice.kind.value}"
    return Confirm(
        headline=Text(f"{name}.confirm"),
        how=Text("report_loss.confirm_how"),
        steps=steps(2),
        person=(Personal(Kind.NAME, answer.person.name), card_personal(card)),
        points=(
            Point(Text("report_loss.stops"), Text("report_loss.stops_what"), Tone.DANGER),
            Point(Text("report_loss.until"), _until(choice), Tone.ATTENTION),
            bank_point(card, policy),
            Point(Text("report_loss.goes_on"), Text("report_loss.goes_on_what"), Tone.GOOD),
        ),
        proceed=Text(f"{name}.proceed"),
        note=_note(card, policy, choice),
    )


def _confirmation_again(answer: CardsAnswer, card: CardStates, policy: LossPolicy) -> Confirm:
    """The second time only what is at stake: it has no end, and whether there is a way back."""
    back = "can_withdraw" if policy.allow_undo_formal_loss else "cannot_withdraw"
    return Confirm(
        headline=Text("report_loss.formal.confirm_again"),
        how=Text("report_loss.formal.confirm_again_how"),
        steps=steps(2),
        person=(Personal(Kind.NAME, answer.person.name), card_personal(card)),
        points=(
            Point(Text("report_loss.until"), Text("report_loss.formal.until"), Tone.DANGER),
            Point(Text("report_loss.when_found"), Text(f"report_loss.{back}"), Tone.ATTENTION),
        ),
        proceed=Text("report_loss.formal.proceed_again"),
    )


def _until(choice: LossChoice) -> Text:
    if choice.until is None:
        return Text("report_loss.formal.until")
    return Text("report_loss.temporary.until", until=exact(choice.until), days=choice.days or 0)


def _note(card: CardStates, policy: LossPolicy, choice: LossChoice) -> Text:
    """What to do next; of a card that is not in use, that it will not be afterwards either."""
    if card.application.state is ApplicationState.SEALED:
        return Text("report_loss.note_sealed")
    if card.application.state is ApplicationState.TEMPORARY_LOSS:
        return Text("report_loss.formal.note_then")
    if choice.kind is LossKind.FORMAL and not policy.allow_undo_formal_loss:
        return Text("report_loss.formal.note_for_good")
    return Text(f"report_loss.{choice.kind.value}.note")


async def _reported(
    session: Session, draft: Draft, resident: Resident, card: CardStates, policy: LossPolicy
) -> tuple[Operation, Operation | None]:
    """The card at the bureau; with it the account at its bank, where the bank is connected and it is in use."""
    if goes_along(card, policy):
        return await session.submit_both(draft, bank_draft(resident, card))
    return await session.submit(draft), None


def _draft(resident: Resident, card: CardStates, kind: LossKind, signature: Attachment | None) -> Draft:
    """One half, at the bureau; sent again until it is answered, because a stolen card must not stay live all night."""
    report = LossReport(**resident.evidence, handle=card.handle, kind=kind, signature=signature)
    return bureau_draft(Item.REPORT_LOSS, kind.value, report, card=card.handle, repeatable=True)


def loss_rows(operation: Operation, bank: Operation | None, card: CardStates, policy: LossPolicy) -> tuple[Row, ...]:
    """What the slip keeps: the function's state and end, and what became of the bank account."""
    if operation.standing is Standing.DONE:
        label, state = Text("card_status.label.application"), Text("report_loss.stopped")
        stopped = Row(label, state, Tone.DANGER, _stopped_until(operation))
        return (stopped, bank_row(card, policy, bank))
    return () if bank is None else (bank_row(card, policy, bank),)


def _stopped_until(operation: Operation) -> Text:
    """The end by the bureau's answer, which may differ by minutes from what was shown before."""
    until = (operation.half(BUREAU).answer or {}).get("loss_until")
    if until is None:
        return Text("report_loss.stopped_for_good")
    return Text("report_loss.stopped_until", until=exact(datetime.fromisoformat(until)))


def _transition(kind: LossKind) -> str:
    return FORMAL if kind is LossKind.FORMAL else TEMPORARY


def steps(current: int) -> Steps:
    """① 核验身份 ② 选择 ③ 确认 ④ 完成."""
    names = ("step_identify", "step_choose", "step_confirm", "step_done")
    return Steps(tuple(Text(f"operation.{name}") for name in names), current)
