"""The page that asks whether something is to be done about one card: whose, which, what it means, and by which word."""

from kiosk.backend.schemas import CardsAnswer, CardStates
from kiosk.card_words import card_personal
from texts import Kind, Personal, Text
from ui.pages import Confirm, Point, Steps


def card_confirmation(
    words: str, answer: CardsAnswer, card: CardStates, steps: Steps, points: tuple[Point, ...], *, again: str = ""
) -> Confirm:
    """`words`: by whose texts it speaks (`WORDS.confirm`, `WORDS.confirm_how`, `WORDS.proceed`).

    `again`: "_again" for the second of two confirmations.
    """
    return Confirm(
        headline=Text(f"{words}.confirm{again}"),
        how=Text(f"{words}.confirm{again}_how"),
        steps=steps,
        person=(Personal(Kind.NAME, answer.person.name), card_personal(card)),
        points=points,
        proceed=Text(f"{words}.proceed{again}"),
    )
