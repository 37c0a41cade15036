"""Which card an item is about: the only one that will do, the one chosen of several, or the one in the reader."""

from collections.abc import Mapping

from kiosk.backend.schemas import ApplicationState, CardsAnswer, CardStates, InsertedCard
from kiosk.card_next import replacement_pending
from kiosk.card_words import card_title
from kiosk.identity import card_of
from kiosk.refusals import Refusal
from kiosk.session import Session
from texts import Text
from ui.pages import Button, Choice, Steps

Refusals = Mapping[ApplicationState, str]
"""The states in which an item is not done, each with the code that the bureau would refuse it by."""


async def choose_card(
    session: Session, answer: CardsAnswer, refused_in: Refusals, headline: Text, steps: Steps
) -> CardStates:
    """Asked only when several will do; a refusal when none will."""
    cards = possible_cards(answer, refused_in)
    if len(cards) == 1:
        return cards[0]
    options = tuple(Button(card.handle, card_title(card), icon="card") for card in cards)
    chosen = await session.ask(Choice(headline=headline, steps=steps, options=options))
    return next(card for card in cards if card.handle == chosen)


async def card_put_in(
    session: Session, transition: str, answer: CardsAnswer, refused_in: Refusals, steps: Steps
) -> tuple[CardStates, InsertedCard]:
    """The very card has to be put in, once it is known that one of the person's will do; as bureau and chip know it."""
    possible_cards(answer, refused_in)
    read = await card_of(session, transition, steps)
    return card_in_reader(answer, read.card.inserted, refused_in), read.card.inserted


def possible_cards(answer: CardsAnswer, refused_in: Refusals) -> tuple[CardStates, ...]:
    """At least one card that will do; when none will, a refusal with what stands against the current one."""
    cards = tuple(card for card in answer.cards if _refusal(card, refused_in) is None)
    if not cards:
        current = next((card for card in answer.cards if card.is_current), answer.cards[-1])
        raise Refusal(_refusal(current, refused_in) or "CARD_MISMATCH")
    return cards


def card_in_reader(answer: CardsAnswer, inserted: InsertedCard, refused_in: Refusals) -> CardStates:
    """The inserted card as the bureau knows it; a refusal when it is another one, or its state forbids the item."""
    card = next((card for card in answer.cards if card.number == inserted.number), None)
    if card is None or _replaced(card, answer):
        raise Refusal("CARD_MISMATCH")
    if code := _refusal(card, refused_in):
        raise Refusal(code)
    return card


def _replaced(card: CardStates, answer: CardsAnswer) -> bool:
    """A cancelled card whose holder has another one by now: that one is meant."""
    cancelled = card.application.state is ApplicationState.CANCELLED
    return cancelled and any(other.is_current for other in answer.cards)


def _refusal(card: CardStates, refused_in: Refusals) -> str | None:
    """A formally lost card that another one is being made for (补卡中) is out of everything."""
    return "REPLACEMENT_PENDING" if replacement_pending(card) else refused_in.get(card.application.state)
