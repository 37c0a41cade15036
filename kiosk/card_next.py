"""What a card's holder can do next, by the card's states: items that the bureau would not refuse."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from kiosk.backend.schemas import ApplicationState, CardStates, ProductionStep
from texts import Text

NEXT: Final[Mapping[ApplicationState, tuple[str, ...]]] = {
    ApplicationState.SEALED: ("activate", "report_loss"),
    ApplicationState.NORMAL: ("report_loss", "lock_application", "change_pin"),
    ApplicationState.FORMAL_LOSS: ("withdraw_loss_report", "replace_card"),
    ApplicationState.LOCKED: ("unlock_application", "report_loss"),
    ApplicationState.TEMPORARY_LOSS: ("withdraw_loss_report", "report_loss"),
    ApplicationState.CANCELLED: ("apply_card",),
}
"""The items for each state, the most likely first."""
NEEDED: Final[Mapping[ApplicationState, str]] = {
    ApplicationState.SEALED: "activate",
    ApplicationState.FORMAL_LOSS: "replace_card",
    ApplicationState.LOCKED: "unlock_application",
    ApplicationState.TEMPORARY_LOSS: "report_loss",
    ApplicationState.CANCELLED: "apply_card",
}
"""What the holder of a card in that state most likely came for; of a lost one, while nobody has it in hand."""
FOUND: Final = "withdraw_loss_report"
CALLED: Final[Mapping[ApplicationState, Mapping[str, Text]]] = {
    ApplicationState.TEMPORARY_LOSS: {"report_loss": Text("report_loss.formal.title")},
}
"""What an item is called where its own title would seem to be done already."""
WHILE_MAKING: Final = ("check_reference",)
"""A card is on its way, a first one or one for a card that was lost: nothing is done with either."""
EXPIRED: Final = "exchange_card"


def replacement_pending(card: CardStates) -> bool:
    """补卡中: formally lost, and another card is being made."""
    return card.application.state is ApplicationState.FORMAL_LOSS and card.production.step is not None


def still_made(card: CardStates) -> bool:
    """A new card that was applied for and is not at its pick-up place yet: nobody has it in hand."""
    step = card.production.step
    sealed = card.application.state is ApplicationState.SEALED
    return sealed and step is not None and step is not ProductionStep.AT_PICKUP


def needed_item(card: CardStates, *, in_hand: bool) -> str | None:
    """The one item without which the card is of no use to its holder; None where it works, or another is being made.

    `in_hand`: the card itself is in the reader, so a lost one was found.
    """
    if replacement_pending(card) or still_made(card):
        return None
    lost = card.application.state in (ApplicationState.TEMPORARY_LOSS, ApplicationState.FORMAL_LOSS)
    return FOUND if lost and in_hand else NEEDED.get(card.application.state)


def next_items(card: CardStates, today: date) -> tuple[str, ...]:
    """At most three."""
    if replacement_pending(card) or still_made(card):
        return WHILE_MAKING
    items = NEXT[card.application.state]
    if card.application.state is ApplicationState.NORMAL and card.expires < today:
        return (EXPIRED, *items)[:3]
    return items
