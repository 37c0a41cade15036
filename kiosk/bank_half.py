"""The bank's half of a loss: reported in the same act where its bank is connected, else told with its hotline."""

from dataclasses import replace
from typing import Final

from kiosk.backend.operations import BankHalf, BankLossReport, Item, LossPolicy
from kiosk.backend.schemas import BankState, CardStates
from kiosk.conclusion import Whole
from kiosk.drafting import bureau_draft
from kiosk.identity import Resident
from kiosk.journal import Draft, Operation, Standing, State
from kiosk.operation_words import words_of
from kiosk.operations import BUREAU
from texts import Language, Text, known_ids
from ui.pages import Outcome, Point, Row, Tone

NOTHING_TO_STOP: Final = {
    BankState.NOT_ACTIVATED: "not_activated",
    BankState.VERBAL_LOSS: "already",
    BankState.WRITTEN_LOSS: "already",
    BankState.CLOSED: "closed",
}
"""Accounts that no report is needed for, with the words that say why."""
_LABEL: Final = Text("card_status.label.bank")


def goes_along(card: CardStates, policy: LossPolicy) -> bool:
    """Whether the account is reported lost in the same act."""
    return policy.bank.reports and card.bank.state not in NOTHING_TO_STOP


def bank_draft(resident: Resident, card: CardStates) -> Draft:
    """One half, at the bank; sent again until it is answered. Its person is another one to the journal.

    A bank that is silent for hours keeps nobody from withdrawing the report of the card that was found.
    """
    report = BankLossReport(**resident.evidence, handle=card.handle)
    draft = bureau_draft(Item.REPORT_BANK_LOSS, "verbal", report, card=f"bank:{card.handle}", repeatable=True)
    return replace(draft, person=f"bank:{draft.person}")


def bank_point(card: CardStates, policy: LossPolicy) -> Point:
    """Before: what will happen to the account."""
    label, bank = Text("report_loss.bank"), policy.bank
    if goes_along(card, policy):
        return Point(label, Text("bank_half.goes_along", bank=bank.name), Tone.DANGER)
    if name := NOTHING_TO_STOP.get(card.bank.state):
        return Point(label, Text(f"bank_half.{name}"), Tone.NEUTRAL)
    return Point(label, Text("bank_half.apart", call=call(bank)), Tone.NEUTRAL)


def bank_row(card: CardStates, policy: LossPolicy, operation: Operation | None) -> Row:
    """After: what became of the account; `operation` is None where it was not reported in the same act."""
    if operation is None:
        return _left_alone(card, policy.bank)
    match operation.standing:
        case Standing.DONE:
            return Row(
                _LABEL, Text("bank_half.done"), Tone.DANGER, Text("bank_half.done_means", call=call(policy.bank))
            )
        case Standing.PENDING:
            means = Text("bank_half.silent_means", reference=str(operation.reference), call=call(policy.bank))
            return Row(_LABEL, Text("bank_half.silent"), Tone.ATTENTION, means)
        case Standing.NOT_DONE:
            means = Text("bank_half.not_done_means", why=_why(operation), call=call(policy.bank))
            return Row(_LABEL, Text("bank_half.not_done"), Tone.ATTENTION, means)


def both_halves(operation: Operation, bank: Operation | None, card: CardStates, policy: LossPolicy) -> Whole | None:
    """Card and account in one sentence while the account is not stopped though the card is; else None: the card's own
    words say all."""
    stopped = bank.standing is Standing.DONE if bank else card.bank.state in NOTHING_TO_STOP
    if operation.standing is not Standing.DONE or stopped:
        return None
    silent = bank is not None and bank.standing is Standing.PENDING
    name, outcome = ("silent", Outcome.UNKNOWN) if silent else ("not_done", Outcome.FAILED)
    now = Text(f"bank_half.both.{name}_now", call=call(policy.bank))
    return Whole(Text(f"bank_half.both.{name}"), outcome, (now, words_of(operation, "done_now")))


def call(bank: BankHalf) -> Text:
    """「拨打重庆银行 956023」; of a bank whose telephone the bureau does not know, the bank alone."""
    if bank.hotline:
        return Text("bank_half.call", bank=bank.name, hotline=bank.hotline)
    return Text("bank_half.call_unknown", bank=bank.name)


def _left_alone(card: CardStates, bank: BankHalf) -> Row:
    if name := NOTHING_TO_STOP.get(card.bank.state):
        state = Text(f"card_status.bank.{card.bank.state.value}")
        return Row(_LABEL, state, Tone.NEUTRAL, Text(f"bank_half.{name}"))
    return Row(_LABEL, Text("bank_half.not_done"), Tone.ATTENTION, Text("bank_half.apart_means", call=call(bank)))


def _why(operation: Operation) -> Text:
    """The bank's reason; for one that we do not know, and for one that was never sent, that it was not taken."""
    half = operation.half(BUREAU)
    known = half.state is State.REFUSED and f"bank_half.refused.{half.detail}" in known_ids(Language.ZH_CN)
    if known:
        return Text(f"bank_half.refused.{half.detail}")
    return Text("bank_half.refused.other" if half.state is State.REFUSED else "bank_half.refused.not_sent")
