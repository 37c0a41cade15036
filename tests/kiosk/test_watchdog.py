"""The service manager hears of a living terminal: one whose core ticks and whose screen paints."""

import asyncio
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from pathlib import Path

import pytest
from virtual_time import VirtualLoop

from kiosk.watchdog import ALIVE, READY, Notifier, Watchdog

EVERY = 0.001
LOOKS = 5


class Manager:
    """The other end: systemd's datagram socket."""

    def __init__(self, address: str) -> None:
        self.address = address
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._socket.setblocking(False)
        self._socket.bind(address.replace("@", "\0", 1))

    def heard(self) -> list[str]:
        told: list[str] = []
        with suppress(BlockingIOError):
            while True:
                told.append(self._socket.recv(1024).decode())
        return told

    def close(self) -> None:
        self._socket.close()


@pytest.fixture(params=["path", "abstract"])
def manager(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Manager]:
    address = str(tmp_path / "notify") if request.param == "path" else f"@kiosk-test-{tmp_path.name}"
    with closing(Manager(address)) as manager:
        yield manager


class Frames:
    """A screen that paints with each look, until it hangs."""

    def __init__(self) -> None:
        self.count = 0
        self.hangs = False

    def last_at(self) -> float | None:
        self.count += not self.hangs
        return float(self.count)


def watched(manager: Manager, last_frame_at: Callable[[], float | None]) -> None:
    """The watchdog looks five times."""
    dog = Watchdog(Notifier.of({"NOTIFY_SOCKET": manager.address}), last_frame_at, every=EVERY)

    async def scene() -> None:
        with suppress(TimeoutError):
            await asyncio.wait_for(dog.run(), (LOOKS - 0.5) * EVERY)

    with asyncio.Runner(loop_factory=VirtualLoop) as runner:
        runner.run(scene())


def test_it_is_fed_frame_by_frame(manager: Manager) -> None:
    watched(manager, Frames().last_at)
    assert manager.heard() == [ALIVE] * LOOKS


def test_it_is_not_fed_while_the_screen_paints_nothing_new(manager: Manager) -> None:
    frames = Frames()
    frames.hangs = True
    watched(manager, frames.last_at)
    assert manager.heard() == [ALIVE]


def test_it_is_not_fed_before_the_first_frame(manager: Manager) -> None:
    watched(manager, lambda: None)
    assert manager.heard() == []


def test_it_is_not_fed_while_the_core_is_blocked(manager: Manager) -> None:
    async def fed() -> None:
        while not manager.heard():
            await asyncio.sleep(0)

    async def scene() -> None:
        feeding = asyncio.ensure_future(Watchdog(Notifier(manager.address), Frames().last_at, every=EVERY).run())
        await fed()
        time.sleep(20 * EVERY)
        assert manager.heard() == []
        await fed()
        feeding.cancel()

    asyncio.run(scene())


def test_outside_a_unit_and_without_a_manager_nothing_is_told(tmp_path: Path) -> None:
    Notifier.of({}).tell(READY)
    Notifier(str(tmp_path / "nobody")).tell(READY)
