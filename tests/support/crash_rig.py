"""Simulators that survive, and terminals that do not, one after the other on the same journal."""

import json
import os
import signal
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Self

from bureau_relay import Break, BureauRelay
from crash_ends import End
from crash_flows import FLOWS, NEW, Flow
from crash_points import AtCard, Point
from crash_seams import Inside
from far_world import Hands
from PIL.Image import Image
from ports import free_port
from warm import Warm

from sandbox.backend.server import BackendServer
from sandbox.card import CardSlot
from sandbox.chip import ChipCard
from sandbox.document_printer import DocumentPrinterSimulator
from sandbox.id_reader import IdReaderSimulator
from sandbox.people import Person
from sandbox.population import people
from sandbox.printer import PrinterSimulator
from sandbox.vpicc import Vanished

if TYPE_CHECKING:
    from quick_face import QuickFace

FOR_EVER = (b"\x1e", b"\x16")
"""INS of APPLICATION BLOCK and CARD BLOCK."""
KILLED = -signal.SIGKILL
NO_FAULT = "none"


@dataclass
class Ran:
    """One terminal's life: how its process ended, what it told, what was counted."""

    status: int
    told: dict[str, Any]
    counts: dict[str, int] = field(default_factory=dict[str, int])


class Unread(PrinterSimulator):
    """A printer whose slips nobody looks at: they are printed and cut, and not drawn, which takes longest."""

    when_cut: Callable[[], object] = staticmethod(lambda: None)

    def _keep(self, separate: Callable[[], Image]) -> Path:
        self._raw.clear()
        self.when_cut()
        return Path()


class Rig:
    """The simulators around one flow. `backend`: a bureau that is made already."""

    def __init__(
        self, warm: Warm | None, folder: Path, flow: Flow, person: Person, backend: BackendServer | None = None
    ) -> None:
        """Without `warm` the terminals come from elsewhere."""
        self._warm, self._flow, self._person = warm, flow, person
        self.folder = folder
        self.card_port = free_port()
        self.slot = CardSlot((person,), port=self.card_port, retry=0.005)
        self.id_reader = IdReaderSimulator((person,), port=0)
        self.printer = Unread(folder / "paper", port=0)
        self.backend = backend or BackendServer((person,), port=0, folder=folder / "backend")
        self.beside: dict[str, QuickFace | DocumentPrinterSimulator] = {}
        if flow.a4 != NO_FAULT:
            self.beside["document_printer"] = DocumentPrinterSimulator(folder / "cups")
        if flow.face:
            self.beside["camera"] = _face_of(person)
        self._parts = (self.slot, self.id_reader, self.printer, self.backend, *self.beside.values())
        self.apdus = 0
        self.met = 0
        self.forbidden = 0
        """How often the chip heard what cannot be undone."""
        self.at_card: dict[int | bytes, AtCard] = {}
        """The number of an APDU, from 1, or how it begins → what happens to the first of its kind."""

    def __enter__(self) -> Self:
        self.start()
        return self

    def start(self) -> None:
        """Everything listens."""
        for part in self._parts:
            part.start()
        self.relay = BureauRelay(int(self.backend.url.rpartition(":")[2]), self.kill)
        parts = {"slot": self.slot, "id_reader": self.id_reader, "printer": self.printer, "backend": self.backend}
        self.hands = Hands(self.folder / "hands", {**parts, **self.beside, "relay": self.relay})
        self._count_apdus()

    def __exit__(self, *_: object) -> None:
        self.hands.close()
        self.relay.close()
        for part in self._parts:
            part.stop()

    def kill(self) -> None:
        """A real end of the terminal's process, from the outside."""
        with suppress(ProcessLookupError):
            os.kill(self.hands.pid, signal.SIGKILL)

    def run(self, *, restart: bool, point: Point | None = None, line: str = "", traced: bool = False) -> Ran:
        """One terminal from its start to its end. `line`: where it is killed; `traced`: it tells the lines it ran."""
        inside = {point.seam: (point.number, point.way.name)} if point and isinstance(point.way, Inside) else {}
        if point and isinstance(point.way, Break):
            self.relay.plan[point.number] = point.way
        if point and isinstance(point.way, AtCard):
            self.at_card[point.number] = point.way
        if "document_printer" in self.beside:
            self.beside["document_printer"].command("fault", NO_FAULT if restart else self._flow.a4)
        file = self.folder / f"told-{restart}.json"
        assert self._warm is not None
        job = {**self._job(file), "restart": restart, "plan": inside, "line": line, "traced": traced}
        status = self._warm.ask(job)["status"]
        told = json.loads(file.read_text()) if file.exists() else {}
        return Ran(status, told, self._counts(told))

    def _counts(self, told: dict[str, Any]) -> dict[str, int]:
        """Seam → how many there were so far."""
        inside = {"commit": told.get("commits", 0), "print": told.get("prints", 0)}
        return {**inside, "send": self.relay.count, "apdu": self.apdus}

    def heal(self) -> None:
        """Whatever was away is back, and nothing lies in the terminal."""
        self.relay.heal()
        self.at_card.clear()
        self.slot.pull()
        self.id_reader.command("lift")
        self.printer.command("fault", "none")

    def in_the_end(self) -> End:
        """What bureau and card hold."""
        flow = self._flow
        with closing(sqlite3.connect(self.folder / "backend" / "backend.sqlite")) as database:
            marks = [mark for (mark,) in database.execute("SELECT state FROM sandbox_marks")]
            confirmed = [
                item for (item,) in database.execute("SELECT item FROM sandbox_operations WHERE outcome = 'confirmed'")
            ]
            about = {"card": self._person.cards[0].number, "person": self._person.id_number}
            effect = database.execute(flow.effect, about).fetchone()[0] if flow.effect else None
        return End(effect, self._chip_done(), marks, Counter(confirmed), self.forbidden)

    def _chip_done(self) -> bool | None:
        """Whether their chip is as it should be afterwards; None where the flow leaves it alone."""
        flow = self._flow
        memory = self.slot.chip(self._person.key).memory
        done = memory.tries_left > 0 if flow.unblocks else memory.pin == NEW
        return done if flow.changes_chip else None

    def _job(self, told: Path) -> dict[str, Any]:
        return {
            "folder": str(self.folder),
            "hands": self.hands.address,
            "told": str(told),
            "flow": next(name for name, each in FLOWS.items() if each is self._flow),
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
            "devices": {name: part.url for name, part in self.beside.items()},
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


def _face_of(person: Person) -> "QuickFace":
    from quick_face import QuickFace  # noqa: PLC0415 - OpenCV, which every other fork would copy

    from sandbox.faces.people import face_of  # noqa: PLC0415 - the same

    return QuickFace(face_of(person.key))


@contextmanager
def fresh_rig(flow: Flow) -> Iterator[Rig]:
    """A rig for terminals from elsewhere, whose files are gone afterwards."""
    person = next(person for person in people(1) if person.key == flow.who)
    with TemporaryDirectory(prefix="kiosk-crash-") as folder, Rig(None, Path(folder), flow, person) as rig:
        yield rig
