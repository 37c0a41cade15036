"""A card's five dimensions in words: each with its state, what it means, and what the person can do about it."""

from datetime import date, datetime

from kiosk.backend.schemas import ApplicationState, BankState, CardStates, ElectronicCardState, ProductionStep
from kiosk.card_next import replacement_pending, still_made
from kiosk.identity import Resident
from texts import Kind, Personal, Text
from ui.pages import Card, Row, Tone

_APPLICATION_TONES = {
    ApplicationState.SEALED: Tone.ATTENTION,
    ApplicationState.NORMAL: Tone.GOOD,
    ApplicationState.FORMAL_LOSS: Tone.DANGER,
    ApplicationState.LOCKED: Tone.ATTENTION,
    ApplicationState.TEMPORARY_LOSS: Tone.DANGER,
    ApplicationState.CANCELLED: Tone.DANGER,
}
_BANK_TONES = {
    BankState.NOT_ACTIVATED: Tone.ATTENTION,
    BankState.NORMAL: Tone.GOOD,
    BankState.VERBAL_LOSS: Tone.DANGER,
    BankState.WRITTEN_LOSS: Tone.DANGER,
    BankState.CLOSED: Tone.ATTENTION,
}
_ELECTRONIC_TONES = {
    ElectronicCardState.ISSUED: Tone.GOOD,
    ElectronicCardState.NOT_ISSUED: Tone.NEUTRAL,
    ElectronicCardState.LOCKED: Tone.ATTENTION,
}
CARD_NUMBER_LENGTH = 9
_STOPPED = (ApplicationState.FORMAL_LOSS, ApplicationState.TEMPORARY_LOSS, ApplicationState.LOCKED)


def headline(card: CardStates) -> Text:
    """The outcome in one sentence: 「您的卡可以正常使用」."""
    if replacement_pending(card) or still_made(card):
        return Text("card_status.headline.making")
    return Text(f"card_status.headline.{card.application.state.value}")


def card_groups(card: CardStates, resident: Resident, today: date) -> tuple[Card, ...]:
    """One card: five rows, and the five steps of a card that is being made.

    Of a cancelled one a sentence, since nothing about it changes any more.
    """
    title = card_title(card)
    tone = _APPLICATION_TONES[card.application.state]
    if card.application.state is ApplicationState.CANCELLED:
        return (Card(title=title, tone=tone, summary=Text("card_status.application_means.9")),)
    own = Card(title=title, tone=tone, rows=_rows(card, resident), summary=_expiry(card.expires, today))
    return (own, *_making(card))


def card_title(card: CardStates) -> Text:
    """「社保卡 *****0011」."""
    return Text("card_status.card" if card.is_current else "card_status.other_card", number=card_personal(card))


def exact(moment: datetime) -> Text:
    """With its year, for what is kept on paper: 「2026年11月27日 09:00」, by the terminal's clock."""
    local = moment.astimezone()
    return Text("common.exact_moment", day=local.date(), clock=f"{local:%H:%M}")


def card_personal(card: CardStates) -> Personal:
    """The card's number, or what the bureau tells of it."""
    return Personal(Kind.CARD_NUMBER, card.number or card.number_tail.rjust(CARD_NUMBER_LENGTH, "*"))


def _rows(card: CardStates, resident: Resident) -> tuple[Row, ...]:
    return (
        application_row(card),
        bank_row(card),
        _chip_row(card, resident),
        production_row(card),
        electronic_row(card),
    )


def application_row(card: CardStates) -> Row:
    """社保功能."""
    state, until = card.application.state, card.application.loss_until
    means = Text(f"card_status.application_means.{state.value}")
    if state is ApplicationState.TEMPORARY_LOSS and until is not None:
        means = Text("card_status.application_means.4_until", until=until.astimezone())
    if still_made(card):
        means = Text("card_status.application_means.0_making")
    tone = _APPLICATION_TONES[state]
    return Row(_label("application"), Text(f"card_status.application.{state.value}"), tone, means)


def bank_row(card: CardStates) -> Row:
    """银行账户; which bank it is, and the account's last digits, only where more than an ID card was shown."""
    bank, state = card.bank, card.bank.state.value
    if card.number is None:
        means = Text(f"card_status.bank_means_states.{state}")
    else:
        tail = bank.account_tail or ""
        means = Text(f"card_status.bank_means.{state}", bank=bank.name, tail=tail, hotline=bank.hotline)
    return Row(_label("bank"), Text(f"card_status.bank.{state}"), _BANK_TONES[bank.state], means)


def _chip_row(card: CardStates, resident: Resident) -> Row:
    """密码: only the chip knows, and only of the card that is in the reader."""
    label, unread = _label("chip"), Text("card_status.chip.not_read")
    if resident.card is None:
        return Row(label, unread, Tone.NEUTRAL, Text("card_status.chip.not_read_means"))
    if card.number != resident.card.number:
        return Row(label, unread, Tone.NEUTRAL, Text("card_status.chip.other_card_means"))
    means = Text("card_status.chip.right_means")
    if resident.tries_left is not None:
        means = Text("card_status.chip.tries_means", tries=resident.tries_left)
    return Row(label, Text("card_status.chip.right"), Tone.GOOD, means)


def production_row(card: CardStates) -> Row:
    """制卡进度: one of the five steps, or nothing under way."""
    production = card.production
    name = production.step.value if production.step else "none"
    means = Text(f"card_status.production.{name}_means")
    if name == "at_pickup" and production.pickup:
        means = Text("card_status.production.at_pickup_place", place=production.pickup)
    tone = Tone.NEUTRAL if production.step is None else Tone.ATTENTION
    return Row(_label("production"), Text(f"card_status.production.{name}"), tone, means)


def _making(card: CardStates) -> tuple[Card, ...]:
    """The five steps in their order, with the one that it has come to."""
    production = card.production
    if production.step is None:
        return ()
    order = list(ProductionStep)
    reached = order.index(production.step)
    rows = tuple(_step_row(card, step, number - reached) for number, step in enumerate(order))
    return (Card(title=Text("card_status.making"), tone=Tone.NEUTRAL, rows=rows),)


def _step_row(card: CardStates, step: ProductionStep, ahead: int) -> Row:
    """`ahead`: how many steps it still is away; done below 0."""
    label = Text(f"card_status.step.{step.value}")
    if ahead:
        return Row(label, Text("card_status.step.done" if ahead < 0 else "card_status.step.to_come"), Tone.NEUTRAL)
    updated = card.production.updated
    since = None if updated is None else Text("card_status.step.since", day=updated.astimezone().date())
    place = card.production.pickup if step is ProductionStep.AT_PICKUP else ""
    means = Text("card_status.production.at_pickup_place", place=place) if place else since
    return Row(label, Text("card_status.step.now"), Tone.ATTENTION, means)


def electronic_row(card: CardStates) -> Row:
    """电子社保卡: it goes on working, with its holder's consent, while the card itself is stopped."""
    state = card.electronic_card
    means = Text(f"card_status.electronic.{state.value}_means")
    if state is ElectronicCardState.ISSUED and card.application.state in _STOPPED:
        means = Text("card_status.electronic.issued_while_lost_means")
    tone = _ELECTRONIC_TONES[state]
    return Row(_label("electronic"), Text(f"card_status.electronic.{state.value}"), tone, means)


def _label(name: str) -> Text:
    return Text(f"card_status.label.{name}")


def _expiry(expires: date, today: date) -> Text | None:
    """Past its date only the bank's function ends: a hint, not an obstacle."""
    return Text("card_status.expiry.past", day=expires) if expires < today else None
