"""The mutating flows that are broken at every seam: for each item, who does it, and how it may have ended."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from far_world import FarWorld
from resident import Resident

from ui.pages import Standby

OLD, NEW = "120119", "704926"
HOUSEHOLD: Final = "zhang"


@dataclass(frozen=True)
class Flow:
    """One item. `visit` and `again`: what the resident types where, the first time and after the restart."""

    item: str
    uses_card: bool
    visit: Mapping[str, tuple[str, ...]]
    again: Mapping[str, tuple[str, ...]]


FLOWS: Final[Mapping[str, Flow]] = {
    "report_loss": Flow("report_loss", uses_card=False, visit={}, again={}),
    "change_pin": Flow(
        "change_pin",
        uses_card=True,
        visit={"identity.enter_pin": (OLD,), "change_pin.new": (NEW,), "change_pin.again": (NEW,)},
        again={"identity.enter_pin": (OLD, NEW), "open_mark.type_new": (NEW,)},
    ),
}
"""Every item that submits an operation has its flow here."""


async def visited(world: FarWorld, flow: Flow) -> dict[str, Any]:
    """The visit that something breaks in."""
    await world.on(Standby)
    await Resident(world, flow.item, HOUSEHOLD, flow.visit).visit()
    return {}


async def restarted(world: FarWorld, flow: Flow) -> dict[str, Any]:
    """After the restart: settle by itself, let what was late arrive, show the card where the flow has one, settle."""
    await world.on(Standby)
    await world.settled()
    alone = await _open(world)
    world.hands.do("relay", "let_late_arrive")
    await world.settled()
    if flow.uses_card:
        await Resident(world, flow.item, HOUSEHOLD, flow.again).visit()
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
