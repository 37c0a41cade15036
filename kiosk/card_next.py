"""What a card's holder can do next, by the card's states: items that the bureau would not refuse."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from kiosk.backend.schemas import ApplicationState, CardStates

NEXT: Final[Mapping[ApplicationState, tuple[str, ...]]] = {
    ApplicationState.SEALED: ("activate", "report_loss"),
    ApplicationState.NORMAL: ("report_loss", "lock_application", "change_pin"),
    ApplicationState.FORMAL_LOSS: ("withdraw_loss_report", "replace_card"),
    ApplicationState.LOCKED: ("unlock_application", "report_loss"),
    ApplicationState.TEMPORARY_LOSS: ("withdraw_loss_report", "report_loss"),
    ApplicationState.CANCELLED: ("apply_card",),
}
"""The items for each state, the most likely first."""
WHILE_MAKING: Final = ("check_reference",)
"""Another card is on its way for one that was lost: nothing is done with that one any more."""
EXPIRED: Final = "exchange_card"


def replacement_pending(card: CardStates) -> bool:
    """补卡中: formally lost, and another card is being made."""
    return card.application.state is ApplicationState.FORMAL_LOSS and card.production.step is not None


def next_items(card: CardStates, today: date) -> tuple[str, ...]:
    """At most three."""
    if replacement_pending(card):
        return WHILE_MAKING
    items = NEXT[card.application.state]
    if card.application.state is ApplicationState.NORMAL and card.expires < today:
        return (EXPIRED, *items)[:3]
    return items
