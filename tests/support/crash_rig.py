"""Simulators that survive and a terminal that does not: one point is a break, a restart, and a comparison."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from enum import Enum, unique
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Self

from bureau_relay import Break, BureauRelay
from crash_flows import FLOWS, NEW, Flow
from crash_seams import Inside
from far_world import Hands
from ports import free_port

from sandbox.backend.server import BackendServer
from sandbox.card import CardSlot
from sandbox.chip import ChipCard
from sandbox.document_printer import DocumentPrinterSimulator
from sandbox.id_reader import IdReaderSimulator
from sandbox.people import Person
from sandbox.printer import PrinterSimulator
from sandbox.vpicc import Vanished

FOR_EVER = (b"\x1e", b"\x16")
"""INS of APPLICATION BLOCK and CARD BLOCK."""
KILLED = -signal.SIGKILL
HERE = Path(__file__).parent


@unique
class AtCard(Enum):
    """What happens at an APDU."""

    KILLED_BEFORE = "killed, the chip has not acted"
    KILLED_AFTER = "killed, the chip has acted"
    GONE_BEFORE = "card gone, the chip has not acted"
    GONE_AFTER = "card gone, the chip has acted"


WAYS: dict[str, type[Enum]] = {"commit": Inside, "send": Break, "apdu": AtCard, "print": Inside}
"""Seam → what may happen there."""
NOT_THERE = {("commit", Inside.GONE), ("print", Inside.IO_BEFORE), ("print", Inside.IO_AFTER)}


@dataclass(frozen=True)
class Point:
    """The `number`th seam of a kind, and what happens there."""

    seam: str
    number: int
    way: Enum

    def __str__(self) -> str:
        return f"{self.seam} {self.number}: {self.way.value}"


@dataclass
class Ran:
    """One terminal's life: how its process ended, what it told, what was counted."""

    status: int
    told: dict[str, Any]
    counts: dict[str, int] = field(default_factory=dict[str, int])


class Warm:
    """The warm process that forks terminals."""

    def __enter__(self) -> Self:
        self._process = subprocess.Popen(
            [sys.executable, str(HERE / "warm_terminals.py")], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        return self

    def __exit__(self, *_: object) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait(10)
        assert self._process.stdout is not None
        self._process.stdout.close()

    def run(self, job: dict[str, Any]) -> int:
        """Fork a terminal, wait for its end, and give its exit status."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(job) + "\n")
        self._process.stdin.flush()
        return int(json.loads(self._process.stdout.readline())["status"])


class Rig:
    """The simulators of one point, and its terminals one after the other on the same journal."""

    def __init__(self, warm: Warm | None, folder: Path, people: tuple[Person, ...]) -> None:
        """Without `warm` the terminals come from elsewhere."""
        self._warm = warm
        self._person = people[0]
        self.folder = folder
        self.card_port = free_port()
        self.slot = CardSlot(people, port=self.card_port, retry=0.005)
        self.id_reader = IdReaderSimulator(people, port=0)
        self.printer = PrinterSimulator(folder / "paper", port=0)
        self.documents = DocumentPrinterSimulator(folder / "cups")
        self.backend = BackendServer(people, port=0, folder=folder / "backend")
        self._parts = (self.slot, self.id_reader, self.printer, self.documents, self.backend)
        self.apdus = 0
        self.met = 0
        self.forbidden = 0
        """How often the chip heard what cannot be undone."""
        self.at_card: dict[int | bytes, AtCard] = {}
        """The number of an APDU, from 1, or how it begins → what happens to the first of its kind."""

    def __enter__(self) -> Self:
        for part in self._parts:
            part.start()
        self.relay = BureauRelay(int(self.backend.url.rpartition(":")[2]), self.kill)
        parts = {"slot": self.slot, "id_reader": self.id_reader, "printer": self.printer, "backend": self.backend}
        self.hands = Hands(self.folder / "hands", {**parts, "relay": self.relay})
        self._count_apdus()
        return self

    def __exit__(self, *_: object) -> None:
        self.hands.close()
        self.relay.close()
        for part in self._parts:
            part.stop()

    def kill(self) -> None:
        """A real end of the terminal's process, from the outside."""
        with suppress(ProcessLookupError):
            os.kill(self.hands.pid, signal.SIGKILL)

    def run(self, flow: Flow, *, restart: bool, point: Point | None = None) -> Ran:
        """One terminal from its start to its end."""
        inside = {point.seam: (point.number, point.way.name)} if point and isinstance(point.way, Inside) else {}
        if point and isinstance(point.way, Break):
            self.relay.plan[point.number] = point.way
        if point and isinstance(point.way, AtCard):
            self.at_card[point.number] = point.way
        self.documents.command("fault", "none" if restart else flow.a4)
        file = self.folder / f"told-{restart}.json"
        assert self._warm is not None
        status = self._warm.run(self._job(flow, inside, file, restart))
        told = json.loads(file.read_text()) if file.exists() else {}
        counts = {
            "commit": told.get("commits", 0),
            "print": told.get("prints", 0),
            "send": self.relay.count,
            "apdu": self.apdus,
        }
        return Ran(status, told, counts)

    def heal(self) -> None:
        """Whatever was away is back, and nothing lies in the terminal."""
        self.relay.heal()
        self.at_card.clear()
        self.slot.pull()
        self.id_reader.command("lift")
        self.printer.command("fault", "none")

    def in_the_end(self, flow: Flow) -> "End":
        """What bureau and card hold."""
        with closing(sqlite3.connect(self.folder / "backend" / "backend.sqlite")) as database:
            marks = [mark for (mark,) in database.execute("SELECT state FROM sandbox_marks")]
            confirmed = [
                item for (item,) in database.execute("SELECT item FROM sandbox_operations WHERE outcome = 'confirmed'")
            ]
            about = {"card": self._person.cards[0].number, "person": self._person.id_number}
            effect = database.execute(flow.effect, about).fetchone()[0] if flow.effect else None
        return End(effect, self._chip_done(flow), marks, Counter(confirmed), self.forbidden)

    def _chip_done(self, flow: Flow) -> bool | None:
        """Whether their chip is as it should be afterwards; None where the flow leaves it alone."""
        memory = self.slot.chip(self._person.key).memory
        done = memory.tries_left > 0 if flow.unblocks else memory.pin == NEW
        return done if flow.changes_chip else None

    def _job(self, flow: Flow, plan: dict[str, Any], told: Path, restart: bool) -> dict[str, Any]:
        return {
            "folder": str(self.folder),
            "hands": self.hands.address,
            "told": str(told),
            "flow": next(name for name, each in FLOWS.items() if each is flow),
            "restart": restart,
            "plan": plan,
            "wires": self.wires(),
        }

    def wires(self) -> dict[str, dict[str, str]]:
        """What a terminal's configuration needs."""
        backend = {
            "url": f"http://127.0.0.1:{self.relay.port}",
            "app_id": self.backend.app_id,
            "token_file": str(self.backend.token_file),
            "pin_key_file": str(self.backend.pin_key_file),
        }
        return {
            "slot": {"port": str(self.card_port)},
            "id_reader": {"url": self.id_reader.url},
            "printer": {"url": self.printer.url},
            "devices": {"document_printer": self.documents.url},
            "backend": backend,
        }

    def _count_apdus(self) -> None:
        chip = self.slot.chip(self._person.key)
        chip.transmit = self._counted(chip, chip.transmit)

    def _counted(self, chip: ChipCard, transmit: Callable[[bytes], bytes]) -> Callable[[bytes], bytes]:
        def counted(apdu: bytes) -> bytes:
            self.apdus += 1
            self.forbidden += apdu[1:2] in FOR_EVER
            way = self.at_card.pop(self.apdus, None) or self.at_card.pop(apdu[:2], None)
            self.met += way is not None
            if way in (AtCard.KILLED_AFTER, AtCard.GONE_AFTER):
                transmit(apdu)
            if way in (AtCard.KILLED_BEFORE, AtCard.KILLED_AFTER):
                self.kill()
            if way is not None:
                chip.power_off()
                raise Vanished
            return transmit(apdu)

        return counted


@contextmanager
def fresh_rig(warm: Warm | None, people: tuple[Person, ...]) -> Iterator[Rig]:
    """A rig whose files are gone afterwards."""
    with TemporaryDirectory(prefix="kiosk-crash-") as folder, Rig(warm, Path(folder), people) as rig:
        yield rig


def points(seam: str, count: int) -> list[Point]:
    """Everything that may happen at every seam of one kind."""
    ways = [way for way in WAYS[seam] if (seam, way) not in NOT_THERE]
    return [Point(seam, number, way) for number in range(1, count + 1) for way in ways]


@dataclass(frozen=True)
class Verdict:
    """What came of one point. `met`: the break took place; how often the terminal commits by itself varies."""

    met: bool
    wrong: list[str]


@dataclass(frozen=True)
class End:
    """What is left at bureau and card. `effect`, `chip`: None where the flow has none of the kind."""

    effect: int | None
    chip: bool | None
    marks: list[str]
    confirmed: Counter[str]
    forbidden: int

    @property
    def truths(self) -> set[int]:
        """How often it was done, as each of them shows it; one number where they are of one mind."""
        return {int(shown) for shown in (self.effect, self.chip) if shown is not None}


def replay(warm: Warm, people: tuple[Person, ...], flow: Flow, point: Point) -> Verdict:
    """Break, restart, settle, compare: what is wrong with the end, which should be nothing."""
    with fresh_rig(warm, people) as rig:
        broken = rig.run(flow, restart=False, point=point)
        met = broken.status == KILLED or broken.told.get("met", 0) + rig.met + rig.relay.met > 0
        rig.heal()
        after = rig.run(flow, restart=True)
        if broken.status not in (0, KILLED):
            return Verdict(met, [f"the visit: {broken.told.get('error', broken.status)}"])
        if after.status != 0:
            return Verdict(met, [f"the restart: {after.told.get('error', after.status)}"])
        return Verdict(met, judged(flow, after.told, rig.in_the_end(flow)))


def judged(flow: Flow, told: dict[str, Any], end: End) -> list[str]:
    """Allowed ends: not done, or done once, with terminal, bureau and card of one mind and nothing left open."""
    wrong = [f"open in the end: {what}" for what in told["open"]]
    allowed_alone = {"chip unknown", "bureau confirmed", "marked"} if flow.changes_chip else set[str]()
    wrong += [f"not settled by itself: {what}" for what in told["alone"] if what not in allowed_alone]
    if end.truths not in ({0}, {1}):
        wrong.append(f"bureau and card: {end}")
    return [*wrong, *_not_of_one_mind(flow, Counter(told["done"]), end), *_left_marked(flow, end)]


def _not_of_one_mind(flow: Flow, done: Counter[str], end: End) -> Iterator[str]:
    """What the terminal says against what came of it; of several operations each for itself."""
    if flow.changes_chip:
        if {done[flow.item]} != end.truths:
            yield f"the terminal says {done}, {end}"
        return
    for item in flow.operations:
        if not done[item] == end.confirmed[item] <= 1:
            yield f"the terminal says {done}, the bureau {end.confirmed}"
    if {end.confirmed[flow.operations[0]]} != end.truths:
        yield f"the bureau confirmed {end.confirmed}, its effect is {end.effect}"


def _left_marked(flow: Flow, end: End) -> Iterator[str]:
    if flow.changes_chip and {end.marks.count("changed")} != end.truths:
        yield f"the bureau's marks are {end.marks}, {end}"
    if "open" in end.marks:
        yield "a mark is open"
    if end.forbidden:
        yield "the chip was blocked for ever"
