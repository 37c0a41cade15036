"""The rules of a card's life as a table: what each operation makes of each state, or by which code it is refused.

Written down from the rule-book and not from the terminal or the made-up bureau, so that both can be held against it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from sandbox.people import ApplicationState, Person, Production
from sandbox.population import NOW, people

SEALED, NORMAL, FORMAL, LOCKED, TEMPORARY, CANCELLED = "0", "1", "2", "3", "4", "9"
REPLACED: Final = "2+"
"""正式挂失 and 补卡中: another card is being made."""
STATES: Final = (SEALED, NORMAL, TEMPORARY, FORMAL, REPLACED, LOCKED, CANCELLED)
BEFORE: Final = "before"
"""The state that the card had before its loss."""
SAME: Final = "same"
"""It is done, and the card's state is as it was."""
SEEN: Final = "seen"
"""It is looked up and shown; nothing is done."""
NEW: Final = "704926"


@dataclass(frozen=True)
class Operation:
    """One column of the table. `becomes`: state → what the card is then, SAME, BEFORE, or a refusal's code.

    `answers`: what the resident types or chooses, by the headline's text id.
    """

    item: str
    becomes: Mapping[str, str]
    answers: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    blocked: bool = False
    """For who has used up the tries of their PIN."""


def row(*cells: str) -> Mapping[str, str]:
    """Cells in the order of STATES."""
    return dict(zip(STATES, cells, strict=True))


TABLE: Final[Mapping[str, Operation]] = {
    "临时挂失": Operation(
        "report_loss",
        row(TEMPORARY, TEMPORARY, "ALREADY_LOST", "ALREADY_LOST", "REPLACEMENT_PENDING", TEMPORARY, "CARD_CANCELLED"),
        {"report_loss.which_kind": ("temporary",)},
    ),
    "正式挂失": Operation(
        "report_loss",
        row(FORMAL, FORMAL, FORMAL, "ALREADY_LOST", "REPLACEMENT_PENDING", FORMAL, "CARD_CANCELLED"),
        {"report_loss.which_kind": ("formal",)},
    ),
    "解挂": Operation(
        "withdraw_loss_report",
        row("NOT_LOST", "NOT_LOST", BEFORE, BEFORE, "REPLACEMENT_PENDING", "NOT_LOST", "CARD_CANCELLED"),
    ),
    "应用锁定": Operation(
        "lock_application",
        row(
            *("NOT_ACTIVATED", LOCKED, "CARD_LOST", "CARD_LOST"),
            *("REPLACEMENT_PENDING", "ALREADY_LOCKED", "CARD_CANCELLED"),
        ),
    ),
    "应用解锁": Operation(
        "unlock_application",
        row("NOT_ACTIVATED", "NOT_LOCKED", "CARD_LOST", "CARD_LOST", "REPLACEMENT_PENDING", NORMAL, "CARD_CANCELLED"),
    ),
    "密码修改": Operation(
        "change_pin",
        row("NOT_ACTIVATED", SAME, "CARD_LOST", "CARD_LOST", "REPLACEMENT_PENDING", "CARD_LOCKED", "CARD_CANCELLED"),
        {"change_pin.new": (NEW,), "change_pin.again": (NEW,)},
    ),
    "密码重置": Operation(
        "reset_pin",
        row("NOT_ACTIVATED", SAME, "CARD_LOST", "CARD_LOST", "REPLACEMENT_PENDING", "CARD_LOCKED", "CARD_CANCELLED"),
        {"reset_pin.new": (NEW,), "reset_pin.again": (NEW,)},
    ),
    "启用": Operation(
        "activate",
        row(
            *(NORMAL, "ALREADY_ACTIVE", "CARD_LOST", "CARD_LOST"),
            *("REPLACEMENT_PENDING", "CARD_LOCKED", "CARD_CANCELLED"),
        ),
        {"activate.new": (NEW,), "activate.again": (NEW,)},
    ),
    "补领申请": Operation(
        "replace_card",
        row(
            *("NEED_FORMAL_LOSS", "NEED_FORMAL_LOSS", "NEED_FORMAL_LOSS", REPLACED),
            *("REPLACEMENT_PENDING", "NEED_FORMAL_LOSS", "CARD_CANCELLED"),
        ),
    ),
    "换领申请": Operation(
        "exchange_card",
        row("NOT_ACTIVATED", SAME, "CARD_LOST", "CARD_LOST", "REPLACEMENT_PENDING", SAME, "CARD_CANCELLED"),
    ),
    "注销申请": Operation("cancel_card", row(SAME, SAME, SAME, SAME, "REPLACEMENT_PENDING", SAME, "CARD_CANCELLED")),
    "密码解锁": Operation(
        "unblock_pin",
        row("NOT_ACTIVATED", SAME, "CARD_LOST", "CARD_LOST", "REPLACEMENT_PENDING", "CARD_LOCKED", "CARD_CANCELLED"),
        blocked=True,
    ),
    "信息变更": Operation(
        "change_information",
        row(SAME, SAME, SAME, SAME, "REPLACEMENT_PENDING", SAME, "CARD_CANCELLED"),
        {
            "identity.which_way": ("sms",),
            "change_information.which": ("address",),
            "change_information.write_address": ("渝中区松溪巷88号2-1",),
        },
    ),
    "状态查询": Operation("card_status", row(*[SEEN] * 7)),
    "权益记录": Operation("rights_record", row(*[SEEN] * 7), {"identity.which_way": ("sms",)}),
}
"""Operation → what it makes of which state."""
CELLS: Final = 15 * len(STATES)
"""Of the matrix: fifteen operations (密码重置 and 密码解锁 apart) by seven states."""


def household(states: tuple[str, ...] = STATES) -> dict[str, Person]:
    """State → somebody with one card in it: adults with a telephone, whose cards have nothing else the matter."""
    known = [person for person in people(1) if _ordinary(person)]
    return {state: _with(person, state) for state, person in zip(states, known, strict=False)}


def _ordinary(person: Person) -> bool:
    adult, cards = person.birth.year < 2005, person.cards
    whole = len(cards) == 1 and cards[0].state is ApplicationState.NORMAL and cards[0].production is Production.NONE
    usual = adult and bool(person.phone) and person.alive and person.id_kind == "resident"
    lasts = person.id_valid_to is None or person.id_valid_to > NOW.date()
    return usual and whole and lasts and not person.benefit and _usual_chip(person)


def _usual_chip(person: Person) -> bool:
    chip, card = person.cards[0].chip, person.cards[0]
    ours = card.identifier.startswith("50") and not chip.blocked
    return ours and chip.pin not in ("", "123456") and chip.tries_left == chip.max_tries


def _with(person: Person, state: str) -> Person:
    card = person.cards[0]
    production = Production.CARD_MADE if state == REPLACED else Production.NONE
    pin = "123456" if state == SEALED else card.chip.pin
    changed = replace(card, state=ApplicationState(state[0]), production=production, chip=replace(card.chip, pin=pin))
    return replace(person, cards=(changed,))
