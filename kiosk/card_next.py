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
"""The items for each state, the most likely first; of a lost card what is next if it was found, then if it was not."""
LOST: Final = (ApplicationState.TEMPORARY_LOSS, ApplicationState.FORMAL_LOSS)
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
    state = card.application.state
    if state is ApplicationState.NORMAL or replacement_pending(card) or still_made(card):
        return None
    first, *others = NEXT[state]
    return others[0] if state in LOST and not in_hand else first


def next_items(card: CardStates, today: date) -> tuple[str, ...]:
    """At most three."""
    if replacement_pending(card) or still_made(card):
        return WHILE_MAKING
    items = NEXT[card.application.state]
    if card.application.state is ApplicationState.NORMAL and card.expires < today:
        return (EXPIRED, *items)[:3]
    return items
