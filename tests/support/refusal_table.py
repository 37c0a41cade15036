"""Which made-up person is refused what, where: every refusal of the card's life-cycle has its line."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from typing import Any, Final

from resident import Resident
from world import World

from sandbox.part import Part
from texts import Text
from ui.face_pages import Consent
from ui.pages import Confirm, PresentCard

Command = tuple[str, ...]
SOMEBODY_ELSE: Final = "hopper"
"""Whose face is before the camera when a resident without a telephone comes: not theirs."""
PATIENCE = 3
"""How often they put a card in that is not accepted."""


@dataclass(frozen=True)
class Refused:
    """Who meets it in which item.

    `text`: the id of what the screen says then, where it is no refusal page of the code's own. `card`: whose card they
    put in, and which one of several. `before`: commands to the sandbox's parts (`backend`, `printer`);
    `meanwhile`: the same, while they read the first confirmation. `presses`: headline's text id → what they press there
    once, where others would go on.
    """

    who: str
    item: str
    text: str = ""
    answers: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    card: tuple[str, int] = ("", 0)
    before: tuple[Command, ...] = ()
    meanwhile: tuple[Command, ...] = ()
    presses: Mapping[str, str] = field(default_factory=dict[str, str])


def pin(*typed: str) -> dict[str, tuple[str, ...]]:
    """What they type as their card's PIN."""
    return {"identity.enter_pin": typed}


def new(first: str, again: str = "704926") -> dict[str, tuple[str, ...]]:
    """The old PIN, a new one that will not do and then one that will, and the same again."""
    return {**pin("120119"), "change_pin.new": (first, "704926"), "change_pin.again": (again, "704926")}


TABLE: Final[Mapping[str, Refused]] = {
    "NO_RECORD": Refused("wuka", "lock_application"),
    "ID_MISMATCH": Refused("li", "withdraw_loss_report", card=("zhang", 0)),
    "ID_EXPIRED": Refused("idexpired", "lock_application"),
    "CARD_MISMATCH": Refused("wang", "change_pin", answers=pin("860213")),
    "NOT_ACTIVATED": Refused("xin", "lock_application"),
    "ALREADY_ACTIVE": Refused("zhang", "activate"),
    "CARD_LOST": Refused("li", "lock_application"),
    "ALREADY_LOST": Refused("zhao", "report_loss"),
    "NOT_LOST": Refused("zhang", "withdraw_loss_report"),
    "UNDO_NOT_ALLOWED": Refused(
        "zhao", "withdraw_loss_report", before=(("backend", "rules", "undo_formal_loss", "off"),)
    ),
    "INITIAL_PIN": Refused(
        "chushi", "withdraw_loss_report", before=(("backend", "rules", "initial_pin_withdraws", "off"),)
    ),
    "REPLACEMENT_PENDING": Refused("chen", "withdraw_loss_report"),
    "NEED_FORMAL_LOSS": Refused("zhang", "replace_card"),
    "ALREADY_LOCKED": Refused("suo", "lock_application"),
    "NOT_LOCKED": Refused("zhang", "unlock_application"),
    "CARD_LOCKED": Refused("suo", "change_pin", answers=pin("753091")),
    "CARD_CANCELLED": Refused("zhuxiao", "lock_application"),
    "CARD_EXPIRED": Refused("expired", "card_status", "card_status.expiry.past", pin("290468")),
    "CHIP_DEAD": Refused("cardblocked", "card_status", "faults.card_blocked.resident"),
    "CHIP_DEAD (application)": Refused("appblocked", "card_status", "faults.card_application_blocked.resident"),
    "PIN_WRONG": Refused("zhang", "card_status", "identity.pin_wrong", pin("135790", "120119")),
    "PIN_LOCKED": Refused("locked", "change_pin"),
    "PIN_WEAK": Refused("zhang", "change_pin", "new_pin.weak_run", new("234567")),
    "PIN_SAME": Refused("zhang", "change_pin", "new_pin.same_as_old", new("120119")),
    "PIN_DIFFER": Refused("zhang", "change_pin", "new_pin.differ", new("704926", "704927")),
    "PIN_BANK": Refused("zhang", "reset_pin", "reset_pin.bank"),
    "MINOR": Refused("child", "lock_application"),
    "DECEASED": Refused("heshi", "lock_application"),
    "OTHER_CITY": Refused("chengdu", "card_status", answers=pin("825603")),
    "BANK_FAIL": Refused(
        "zhang",
        "report_loss",
        "bank_half.refused.BANK_CLOSED",
        meanwhile=(("backend", "bank-account", "zhang", "closed"),),
    ),
    "NOT_SELF": Refused(
        "zhao",
        "report_loss",
        answers={"identity.lay_id_card": ("agent",), "agent.lay_own": ("wang",)},
        presses={"refusals.ALREADY_LOST.what": "withdraw_loss_report"},
    ),
    "BACKEND_DOWN": Refused(
        "zhang", "lock_application", "lock_application.not_done", meanwhile=(("backend", "fault", "down"),)
    ),
    "UNKNOWN_RESULT": Refused(
        "zhang", "report_loss", "report_loss.pending", before=(("backend", "fault", "operations:error500"),)
    ),
    "OUT_OF_PAPER": Refused(
        "zhang", "lock_application", "operation.not_printed", before=(("printer", "fault", "paper-out-midway"),)
    ),
    "NEED_OLD_CARD": Refused(
        "zhang",
        "exchange_card",
        answers={"identity.insert_card": ("unreadable",)},
        before=(("backend", "rules", "exchange_unread", "off"),),
    ),
    "PIN_UNSET": Refused("nopin", "unblock_pin"),
    "PIN_NOT_LOCKED": Refused("zhang", "unblock_pin"),
    "NO_PHONE": Refused("old", "lock_application"),
    "KIND_NOT_OFFERED": Refused(
        "zhang",
        "report_loss",
        "refusals.KIND_NOT_OFFERED.what",
        before=(("backend", "rules", "formal_loss_here", "off"),),
    ),
}
"""Code of the life-cycle's rules → who is refused so."""
BEFORE_A_CAMERA: Final[Mapping[str, Refused]] = {
    "FACE_FAIL": Refused("old", "lock_application", "refusals.FACE_FAILED.what"),
    "FACE_REFUSED": Refused(
        "old", "lock_application", "refusals.FACE_DECLINED.what", presses={"face.consent": "decline"}
    ),
}
"""Those that need a camera; without a telephone no other way is left."""
BY_TWO: Final = "BUSY"
"""Needs a second terminal, where somebody has begun with the same card."""
OF_THE_RULES: Final = (
    *("NO_RECORD", "ID_MISMATCH", "ID_EXPIRED", "CARD_MISMATCH", "NOT_ACTIVATED", "ALREADY_ACTIVE", "CARD_LOST"),
    *("ALREADY_LOST", "NOT_LOST", "UNDO_NOT_ALLOWED", "REPLACEMENT_PENDING", "NEED_FORMAL_LOSS", "NEED_OLD_CARD"),
    *("ALREADY_LOCKED", "NOT_LOCKED", "CARD_LOCKED", "CARD_CANCELLED", "CARD_EXPIRED", "CHIP_DEAD"),
    *("PIN_WRONG", "PIN_LOCKED", "PIN_WEAK", "PIN_DIFFER", "PIN_SAME", "PIN_BANK", "FACE_FAIL", "FACE_REFUSED"),
    *("NOT_SELF", "MINOR", "DECEASED", "OTHER_CITY", "BANK_FAIL", "BUSY", "BACKEND_DOWN", "UNKNOWN_RESULT"),
    "OUT_OF_PAPER",
)
"""Every refusal that the rules of a card's life name, in their order."""


class Visitor(Resident):
    """A resident who may have somebody else's card in their hand, and may go another way than everybody."""

    def __init__(self, world: World, refused: Refused) -> None:
        super().__init__(world, refused.item, refused.who, refused.answers)
        self._hand = refused.card if refused.card[0] else (refused.who, refused.card[1])
        self._presses = dict(refused.presses)
        self._meanwhile = list(refused.meanwhile)
        self._tries = 0

    def _insert(self) -> None:
        self._world.slot.insert(*self._hand)

    async def answer(self, page: Any) -> None:
        """As everybody, but for what they press; a card that is not accepted three times is taken home."""
        self._tries += isinstance(page, PresentCard)
        if self._tries > PATIENCE:
            await self._world.act("leave")
        key = self._presses.pop(_headline(page), None)
        if key is not None:
            await (self._do(key) if isinstance(page, Consent) else self._do("press", key))
            return
        while self._meanwhile and isinstance(page, Confirm):
            ordered(self._world, self._meanwhile.pop(0))
        await super().answer(page)


async def come(world: World, refused: Refused) -> None:
    """Their whole visit."""
    for command in refused.before:
        ordered(world, command)
    await Visitor(world, refused).visit()
    for part in ("backend", "printer"):
        ordered(world, (part, "fault", "none"))


def ordered(world: World, command: Command) -> None:
    """A command to one of the sandbox's parts."""
    part, verb, *words = command
    _part(world, part).command(verb, *words)


def _headline(page: Any) -> str:
    headline: Text | None = getattr(page, "headline", None)
    return "" if headline is None else headline.id


def _part(world: World, name: str) -> Part:
    return world.printer if name == "printer" else world.backend


def said(world: World) -> set[str]:
    """The ids of every text that was shown, inner ones included."""
    return {text for page in world.front.shown for text in _texts(page)}


def _texts(value: Any) -> set[str]:
    if isinstance(value, Text):
        return {value.id, *(inner for _, part in value.fields for inner in _texts(part))}
    if isinstance(value, tuple):
        return {text for part in value for text in _texts(part)}
    if is_dataclass(value):
        return {text for each in fields(value) for text in _texts(getattr(value, each.name))}
    return set()
