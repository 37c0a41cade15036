"""The whole terminal without Qt: real drivers, sockets to the simulators, a scripted resident, virtual time."""

import asyncio
import json
import sqlite3
import time
from collections.abc import Callable, Coroutine
from contextlib import closing, suppress
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar, cast

from ports import free_port
from virtual_time import VirtualLoop

from devices.id_reader import IdTimeouts
from devices.receipt_printer import PrinterTimeouts
from devices.status import Media, State
from kiosk.composition import DriverTimes, surroundings
from kiosk.config import Configuration, validate
from kiosk.surroundings import Surroundings
from kiosk.terminal import Terminal
from sandbox.backend.server import BackendServer
from sandbox.card import CardSlot
from sandbox.id_reader import IdReaderSimulator
from sandbox.people import Person
from sandbox.pin_pad import PinPadSimulator
from sandbox.printer import PrinterSimulator
from texts import Language, Show, Text, render
from ui.pages import (
    Action,
    AnyPage,
    By,
    Countdown,
    HelpCall,
    Home,
    Page,
    PinPad,
    PresentCard,
    PresentId,
    Record,
    Standby,
)

P = TypeVar("P", bound=Page[Any])
PATIENCE = 200.0
"""Virtual seconds in which an expected page must come."""
LOOK_EVERY = 0.01
PATIENT = DriverTimes(
    IdTimeouts(status=3.0, find=3.0, select=3.0, read=6.0, new_address=3.0), PrinterTimeouts(connect=3.0, answer=1.0)
)
"""Real deadlines for a machine that runs many tests at once."""


class ScriptedFront:
    """A screen in memory: paints at once, and keeps what it was told to show."""

    unpainted = False
    """Whether a page that stands has not been painted yet."""

    def __init__(self) -> None:
        self.world: World
        self.serial = 0
        self.page: AnyPage | None = None
        self.shown: list[AnyPage] = []
        self.countdown: Countdown | None = None
        self.call: HelpCall | None = None
        self.resets = 0
        self.keys = self.count = 0
        """How many keys of the PIN pad were heard of, and how many digits it was said to hold."""
        self.changed = asyncio.Event()

    def show(self, serial: int, page: AnyPage, previous: object) -> None:
        self.serial, self.page = serial, page
        self.shown.append(page)
        self.changed.set()
        asyncio.get_running_loop().call_soon(self._painted, serial)

    def _painted(self, serial: int) -> None:
        self.world.around.stage.painted(serial, self.world.around.clock.now())

    def warn(self, countdown: Countdown | None) -> None:
        self.countdown = countdown
        self.changed.set()

    def help(self, call: HelpCall | None) -> None:
        self.call = call
        self.changed.set()

    def typed(self, count: int) -> None:
        self.keys += 1
        self.count = count
        self.changed.set()

    def reset(self) -> None:
        self.resets += 1

    def drop_caches(self) -> None:
        """Forget what is kept only to be drawn faster: nothing here."""


class World:
    """One terminal, its simulators, and the hands of whoever stands before it. Made by the fixture `world`."""

    def __init__(self, folder: Path, people: tuple[Person, ...], loop: VirtualLoop) -> None:
        self.folder = folder
        self.people = {person.key: person for person in people}
        self.loop = loop
        self.card_port = free_port()
        self.slot = CardSlot(people, port=self.card_port, retry=0.005)
        self.id_reader = IdReaderSimulator(people, port=0)
        self.printer = PrinterSimulator(folder / "paper", port=0)
        self.backend = BackendServer(people, port=0, folder=folder / "backend")
        self.backend.into_hand = self.slot.give
        self.parts: tuple[Any, ...] = (self.slot, self.id_reader, self.printer, self.backend)
        self.pad: PinPadSimulator | None = None
        self.camera: Any = None
        """Whoever stands before the camera, where a test has put one there."""
        self.front = ScriptedFront()
        self.front.world = self
        self.around: Surroundings
        self.terminal: Terminal
        self.wall: datetime | None = None
        self.technician_first = False

    def configuration(self, **changes: dict[str, object]) -> Configuration:
        """As the sandbox says, with `changes` (table → keys) over it."""
        return validate(self.tables(**changes))

    def tables(self, **changes: dict[str, object]) -> dict[str, dict[str, Any]]:
        """The same before it is checked, as `kiosk.toml` has it."""
        tables: dict[str, dict[str, Any]] = {
            "terminal": {
                "mode": "sandbox",
                "id": "T01",
                "name": "测试终端",
                "name_en": "Test terminal",
                "place": "测试网点",
                "place_en": "Test site",
                "district": "500103",
                "counter": "测试窗口（工作日 9:00–17:00）",
                "counter_en": "the test counter (working days 9:00–17:00)",
            },
            "devices": {
                "card_reader": f"vpcd://127.0.0.1:{self.card_port}",
                "id_reader": self.id_reader.url,
                "receipt_printer": self.printer.url,
            },
            "backend": {
                "url": self.backend.url,
                "app_id": self.backend.app_id,
                "token_file": str(self.backend.token_file),
                "record_root_file": str(self.folder / "backend" / "record-root.pem"),
                "query_seconds": 4.0,
            },
            "pin": {"key_file": str(self.backend.pin_key_file)},
            "rating": {"ask": False},
            "log": {"folder": str(self.folder / "log")},
            "journal": {"folder": str(self.folder / "journal"), "key_file": str(self.folder / "journal" / "key")},
        }
        for table, values in changes.items():
            tables.setdefault(table, {}).update(values)
        return tables

    def play(self, scene: Coroutine[Any, Any, None], **changes: dict[str, object]) -> None:
        """Start everything, let the terminal come up, play the scene, and take everything down."""
        self.loop.run_until_complete(self._play(scene, changes))

    async def beside(self, first: "World", scene: Coroutine[Any, Any, None]) -> None:
        """Inside a scene of `first`: this terminal too, in the same time and at the same bureau."""
        bureau = {"url": first.backend.url, "token_file": str(first.backend.token_file)}

        async def both() -> None:
            ours = self.loop.busy
            self.loop.busy = lambda: ours() or theirs()
            await scene

        theirs = self.loop.busy
        try:
            await self._play(both(), {"terminal": {"id": "T02"}, "backend": bureau})
        finally:
            scene.close()
            self.loop.busy = theirs

    async def _play(self, scene: Coroutine[Any, Any, None], changes: dict[str, dict[str, object]]) -> None:
        for part in self.parts:
            part.start()
        wall = {"now": lambda: self.wall} if self.wall else {}
        self.around = surroundings(
            self.configuration(**changes), self.front, look_every=LOOK_EVERY, times=PATIENT, **wall
        )
        self.terminal = Terminal(self.around, technician_first=self.technician_first)
        self.loop.busy = self._busy
        running = asyncio.ensure_future(self.terminal.run())
        try:
            with self.loop.held():
                await asyncio.wait_for(self._up(), None)
            await scene
        finally:
            scene.close()
            running.cancel()
            with suppress(asyncio.CancelledError):
                await running
            self.around.log.close()
            for part in self.parts:
                part.stop()

    def _busy(self) -> bool:
        return (
            self.around.equipment.busy
            or self.around.operations.journal.busy
            or self.terminal.help.busy
            or self.front.unpainted
        )

    async def _up(self) -> None:
        for device in self.around.equipment.devices:
            await device.first_seen()

    # What the resident sees.

    async def on(self, kind: type[P]) -> P:
        """Wait for a page of that kind; one that does not come within the patience is a failure."""
        return cast("P", await self.until(lambda page: isinstance(page, kind), kind.__name__))

    async def front_changes(self) -> None:
        """Wait until something else is shown."""
        self.front.changed.clear()
        await asyncio.wait_for(self.front.changed.wait(), PATIENCE)

    async def until(self, seen: Callable[[Any], bool], what: str = "it") -> AnyPage:
        """Wait for a page that is as asked for."""
        ends = self.loop.time() + PATIENCE
        while not seen(self.front.page):
            if self.loop.time() > ends:
                raise AssertionError(f"{what} did not come; there stands {self.front.page}")
            self.front.changed.clear()
            with suppress(TimeoutError):
                await asyncio.wait_for(self.front.changed.wait(), PATIENCE)
        assert self.front.page is not None
        return self.front.page

    def words(self, text: Text | None) -> str:
        """A text as the resident reads it, in Chinese and masked."""
        return "" if text is None else render(text, Language.ZH_CN, Show.MASKED)

    # What the resident does.

    async def act(self, name: str, value: object = None, by: By = By.TOUCH) -> None:
        """Press something on the page that is up, once it takes answers."""
        serial = -1
        while serial != self.front.serial:
            serial = self.front.serial
            await asyncio.sleep(0.5)
        self.send(serial, name, value, by)
        await asyncio.sleep(0)

    def send(self, serial: int, name: str, value: object = None, by: By = By.TOUCH) -> None:
        """What the front sends when something is pressed, whether or not it will be taken."""
        self.around.stage.act(Action(serial, name, value, by, self.around.clock.now()))

    async def press(self, key: str) -> None:
        """Press a button by its key."""
        await self.act("press", key)

    async def home(self) -> Home:
        """From Standby to Home, by a touch."""
        await self.on(Standby)
        await self.act("wake")
        return await self.on(Home)

    def type_pin(self, page: PinPad, digits: str) -> None:
        """Type a PIN on the page's keys."""
        for digit in digits:
            page.pin.put(page.pin.layout.index(digit))

    async def enter_pin(self, digits: str) -> None:
        """Type the PIN that is asked for, and 确认."""
        page = await self.on(PinPad)
        self.type_pin(page, digits)
        await self.act("enter")

    def plug_in_pad(self) -> dict[str, object]:
        """Before `play`: a PIN pad stands beside the screen; what `[devices]` says of it."""
        self.pad = PinPadSimulator(port=0)
        self.pad.start()
        self.parts = (*self.parts, self.pad)
        return {"pin_pad": self.pad.url}

    async def press_on_pad(self, *keys: str) -> PinPad:
        """Press keys as soon as the pad's are open, and wait until the terminal has heard of them."""
        page, pad = await self.on(PinPad), self.pad
        assert pad is not None
        with self.loop.held():
            await asyncio.to_thread(_until, lambda: pad.mode == "plain")
            self.front.keys = 0
            pad.command("press", *keys)
            heard = len(keys) if keys[-1] not in ("enter", "cancel") else len(keys) - 1
            while self.front.keys < heard or (heard < len(keys) and self.front.page is page):
                self.front.changed.clear()
                await self.front.changed.wait()
        return page

    async def insert(self, key: str, index: int = 0) -> None:
        """Put a card in and wait until the reader has seen it."""
        with self.loop.held():
            self.slot.insert(key, index)
            await self.around.equipment.card_reader.until(lambda status: status.media is Media.PRESENT)

    async def pull(self) -> None:
        """Take the card out and wait until the reader has seen it."""
        with self.loop.held():
            self.slot.pull()
            await self.around.equipment.card_reader.until(lambda status: status.media is Media.NOT_PRESENT)

    async def to_present_card(self) -> PresentCard:
        """From Standby to the page that asks for the card."""
        await self.home()
        await self.press("card_status")
        return await self.on(PresentCard)

    async def to_present_id(self) -> PresentId:
        """From Standby to the page that asks for the ID card."""
        await self.to_present_card()
        await self.press("id_card")
        return await self.on(PresentId)

    async def record_by_card(self, key: str, pin: str, index: int = 0) -> Record:
        """The whole way to the state of a card, by that card and its PIN."""
        await self.to_present_card()
        await self.insert(key, index)
        await self.enter_pin(pin)
        return await self.on(Record)

    async def record_by_id_card(self, key: str) -> Record:
        """The whole way to the states of somebody's cards, by their ID card alone."""
        await self.to_present_id()
        self.lay(key)
        return await self.on(Record)

    def lay(self, key: str) -> None:
        """Lay an ID card down."""
        self.id_reader.command("lay", key)

    def lift(self) -> None:
        """Take it away."""
        self.id_reader.command("lift")

    async def seen(self, device: str, state: State) -> None:
        """Wait, in real time, until a device is seen to be so."""
        with self.loop.held():
            await getattr(self.around.equipment, device).until(lambda status: status.state is state)

    async def settled(self) -> None:
        """Let the terminal settle what is open."""
        operations = self.around.operations
        with self.loop.held():
            await operations.quiet(30)
            await operations.settle_all()

    # What is left.

    def application_state(self, key: str, index: int = -1) -> str:
        """The state code that the bureau's database holds for somebody's card."""
        return self._of_the_bureau("state", self.people[key].cards[index].number)

    def marks(self) -> list[str]:
        """How the marks of PIN changes stand at the bureau, the oldest first."""
        with closing(sqlite3.connect(self.folder / "backend" / "backend.sqlite")) as database:
            rows = database.execute("SELECT state FROM sandbox_marks ORDER BY opened").fetchall()
        return [str(state) for (state,) in rows]

    def chip_pin(self, key: str, index: int = 0) -> str:
        """The PIN that somebody's chip has."""
        return self.slot.chip(key, index).memory.pin

    def pull_at_pin_change(self, *, after_acting: bool) -> None:
        """The card is pulled at CHANGE PIN, before the chip has acted on it or before its answer is heard."""
        self.slot.fault("pull-at-change" if not after_acting else "pull-after-change")

    def rows(self, question: str) -> list[tuple[Any, ...]]:
        """What the bureau's database answers to a SELECT."""
        with closing(sqlite3.connect(self.folder / "backend" / "backend.sqlite")) as database:
            return database.execute(question).fetchall()

    def change(self, statement: str, values: tuple[object, ...] = ()) -> None:
        """Something happens at the bureau, in its database."""
        with closing(sqlite3.connect(self.folder / "backend" / "backend.sqlite")) as database:
            database.execute(statement, values)
            database.commit()

    def _of_the_bureau(self, column: str, number: str) -> str:
        with closing(sqlite3.connect(self.folder / "backend" / "backend.sqlite")) as database:
            (value,) = database.execute(f"SELECT {column} FROM sandbox_cards WHERE number = ?", (number,)).fetchone()
        return str(value)

    def events(self, name: str = "") -> list[dict[str, Any]]:
        """The event log, or the events of one name."""
        lines = [line for file in (self.folder / "log").glob("*.jsonl") for line in file.read_text().splitlines()]
        return [event for event in map(json.loads, lines) if name in ("", event["event"])]


def _until(true: Callable[[], bool], patience: float = 20.0) -> None:
    """Wait, in real time and on a thread of its own."""
    ends = time.monotonic() + patience
    while not true() and time.monotonic() < ends:
        time.sleep(0.002)
