"""社会保障卡换领、换发 (item 12): apply for another card in exchange for this one, which works until then."""

from dataclasses import dataclass
from functools import partial

from kiosk.backend.applications import ApplicationKind, ApplicationPolicy, CardExchange, ExchangeReason
from kiosk.backend.operations import Item
from kiosk.backend.schemas import ApplicationState, Attachment, CardsAnswer, CardStates, InsertedCard
from kiosk.card_application import (
    Wanted,
    choose_photo_bank_and_place,
    look_up_application,
    steps,
    tell_first,
    wanted_points,
    wanted_rows,
)
from kiosk.card_words import card_personal
from kiosk.conclusion import conclude
from kiosk.drafting import bureau_draft
from kiosk.identity import Resident, identify_for, look_up_cards, prove_again
from kiosk.journal import Draft
from kiosk.meant_card import card_in_reader, choose_card, possible_cards
from kiosk.presenting import present_card
from kiosk.receipts import operation_slip
from kiosk.refusals import Refusal
from kiosk.session import Session
from kiosk.signature import sign, staged
from texts import Kind, Personal, Text
from ui.pages import Button, Choice, Confirm, Point, Tone

TRANSITION = "exchange_card"
"""As shipped: id_card+face, id_card+sms or id_card+staff; the holder is at least 16; presence proven longer ago than
`identity.second_check_after` is proven again before the effect (`resources/proofs.toml`)."""
REFUSED_IN = {
    ApplicationState.SEALED: "NOT_ACTIVATED",
    ApplicationState.FORMAL_LOSS: "CARD_LOST",
    ApplicationState.TEMPORARY_LOSS: "CARD_LOST",
    ApplicationState.CANCELLED: "CARD_CANCELLED",
}
"""What the bureau would refuse anyway is said before the card is asked for."""
UNREADABLE = Button("unreadable", Text("exchange_card.unreadable"), icon="lost")


@dataclass(frozen=True)
class OldCard:
    """The card that is exchanged, as the bureau knows it; `inserted` is None where no reader reads it.

    Its holder keeps it, and gives it back where the new one is picked up.
    """

    states: CardStates
    inserted: InsertedCard | None


async def exchange_card(session: Session) -> None:
    """Identify, have the old card put in, tell what to know, choose reason and what is wanted, confirm, sign, apply."""
    resident = await identify_for(session, TRANSITION, steps(0))
    answer = await look_up_cards(session, resident)
    card = await _old_card(session, answer)
    policy = await _look_up_policy(session, resident, card)
    await tell_first(session, policy, "exchange_card", steps(1))
    reason = await _reason(session, policy, card)
    leaving = card.states.bank.name if reason is ExchangeReason.BANK else ""
    wanted = await choose_photo_bank_and_place(session, resident, policy, steps(1), leaving=leaving)
    await session.ask(_confirmation(answer, card.states, policy, reason, wanted))
    upload = await sign(session, Text("exchange_card.signs", wanted=wanted.sentence), steps(2))
    resident = await prove_again(session, TRANSITION, steps(2))
    signature = await staged(session, resident, upload)
    operation = await session.submit(_draft(resident, card, reason, wanted, signature))
    rows = wanted_rows(operation, policy, wanted, Text("exchange_card.bring"))
    slip = partial(operation_slip, session.surroundings, operation, answer.person, rows, card.states)
    await conclude(session, operation, steps(3), rows, slip)


async def _old_card(session: Session, answer: CardsAnswer) -> OldCard:
    """The card that is exchanged has to be put in; one that no reader reads is chosen by its number instead.

    What the reader told is no page's answer: 返回 leads no further back.
    """
    possible_cards(answer, REFUSED_IN)
    read = await present_card(session, steps(1), other_ways=(UNREADABLE,))
    session.memory.wall()
    if isinstance(read, str):
        which = Text("exchange_card.which_card")
        return OldCard(await choose_card(session, answer, REFUSED_IN, which, steps(1)), None)
    return OldCard(card_in_reader(answer, read.card.inserted, REFUSED_IN), read.card.inserted)


async def _look_up_policy(session: Session, resident: Resident, card: OldCard) -> ApplicationPolicy:
    """Some cities exchange no card that was not shown, whatever the reader says, or none as damaged."""
    policy = await look_up_application(session, resident, ApplicationKind.EXCHANGE, card.states.handle)
    unread_allowed = policy.unread_allowed and ExchangeReason.DAMAGED in policy.reasons
    if card.inserted is None and not unread_allowed:
        raise Refusal("NEED_OLD_CARD")
    return policy


async def _reason(session: Session, policy: ApplicationPolicy, card: OldCard) -> ExchangeReason:
    """Of those that hold for this card; one that cannot be read is damaged."""
    if card.inserted is None:
        return ExchangeReason.DAMAGED
    options = tuple(_option(reason) for reason in policy.reasons)
    chosen = await session.ask(Choice(headline=Text("exchange_card.why"), steps=steps(1), options=options))
    return ExchangeReason(chosen)


def _option(reason: ExchangeReason) -> Button:
    name = f"exchange_card.reason.{reason.value}"
    return Button(reason.value, Text(name), "card", Text(f"{name}_how"))


def _confirmation(
    answer: CardsAnswer, card: CardStates, policy: ApplicationPolicy, reason: ExchangeReason, wanted: Wanted
) -> Confirm:
    """What goes on until then, and what was chosen."""
    return Confirm(
        headline=Text("exchange_card.confirm"),
        how=Text("exchange_card.confirm_how"),
        steps=steps(2),
        person=(Personal(Kind.NAME, answer.person.name), card_personal(card)),
        points=(
            Point(Text("exchange_card.until_then"), Text("exchange_card.until_then_what"), Tone.GOOD),
            Point(Text("exchange_card.because"), Text(f"exchange_card.reason.{reason.value}")),
            *wanted_points(policy, wanted),
        ),
        proceed=Text("exchange_card.proceed"),
        danger=False,
    )


def _draft(resident: Resident, card: OldCard, reason: ExchangeReason, wanted: Wanted, signature: Attachment) -> Draft:
    """One half, at the bureau; after a lost answer its key is settled, and nothing is sent twice."""
    application = CardExchange(
        **resident.evidence,
        card=card.inserted,
        handle=card.states.handle if card.inserted is None else None,
        reason=reason,
        bank=wanted.bank.key,
        place=wanted.place.key,
        signature=signature,
        photo=wanted.photo.taken,
    )
    return bureau_draft(Item.EXCHANGE_CARD, ApplicationKind.EXCHANGE.value, application, card=card.states.handle)
