"""Which card an item is about: the only one that will do, the one chosen of several, or the one in the reader."""

from collections.abc import Mapping

from kiosk.backend.schemas import ApplicationState, CardsAnswer, CardStates, InsertedCard
from kiosk.card_next import replacement_pending
from kiosk.card_words import card_personal, card_title, exact
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
        current = current_of(answer)
        raise refused(_refusal(current, refused_in) or "CARD_MISMATCH", current)
    return cards


def card_in_reader(answer: CardsAnswer, inserted: InsertedCard, refused_in: Refusals) -> CardStates:
    """The inserted card as the bureau knows it; a refusal when it is another one, or its state forbids the item."""
    card = next((card for card in answer.cards if card.number == inserted.number), None)
    if card is None or _replaced(card, answer):
        raise refused("CARD_MISMATCH", current_of(answer))
    if code := _refusal(card, refused_in):
        raise refused(code, card)
    return card


def current_of(answer: CardsAnswer) -> CardStates:
    """The card that counts; of somebody who has none any more, the last."""
    return next((card for card in answer.cards if card.is_current), answer.cards[-1])


def refused(code: str, card: CardStates) -> Refusal:
    """With what is known of this card: which one counts, since when it is lost and how."""
    details = {"CARD_MISMATCH": _counts, "ALREADY_LOST": _lost, "CARD_LOST": _lost}
    return Refusal(code, detail=details[code](card) if code in details else ())


def _counts(card: CardStates) -> tuple[Text, ...]:
    return (Text("refusals.detail.card_that_counts", number=card_personal(card)),)


def _lost(card: CardStates) -> tuple[Text, ...]:
    """「2026年11月20日 09:00 办理了临时挂失」, as far as the bureau tells when."""
    kinds = {ApplicationState.TEMPORARY_LOSS: "temporary", ApplicationState.FORMAL_LOSS: "formal"}
    kind, at = kinds.get(card.application.state), card.application.lost_at
    if kind is None or at is None:
        return ()
    return (Text(f"refusals.detail.lost_{kind}", at=exact(at)),)


def _replaced(card: CardStates, answer: CardsAnswer) -> bool:
    """A cancelled card whose holder has another one by now: that one is meant."""
    cancelled = card.application.state is ApplicationState.CANCELLED
    return cancelled and any(other.is_current for other in answer.cards)


def _refusal(card: CardStates, refused_in: Refusals) -> str | None:
    """A formally lost card that another one is being made for (补卡中) is out of everything."""
    return "REPLACEMENT_PENDING" if replacement_pending(card) else refused_in.get(card.application.state)
