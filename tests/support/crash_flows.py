"""The mutating flows that are broken at every seam: for each item, who does it, and how it may have ended."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from far_world import FarWorld
from resident import Resident

from ui.pages import Standby

OLD, NEW = "120119", "704926"
NORMAL, LOCKED, TEMPORARY_LOSS = "1", "3", "4"


@dataclass(frozen=True)
class Flow:
    """One item and who does it. `visit`, `again`: what they type where, the first time and after the restart."""

    item: str
    who: str
    becomes: str
    """The state of their card at the bureau that says that it was done; "" where the chip's new PIN says so."""
    visit: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    again: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    """Empty where nothing is asked of them: it settles by itself."""

    @property
    def changes_chip(self) -> bool:
        """Whether one half is done on the card."""
        return self.becomes == ""


FLOWS: Final[Mapping[str, Flow]] = {
    flow.item: flow
    for flow in (
        Flow("report_loss", "zhang", TEMPORARY_LOSS),
        Flow("lock_application", "zhang", LOCKED),
        Flow("unlock_application", "suo", NORMAL, {"identity.enter_pin": ("753091",)}),
        Flow("withdraw_loss_report", "zhao", NORMAL),
        Flow(
            "change_pin",
            "zhang",
            "",
            {"identity.enter_pin": (OLD,), "change_pin.new": (NEW,), "change_pin.again": (NEW,)},
            {"identity.enter_pin": (OLD, NEW), "open_mark.type_new": (NEW,)},
        ),
    )
}
"""Every item that submits an operation has its flow here."""


async def visited(world: FarWorld, flow: Flow) -> dict[str, Any]:
    """The visit that something breaks in."""
    await world.on(Standby)
    await Resident(world, flow.item, flow.who, flow.visit).visit()
    return {}


async def restarted(world: FarWorld, flow: Flow) -> dict[str, Any]:
    """After the restart: settle by itself, let what was late arrive, show the card where the flow has one, settle."""
    await world.on(Standby)
    await world.settled()
    alone = await _open(world)
    world.hands.do("relay", "let_late_arrive")
    await world.settled()
    if flow.changes_chip:
        await Resident(world, flow.item, flow.who, flow.again).visit()
        await world.settled()
    return {"alone": alone, "open": await _open(world), "standings": await _standings(world)}


async def _open(world: FarWorld) -> list[str]:
    """What is not settled, is still marked, or stands on an open ticket."""
    call = world.around.operations.journal.call
    unsettled = await call(lambda journal: journal.unsettled())
    marked = await call(lambda journal: journal.all_marked())
    tickets = await call(lambda journal: journal.tickets.all_open())
    halves = [f"{half.name} {half.state.value}" for operation in unsettled for half in operation.halves]
    return [*halves, *("marked" for _ in marked), *(f"ticket {ticket.why}" for ticket in tickets)]


async def _standings(world: FarWorld) -> list[str]:
    today = await world.around.operations.journal.call(lambda journal: journal.today())
    return [operation.standing.value for operation in today]
