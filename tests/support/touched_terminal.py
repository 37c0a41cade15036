"""`kiosk run` itself, offscreen, with a resident's finger on its glass: python tests/support/touched_terminal.py JOB.

The process is the terminal's own: screen in the main thread, core in another, drivers on their workers, real time.
The finger presses what stands on the page, by the way a touch takes; cards and codes come from the simulators' process.
"""

import asyncio
import json
import sys
import threading
import time
from collections.abc import Callable, Generator
from concurrent.futures import Future
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from far_world import FarWorld
from PySide6.QtCore import QObject, Qt, Signal, Slot
from resident import Resident

from kiosk.cli.run import screen_options, serve
from kiosk.config import load
from kiosk.core import Core
from ui.app import Screen
from ui.pages import By, PinPad, PresentCard

LOOKS_EVERY = 0.02
"""Seconds between two looks at the glass."""
LONGEST = 100.0
"""Seconds for a whole visit."""
Visit = dict[str, Any]
"""`item`, `who` and `answers` of a resident."""


class Glass(QObject):
    """What stands on the screen, and a finger on it; from any thread."""

    _asked = Signal(object)

    def __init__(self, screen: Screen) -> None:
        super().__init__()
        self._bridge = screen.bridge
        self._shown: object = None
        self._serial = 0
        self._asked.connect(self._do, Qt.ConnectionType.QueuedConnection)

    @property
    def page(self) -> Any:
        return self._bridge.page

    @property
    def serial(self) -> int:
        """Another number for each page that comes."""
        page = self._bridge.page
        if page is not self._shown:
            self._shown, self._serial = page, self._serial + 1
        return self._serial

    async def taking(self, act: Callable[[float], None]) -> None:
        """Wait until the page takes touches, and touch it."""
        while not self._bridge.takes_input:
            await asyncio.sleep(LOOKS_EVERY)
        done: Future[None] = Future()
        self._asked.emit((act, done))
        await asyncio.wrap_future(done)

    def press(self, name: str, value: object, by: By, began: float) -> None:
        self._bridge.act(name, value, by.value, began)

    def type(self, position: int, began: float) -> None:
        self._bridge.pin(position, began)

    @Slot(object)
    def _do(self, asked: tuple[Callable[[float], None], "Future[None]"]) -> None:
        act, done = asked
        act(self._bridge.now())
        done.set_result(None)


class RealTime:
    """In place of the virtual loop."""

    def time(self) -> float:
        return time.monotonic()

    @contextmanager
    def held(self) -> Generator[None]:
        yield


class BeforeTheGlass(FarWorld):
    """A real terminal and its simulators, as somebody who stands before it has them."""

    def __init__(self, job: dict[str, Any]) -> None:
        super().__init__(Path(job["folder"]), RealTime(), job["hands"], job["wires"])  # pyright: ignore[reportArgumentType]
        self.changes: dict[str, dict[str, object]] = {"screen": {"fullscreen": False}, **job["changes"]}
        self.glass: Glass

    def written(self) -> Path:
        """Its `kiosk.toml`."""
        tables = self.tables(**self.changes).items()
        lines = (f"[{name}]\n" + "".join(_line(key, value) for key, value in table.items()) for name, table in tables)
        file = self.folder / "kiosk.toml"
        file.write_text("\n".join(lines))
        return file

    def stand_before(self, screen: Screen) -> None:
        self.front = self.glass = Glass(screen)  # pyright: ignore[reportAttributeAccessIssue]

    async def act(self, name: str, value: object = None, by: By = By.TOUCH) -> None:
        await self.glass.taking(lambda began: self.glass.press(name, value, by, began))


class Touching(Resident):
    """A resident who sees no more than the glass. `digit`: where each digit of a PIN comes from."""

    def __init__(self, world: BeforeTheGlass, visit: Visit, digit: Callable[[str, int], str]) -> None:
        super().__init__(world, visit["item"], visit["who"], visit["answers"])
        self._before = world
        self._digit = digit

    async def _card(self, page: PresentCard) -> None:
        self._before.slot.pull()
        if page.headline.id != "identity.take_out_card":
            await asyncio.sleep(2 * LOOKS_EVERY)
            self._before.slot.insert(self._key)

    async def _take_back(self) -> None:
        """Time is real here: the reader sees it by itself."""
        self._before.slot.pull()
        self._before.id_reader.command("lift")

    async def _devices_back(self) -> bool:
        await asyncio.sleep(LOOKS_EVERY)
        return True

    async def _type_pin(self, page: PinPad, pin: str) -> None:
        place = 0
        while digit := self._digit(pin, place):
            position, place = page.pin.layout.index(digit), place + 1
            await self._before.glass.taking(lambda began, at=position: self._before.glass.type(at, began))


def main(job: dict[str, Any]) -> int:
    """The visits, one after the other; then the terminal is ended, or stays until standard input ends."""
    world = BeforeTheGlass(job)

    def digit(pin: str, place: int) -> str:
        return world.hands.do("secrets", "digit", pin, place) if job["secret"] else pin[place : place + 1]

    def visits(core: Core) -> None:
        try:
            for visit in job["visits"]:
                result = asyncio.run(asyncio.wait_for(Touching(world, visit, digit).visit(), LONGEST))
                _say(visit["item"], "" if result is None else result.headline.id)
            _say("over")
            sys.stdin.readline()
        finally:
            core.stop()

    def beside(screen: Screen, core: Core) -> None:
        world.stand_before(screen)
        threading.Thread(target=visits, args=(core,), name="resident", daemon=True).start()

    configuration = load(world.written())
    return serve(configuration, screen_options(configuration), beside)


def _line(key: str, value: object) -> str:
    return f"{key} = {json.dumps(value, ensure_ascii=False)}\n"


def _say(*words: str) -> None:
    sys.stdout.write(" ".join(words) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(json.loads(sys.argv[1])))
