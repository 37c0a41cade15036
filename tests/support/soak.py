"""Thousands of visits with seeded faults in one terminal at virtual time, its simulators in another process."""

import asyncio
import ctypes
import gc
import json
import random
import sqlite3
import subprocess
import sys
import threading
import time
import warnings
from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Self

import in_memory
from far_world import FarWorld, Hands
from ports import free_port
from resident import Resident
from virtual_time import VirtualLoop
from world import World

from devices.status import Media
from kiosk import heap
from kiosk.journal import Standing
from sandbox.backend.server import BackendServer
from sandbox.card import CardSlot
from sandbox.id_reader import IdReaderSimulator
from sandbox.people import ApplicationState, Person
from sandbox.population import people
from sandbox.printer import PrinterSimulator
from ui.pages import Home, PresentCard, PresentId, Standby

ITEMS = ("card_status", "report_loss", "change_pin")
PINS = ("704926", "385170", "926403", "571829")
FAULTY = 0.35
"""The share of visits in which something breaks."""
RESTLESS = 0.02
"""How often somebody leaves, pulls or stays away instead of answering a page."""
BUREAU_FAULTS = tuple(
    f"{scope}{fault}"
    for scope in ("", "operations:", "settle:", "sms:")
    for fault in ("hang-up", "dropped", "doubled", "half", "twice", "error500", "garbage", "refuse", "wrong-key")
)
PRINTER_FAULTS = ("paper-out", "paper-out-midway", "cover-open", "cutter-at-cut")
CARD_FAULTS = ("pull-at", "pull-at-change", "pull-after-change", "dirty")
ID_FAULTS = ("wrong-checksum", "lift-midway", "select-failed", "read-failed", "sam-refuses-card", "dropped")
PATIENT = 6
"""How often somebody presents a card in one visit."""
MOST_GROWN = 2 * 1024 * 1024
"""Bytes of private memory."""
MOST_OBJECTS = 1000
"""Objects that come and go with what happens to be under way: fewer than one for each visit."""
LATEST_BACK = 20.0
"""Real seconds for every device to be usable again."""


@dataclass(frozen=True)
class Sample:
    """The terminal's process after so many visits."""

    visits: int
    private: int
    """Bytes of memory that are its own (Private_Dirty and Swap of smaps_rollup)."""
    objects: int
    threads: int


@dataclass(frozen=True)
class Soaked:
    """What a soak found. `ways`: how visits ended. `different`: what terminal and bureau do not agree on."""

    samples: list[Sample]
    done: Mapping[str, int]
    ways: Mapping[str, int]
    different: list[str]


def eligible() -> tuple[Person, ...]:
    """People whose one card can do everything."""
    return tuple(
        person
        for person in people(1)
        if person.alive
        and person.phone
        and person.story == ""
        and person.id_kind == "resident"
        and [card.state for card in person.cards] == [ApplicationState.NORMAL]
        and person.cards[0].chip.tries_left == person.cards[0].chip.max_tries
        and len(person.cards[0].chip.pin) == len(PINS[0])
    )[:60]


class Restless(Resident):
    """Somebody who now and then does something else than what the page asks for."""

    may_be_turned_away = True
    """What is broken in this visit may be just the device that they need."""

    def __init__(self, world: World, item: str, key: str, pins: Mapping[str, tuple[str, ...]], seed: int) -> None:
        super().__init__(world, item, key, pins)
        self._answered = 0
        self._whim = random.Random(seed)

    async def answer(self, page: Any) -> None:
        self._answered += isinstance(page, PresentCard | PresentId)
        if self._answered > PATIENT:
            self._world.slot.pull()
            await self._do("leave")
            return
        if isinstance(page, Standby | Home) or self._whim.random() > RESTLESS:
            await super().answer(page)
            return
        match self._whim.randrange(4):
            case 0:
                await self._do("leave")
            case 1:
                self._world.slot.pull()
            case 2:
                self._world.lift()
            case _:
                await asyncio.sleep(150)


class Soak:
    """Inside the terminal's process: one visit after the other."""

    def __init__(self, world: FarWorld, seed: int, keys: Mapping[str, str]) -> None:
        self._world = world
        self._random = random.Random(seed)
        self._pins = dict(keys)

    async def go(self, visits: int, every: int, tell: Callable[[Sample], None]) -> dict[str, Any]:
        """All visits, a sample after each `every`; then everything is settled and compared."""
        await self._world.on(Standby)
        for visit in range(1, visits + 1):
            await self._visit()
            if visit % every == 0:
                await self._usual_visit()
                tell(self._sample(visit))
        return await self._end()

    async def _visit(self) -> None:
        await self._world.on(Standby)
        key, item = self._random.choice(sorted(self._pins)), self._random.choice(ITEMS)
        faulty = self._random.random() < FAULTY
        self._world.backend.command("clock", "+1d")
        if faulty:
            self._break()
        await self._come(item, key)
        await self._take_all_back()
        if faulty:
            await self._mend()
        self._world.front.shown.clear()

    async def _come(self, item: str, key: str) -> None:
        """With the PIN that the card has, and another one in mind; afterwards they know which one worked."""
        pin, new = self._pins[key], self._random.choice([pin for pin in PINS if pin != self._pins[key]])
        marked = self._world.hands.do("rig", "wanted", key) or new
        pins = {
            "identity.enter_pin": (pin,),
            "change_pin.new": (new,),
            "change_pin.again": (new,),
            "open_mark.type_new": (marked,),
        }
        await Restless(self._world, item, key, pins, self._random.randrange(1 << 30)).visit()
        if item == "change_pin":
            self._world.hands.do("rig", "want", key, new)
        self._pins[key] = self._world.hands.do("rig", "pin", key)

    async def _usual_visit(self) -> None:
        """The same before each sample: pages keep their last pictures, up to 1.5 MB, which are another visit's else."""
        await self._world.on(Standby)
        key = min(self._pins)
        await Resident(self._world, ITEMS[0], key, {"identity.enter_pin": (self._pins[key],)}).visit()
        await self._take_all_back()
        self._world.front.shown.clear()

    async def _take_all_back(self) -> None:
        """What was left behind is taken later, before the next one comes."""
        with self._world.loop.held():
            self._world.slot.pull()
            self._world.lift()
            reader = self._world.around.equipment.card_reader
            await reader.until(lambda status: status.media is not Media.PRESENT)

    def _break(self) -> None:
        part, fault = self._random.choice(
            [
                ("backend", self._random.choice(BUREAU_FAULTS)),
                ("printer", self._random.choice(PRINTER_FAULTS)),
                ("slot", self._random.choice(CARD_FAULTS)),
                ("id_reader", self._random.choice(ID_FAULTS)),
            ]
        )
        value = [str(self._random.randint(1, 30))] if fault == "pull-at" else []
        getattr(self._world, part).command("fault", fault, *value)

    async def _mend(self) -> None:
        for part in ("backend", "printer", "slot", "id_reader"):
            getattr(self._world, part).command("fault", "none")
        self._world.printer.command("refill")
        self._world.hands.do("rig", "empty")
        with self._world.loop.held():
            await self._all_back()

    async def _all_back(self) -> None:
        ends = time.monotonic() + LATEST_BACK
        for device in self._world.around.equipment.devices:
            while not device.usable:
                assert time.monotonic() < ends, f"{device.name} does not come back: {device.status}"
                await asyncio.sleep(0)
                time.sleep(0.001)

    def _sample(self, visits: int) -> Sample:
        """What is still in use: before, caches are dropped, garbage is collected, freed memory goes back."""
        self._world.front.drop_caches()
        gc.collect()
        ctypes.CDLL(None).malloc_trim(0)
        return Sample(visits, _private(), len(gc.get_objects()), threading.active_count())

    async def _end(self) -> dict[str, Any]:
        """Whoever left a PIN change open comes once more; then nothing may be open."""
        await self._world.settled()
        for key in self._world.hands.do("rig", "marked"):
            await self._come_to_settle(key)
        await asyncio.sleep(30)
        await self._world.settled()
        call = self._world.around.operations.journal.call
        unsettled = await call(lambda journal: journal.unsettled())
        everything = await call(lambda journal: journal.today())
        return {
            "unsettled": [operation.reference.number for operation in unsettled],
            "done": [
                (operation.item, operation.reference.number)
                for operation in everything
                if operation.standing is Standing.DONE
            ],
            "ways": Counter(event["way"] for event in self._world.events("session.ended")),
        }

    async def _come_to_settle(self, key: str) -> None:
        pin = self._world.hands.do("rig", "pin", key)
        pins = {
            "identity.enter_pin": (pin,),
            "open_mark.type_new": (self._world.hands.do("rig", "wanted", key),),
        }
        await Resident(self._world, "change_pin", key, pins).visit()


class Rig:
    """The simulators of a soak, which know what residents remember."""

    def __init__(self, folder: Path, everybody: tuple[Person, ...], others: Mapping[str, object] | None = None) -> None:
        self._folder = folder
        self._others = dict(others or {})
        self._identifiers = {person.key: person.cards[0].identifier for person in everybody if person.cards}
        self._wanted: dict[str, tuple[str, str]] = {}
        port = free_port()
        self.slot = CardSlot(everybody, port=port, retry=0.005)
        self.id_reader = IdReaderSimulator(everybody, port=0)
        self.printer = PrinterSimulator(folder / "paper", port=0)
        self.backend = BackendServer(everybody, port=0, folder=folder / "backend")
        self._parts = {
            "slot": self.slot,
            "id_reader": self.id_reader,
            "printer": self.printer,
            "backend": self.backend,
        }
        self._port = port

    def __enter__(self) -> Self:
        for part in self._parts.values():
            part.start()
        self.hands = Hands(self._folder / "hands", {**self._parts, **self._others, "rig": self})
        return self

    def __exit__(self, *_: object) -> None:
        self.hands.close()
        for part in self._parts.values():
            part.stop()

    def wires(self) -> dict[str, dict[str, str]]:
        """What the terminal's configuration needs."""
        backend = {
            "url": self.backend.url,
            "app_id": self.backend.app_id,
            "token_file": str(self.backend.token_file),
            "pin_key_file": str(self.backend.pin_key_file),
        }
        return {
            "slot": {"port": str(self._port)},
            "id_reader": {"url": self.id_reader.url},
            "printer": {"url": self.printer.url},
            "backend": backend,
        }

    # What the residents ask for.

    def pin(self, key: str) -> str:
        """The PIN that works: they have found out."""
        return self.slot.chip(key).memory.pin

    def want(self, key: str, new: str) -> None:
        """They chose a PIN; it is the one of then if a mark was opened with it."""
        mark = self._open_mark(key)
        if mark and self._wanted.get(key, ("", ""))[0] != mark:
            self._wanted[key] = mark, new

    def wanted(self, key: str) -> str:
        """What they chose when the mark was opened that is still open; "" where none is."""
        mark, new = self._wanted.get(key, ("", ""))
        return new if mark and mark == self._open_mark(key) else ""

    def marked(self) -> list[str]:
        """Whose card has an open mark."""
        return [key for key in self._identifiers if self._open_mark(key)]

    def empty(self) -> None:
        """What the printer has drawn is looked at by nobody."""
        for file in (self._folder / "paper").glob("*"):  # none before the first slip
            file.unlink()

    def confirmed(self) -> list[tuple[str, str]]:
        """Item and reference of everything that took effect at bureau or chip."""
        return self._rows(
            "SELECT item, reference FROM sandbox_operations LEFT JOIN sandbox_marks ON mark = key"
            " WHERE outcome = 'confirmed' AND (mark IS NULL OR state = 'changed')"
        )

    def _open_mark(self, key: str) -> str:
        rows = self._rows(
            "SELECT mark, '' FROM sandbox_marks WHERE state = 'open' AND identifier = ?", self._identifiers[key]
        )
        return rows[0][0] if rows else ""

    def _rows(self, sql: str, *values: str) -> list[tuple[str, str]]:
        with closing(sqlite3.connect(self._folder / "backend" / "backend.sqlite")) as database:
            return database.execute(sql, values).fetchall()


def soak(
    visits: int, *, every: int, seed: int = 1, screen: bool = True, tell: Callable[[Sample], None] = lambda _: None
) -> Soaked:
    """`visits` in a fresh terminal, with its screen or without; a sample after each `every` goes to `tell`."""
    everybody = eligible()
    with in_memory.folder("soak") as folder, Rig(Path(folder), everybody) as rig:
        pins = {person.key: person.cards[0].chip.pin for person in everybody}
        job = {"folder": folder, "hands": rig.hands.address, "wires": rig.wires(), "pins": pins}
        job |= {"visits": visits, "every": every, "seed": seed, "screen": screen}
        samples: list[Sample] = []
        with subprocess.Popen(
            [sys.executable, __file__, json.dumps(job)],
            stdout=subprocess.PIPE,
            text=True,
        ) as terminal:
            assert terminal.stdout is not None
            told: dict[str, Any] = {}
            for line in terminal.stdout:
                told = json.loads(line)
                if "private" in told:
                    samples.append(Sample(**told))
                    tell(samples[-1])
        assert terminal.returncode == 0, "the terminal came to a bad end"
        return _compared(samples, told, rig)


def complaints(soaked: Soaked, *, warm_up: int) -> list[str]:
    """What is wrong: memory, objects and threads after the first `warm_up` visits, and what differs in the end."""
    first = next(sample for sample in soaked.samples if sample.visits >= warm_up)
    last = soaked.samples[-1]
    wrong = list(soaked.different)
    if last.private - first.private > MOST_GROWN:
        wrong.append(f"private memory grew by {last.private - first.private} bytes")
    if abs(last.objects - first.objects) > MOST_OBJECTS:
        wrong.append(f"there are {last.objects - first.objects} objects more")
    if last.threads != first.threads:
        wrong.append(f"there are {last.threads} threads instead of {first.threads}")
    return wrong


def _compared(samples: list[Sample], told: dict[str, Any], rig: Rig) -> Soaked:
    """The terminal's word against the bureau's, reference by reference."""
    done = {(item, reference) for item, reference in told["done"]}
    confirmed = set(rig.confirmed())
    different = [f"{item} {reference}: only the terminal" for item, reference in done - confirmed]
    different += [f"{item} {reference}: only the bureau" for item, reference in confirmed - done]
    different += [f"unsettled {reference}" for reference in told["unsettled"]]
    different += [f"still marked: {key}" for key in rig.marked()]
    return Soaked(samples, dict(Counter(item for item, _ in done)), told["ways"], different)


def _private() -> int:
    """Bytes that this process has written and no other one shares; a library's clean pages come and go as others
    need the memory."""
    lines = Path("/proc/self/smaps_rollup").read_text("ascii").splitlines()
    return 1024 * sum(int(line.split()[1]) for line in lines if line.startswith(("Private_Dirty", "Swap:")))


def _terminal(job: dict[str, Any]) -> None:
    """The terminal's whole life in its own process."""
    heap.settle()
    loop = VirtualLoop()
    world = FarWorld(Path(job["folder"]), loop, job["hands"], job["wires"])

    async def go() -> None:
        _say(await Soak(world, job["seed"], job["pins"]).go(job["visits"], job["every"], lambda it: _say(asdict(it))))

    if job["screen"]:
        from drawn_front import play_on_screen  # noqa: PLC0415 - no Qt where there is no screen

        play_on_screen(world, go)
    else:
        world.play(go())
    world.close()
    loop.close()


def _say(told: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(told) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    warnings.simplefilter("error")
    _terminal(json.loads(sys.argv[1]))
