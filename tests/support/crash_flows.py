"""The mutating flows that are broken at every seam: who goes which way through an item, and how it may have ended.

A new service joins with a line in `FLOWS`; `tests/crash` fails for an operation that no flow makes.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from far_world import FarWorld
from resident import THE_SECOND, Resident

from kiosk.journal import Standing
from sandbox.population import people
from ui.pages import Standby

OLD, NEW = "120119", "704926"
NORMAL, FORMAL_LOSS, LOCKED, TEMPORARY_LOSS = "1", "2", "3", "4"
LOSS = ("report_loss", "report_bank_loss")
"""The card at the bureau, and the account at its bank."""
ANOTHER_CODE = "+2m"
"""By when the bureau sends the same person another SMS code."""
ZHANGS_NUMBER: Final = people(1)[0].id_number
Answers = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Flow:
    """One way through `item`, and who goes it.

    `effect`: a question to the bureau's database, whose one number says how often it took effect there; it may name
    `:card` and `:person`. "" where only the chip tells. `answers` and `again`: headline's text id → what is typed,
    chosen or written there (see `Resident`), the first time and after the restart; without `again` nobody comes once
    more, and it settles by itself. `makes`: the operations that it hands over, by their names at the bureau; its own
    item's where none are named. `changes_chip`: the card has the PIN `NEW` afterwards, or with `unblocks` its own one
    may be tried again. `again_item`: what they come for after the restart, where it is another item. `slip`: whether
    one is printed at its end. `a4`: what is wrong with the document printer the first time. `rates`: whether the
    terminal asks how the visit was. `face`: whether their own face is asked for, and a camera is there for it.
    """

    item: str
    who: str
    effect: str = ""
    answers: Answers = field(default_factory=dict[str, tuple[str, ...]])
    again: Answers = field(default_factory=dict[str, tuple[str, ...]])
    makes: tuple[str, ...] = ()
    changes_chip: bool = False
    unblocks: bool = False
    again_item: str = ""
    slip: bool = True
    a4: str = "none"
    rates: bool = False
    face: bool = False

    @property
    def operations(self) -> tuple[str, ...]:
        """The operations that a whole way makes, one of each."""
        return self.makes or (self.item,)


def card_is(state: str) -> str:
    """The effect that is a card's state at the bureau."""
    return f"SELECT count(*) FROM sandbox_cards WHERE number = :card AND state = '{state}'"


def filed(kind: str) -> str:
    """The effect that is an application of theirs at the bureau."""
    return f"SELECT count(*) FROM sandbox_applications WHERE id_number = :person AND kind = '{kind}'"


VOIDED: Final = (
    "SELECT (SELECT count(*) FROM sandbox_record_voids)"
    " + 2 * (SELECT count(*) FROM sandbox_records WHERE state = 'issued')"
)
"""A paper that was not handed over is void; one that still counts is never right."""

CERTIFIED: Final = "SELECT count(*) FROM sandbox_pensions WHERE id_number = :person AND channel = 'terminal'"

AT_THE_DESK: Final[Answers] = {
    "staff.number": ("1001",),
    "staff.password": ("246810",),
    "staff.what_to_do": ("requests", "sign_out"),
    "entrusting.which": ("9",),
    "entrusting.who": ("self",),
    "request_assistance.phone": ("19912345678",),
}
"""How staff take on an item for somebody who is here; then they deal with it."""

FLOWS: Final[Mapping[str, Flow]] = {
    "report_loss": Flow("report_loss", "zhang", card_is(TEMPORARY_LOSS), makes=LOSS),
    "formal_loss": Flow(
        "report_loss", "zhang", card_is(FORMAL_LOSS), {"report_loss.which_kind": ("formal",)}, makes=LOSS
    ),
    "wallet_gone": Flow(
        "report_loss",
        "zhang",
        card_is(TEMPORARY_LOSS),
        {"identity.lay_id_card": ("typed_number",), "typed_number.type_it": (ZHANGS_NUMBER,)},
        makes=LOSS,
    ),
    "lock_application": Flow("lock_application", "zhang", card_is(LOCKED)),
    "unlock_application": Flow("unlock_application", "suo", card_is(NORMAL), {"identity.enter_pin": ("753091",)}),
    "withdraw_loss_report": Flow("withdraw_loss_report", "zhao", card_is(NORMAL)),
    "apply_card": Flow("apply_card", "zhuxiao", filed("new")),
    "replace_card": Flow("replace_card", "zhao", filed("replacement")),
    "exchange_card": Flow("exchange_card", "zhang", filed("exchange")),
    "cancel_card": Flow("cancel_card", "yuliu", filed("cancellation")),
    "change_information": Flow(
        "change_information",
        "zhang",
        "SELECT count(*) FROM sandbox_people WHERE id_number = :person AND phone = '13900001234'",
        {"change_information.type_phone": ("13900001234",)},
    ),
    "change_address": Flow(
        "change_information",
        "zhang",
        "SELECT count(*) FROM sandbox_people WHERE id_number = :person AND address = '渝中区和平路8号'",
        {"change_information.which": ("address",), "change_information.write_address": ("渝中区和平路8号",)},
    ),
    "pension_together": Flow(
        "pension_together",
        "gen1",
        "SELECT count(*) FROM sandbox_payouts WHERE id_number = :person AND wanted IS NOT NULL",
        {"pension_together.overview": ("begin",), "pension_together.payout_ask": (THE_SECOND,)},
        makes=("maintain_payout_account",),
    ),
    "request_assistance": Flow(
        "request_assistance",
        "zhang",
        "SELECT count(*) FROM sandbox_assistance WHERE id_number = :person",
        {
            "identity.enter_pin": (OLD,),
            "request_assistance.remark": ("听力不好",),
            "request_assistance.phone": ("19912345678",),
        },
    ),
    "advance_entrustment": Flow(
        "advance_entrustment",
        "zhang",
        "SELECT count(*) FROM sandbox_assistance WHERE id_number = :person AND step = 'handled'",
        AT_THE_DESK | {"staff.requests.count": ("new", THE_SECOND, "menu"), "request_assistance.item.9": ("done",)},
        makes=("advance_entrustment", "accept_entrustment"),
    ),
    "rate_service": Flow(
        "lock_application",
        "zhang",
        "SELECT count(*) FROM sandbox_ratings",
        makes=("rate_service", "lock_application"),
        rates=True,
    ),
    "change_pin": Flow(
        "change_pin",
        "zhang",
        answers={"identity.enter_pin": (OLD,), "change_pin.new": (NEW,), "change_pin.again": (NEW,)},
        again={"identity.enter_pin": (OLD, NEW), "open_mark.type_new": (NEW,)},
        changes_chip=True,
    ),
    "reset_pin": Flow(
        "reset_pin",
        "zhang",
        answers={"reset_pin.new": (NEW,), "reset_pin.again": (NEW,)},
        again={"identity.enter_pin": (OLD, NEW), "open_mark.type_new": (NEW,)},
        again_item="change_pin",
        changes_chip=True,
    ),
    "unblock_pin": Flow("unblock_pin", "locked", again={"unblock_pin": ()}, changes_chip=True, unblocks=True),
    "activate": Flow(
        "activate",
        "xin",
        card_is(NORMAL),
        answers={"activate.initial": ("123456",), "activate.new": (NEW,), "activate.again": (NEW,)},
        again={"activate.initial": ("123456", NEW), "open_mark.type_new": (NEW,)},
        changes_chip=True,
    ),
    "dispute_record": Flow(
        "rights_record",
        "gen2",
        "SELECT count(*) FROM sandbox_disputes WHERE id_number = :person",
        {"identity.enter_pin": ("927406",)},
        makes=("dispute_record",),
    ),
    "unprinted_record": Flow(
        "rights_record",
        "old",
        VOIDED,
        {
            "identity.enter_pin": ("159372",),
            "rights_record.headline_receiving": ("paper",),
            "rights_record.which_way": ("save",),
        },
        makes=("void_record",),
        slip=False,
    ),
    "spoilt_record": Flow(
        "rights_record",
        "zhang",
        VOIDED,
        {
            "identity.enter_pin": (OLD,),
            "rights_record.headline_gap": ("paper",),
            "rights_record.which_way": ("a4",),
            "rights_record.which_paper": ("payments",),
            "rights_record.which_period": ("years3",),
            "rights_record.preview": ("print",),
        },
        makes=("void_record",),
        slip=False,
        a4="paper-out-midway",
    ),
    "certify_pension": Flow(
        "certify_pension", "zhuxiao", CERTIFIED, {"certify_pension.told.suspended": ("begin",)}, face=True
    ),
}
"""Name → flow. Everything that the terminal can have done somewhere is done in one of them; what needs large libraries
comes last, since each fork has what was imported before it."""


async def visited(world: FarWorld, flow: Flow) -> dict[str, Any]:
    """The visit that something breaks in."""
    await world.on(Standby)
    result = await Resident(world, flow.item, flow.who, flow.answers).visit()
    return {"result": None if result is None else result.headline.id}


async def restarted(world: FarWorld, flow: Flow) -> dict[str, Any]:
    """After the restart: settle by itself, let what was late arrive, come again where the flow says so, settle."""
    await world.on(Standby)
    await world.settled()
    alone = await _open(world)
    world.hands.do("relay", "let_late_arrive")
    await world.settled()
    if flow.again:
        world.backend.command("clock", ANOTHER_CODE)
        await Resident(world, flow.again_item or flow.item, flow.who, flow.again).visit()
        await world.settled()
    return {"alone": alone, "open": await _open(world), "done": await _done(world)}


async def _open(world: FarWorld) -> list[str]:
    """What is not settled, is still marked, or stands on an open ticket."""
    call = world.around.operations.journal.call
    unsettled = await call(lambda journal: journal.unsettled())
    marked = await call(lambda journal: journal.all_marked())
    tickets = await call(lambda journal: journal.tickets.all_open())
    halves = [f"{half.name} {half.state.value}" for operation in unsettled for half in operation.halves]
    return [*halves, *("marked" for _ in marked), *(f"ticket {ticket.why}" for ticket in tickets)]


async def _done(world: FarWorld) -> list[str]:
    """The items of what the terminal says is done."""
    today = await world.around.operations.journal.call(lambda journal: journal.today())
    return [operation.item for operation in today if operation.standing is Standing.DONE]
