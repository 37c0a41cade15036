"""How long the software itself takes for each service, apart from the wires: a scripted resident goes every way.

Drivers, journal and session are the terminal's own; devices and bureau are simulated on this machine and answer at
once; guards and transitions pass in virtual time. The software's share is the processor time of the core and of the
drivers' threads, and all of the journal's time, its disk included; the wires' is what drivers waited for an answer.
Drawing the pages is measured in `touch_to_page.py`.
"""

import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from unittest.mock import patch

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "support"))

from crash_flows import FLOWS
from resident import Resident
from tools.figures import Figure, report
from virtual_time import VirtualLoop
from world import World

from kiosk.worker import Worker
from sandbox.people import Person
from sandbox.population import NOW, people

MOST_S = 0.5
JOURNAL = "journal"


@dataclass
class Spent:
    """Seconds of one visit."""

    core: float = 0.0
    drivers: float = 0.0
    journal: float = 0.0
    wires: float = 0.0

    @property
    def software(self) -> float:
        """The terminal's own share."""
        return self.core + self.drivers + self.journal


def measured(spent: Spent) -> Callable[..., Any]:
    """`Worker.call`, with what each call costs written down on the worker's thread."""
    original = Worker.call

    async def call(worker: Worker[Any], function: Callable[[Any], Any], deadline: float, **more: bool) -> Any:
        def timed(driver: Any) -> Any:
            began, used = time.perf_counter(), time.thread_time()
            try:
                return function(driver)
            finally:
                whole, own = time.perf_counter() - began, time.thread_time() - used
                if worker.name == JOURNAL:
                    spent.journal += whole
                else:
                    spent.drivers += own
                    spent.wires += whole - own

        return await original(worker, timed, deadline, **more)

    return call


@dataclass(frozen=True)
class Way:
    """Who goes which way, and what it makes at the bureau."""

    item: str
    who: str
    answers: Mapping[str, tuple[str, ...]]
    makes: tuple[str, ...] = ()


def visit(folder: Path, person: Person, way: Way) -> Spent:
    """One visit from Standby to Standby. `SystemExit` when the bureau did not do what it was to do."""
    spent, loop = Spent(), VirtualLoop()
    world = World(folder, (person,), loop)

    async def scene() -> None:
        used = time.thread_time()
        with patch.object(Worker, "call", measured(spent)):
            await Resident(world, way.item, person.key, way.answers).visit()
        spent.core = time.thread_time() - used
        done = world.backend.command("operations")
        if missing := [made for made in way.makes if f" {made} confirmed" not in done]:
            sys.exit(f"services: {way.item} did not make {missing}")

    try:
        world.play(scene())
    finally:
        loop.close()
    return spent


CARD_SERVICES = frozenset({
    "report_loss", "withdraw_loss_report", "lock_application", "unlock_application", "activate", "change_pin",
    "reset_pin", "unblock_pin", "apply_card", "replace_card", "exchange_card", "cancel_card", "change_information",
})  # fmt: skip
"""Those of the social security card; what needs other devices is measured beside them."""
QUERY = Way("card_status", "zhang", {"identity.enter_pin": ("120119",)})


def main() -> int:
    """Each service of the card; 1 if one takes longer than it may."""
    everybody = {person.key: person for person in people(1, now=datetime.now(NOW.tzinfo))}
    usual = {name: flow for name, flow in FLOWS.items() if flow.item in CARD_SERVICES and not flow.rates}
    flows = {name: Way(flow.item, flow.who, flow.answers, flow.operations) for name, flow in usual.items()}
    figures: list[Figure] = []
    for name, way in {"card_status": QUERY, **flows}.items():
        _, spent = (_in_a_folder_of_its_own(everybody[way.who], way) for _ in range(2))  # the first one imports it
        figures.append(Figure(name, spent.software, "s", MOST_S))
        figures.append(Figure("  besides, on the wires", spent.wires, "s"))
    return report("The software's own time for a whole visit, and what the wires take besides", *figures)


def _in_a_folder_of_its_own(person: Person, way: Way) -> Spent:
    with tempfile.TemporaryDirectory() as folder:
        return visit(Path(folder), person, way)


if __name__ == "__main__":
    sys.exit(main())
