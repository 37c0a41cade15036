"""A device as the core sees it: changes arrive as events, an outage is logged once at each end, supplies once."""

import asyncio
import json
import threading
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from devices.faults import DeviceError
from devices.receipt_printer import PrinterFault, PrinterTimeouts, ReceiptPrinter, open_receipt_printer
from devices.status import State, Status, Supplies
from kiosk.device import Device
from kiosk.log import EventLog
from sandbox.printer import PrinterSimulator

Scene = Callable[[Device[ReceiptPrinter]], Awaitable[None]]
TIMES = PrinterTimeouts(answer=2.0, reopen_every=0.01)


@pytest.fixture
def simulator(tmp_path: Path) -> Iterator[PrinterSimulator]:
    printer = PrinterSimulator(tmp_path / "paper", port=0)
    printer.start()
    yield printer
    printer.stop()


@pytest.fixture
def play(tmp_path: Path, simulator: PrinterSimulator) -> Callable[[Scene], list[dict[str, Any]]]:
    """Watch the simulated printer through a scene; what the log holds afterwards."""

    async def watched(scene: Scene) -> None:
        log = EventLog(tmp_path / "log", lambda: datetime.now().astimezone())
        device = Device("receipt_printer", lambda: open_receipt_printer(simulator.url, timeouts=TIMES), log, every=0.01)
        device.start()
        await device.until(lambda status: status.state is State.ONLINE)
        await scene(device)
        await device.stop()
        log.close()

    def play(scene: Scene) -> list[dict[str, Any]]:
        asyncio.run(asyncio.wait_for(watched(scene), 30))
        lines = [line for file in (tmp_path / "log").glob("*.jsonl") for line in file.read_text("utf-8").splitlines()]
        return [event for event in map(json.loads, lines) if event.get("device") == "receipt_printer"]

    return play


def test_an_outage_is_logged_once_when_it_begins_and_once_when_it_ends(simulator: PrinterSimulator, play: Any) -> None:
    async def scene(device: Device[ReceiptPrinter]) -> None:
        simulator.command("fault", "cover-open")
        await device.until(lambda status: status.fault == PrinterFault.COVER_OPEN)
        simulator.command("fault", "paper-out")
        simulator.command("fault", "cover-open", "off")
        await device.until(lambda status: status.fault == PrinterFault.PAPER_OUT)
        simulator.command("fault", "none")
        await device.until(lambda _: device.usable)

    events = [event["event"] for event in play(scene) if event["event"] in ("device.lost", "device.back")]
    assert events[-2:] == ["device.lost", "device.back"]
    assert events.count("device.lost") == events.count("device.back")


class Pending:
    """A driver whose second look does not end before it is aborted."""

    def __init__(self) -> None:
        self.looks = 0
        self.asked, self.aborted = threading.Event(), threading.Event()

    def poll(self) -> Status:
        self.looks += 1
        if self.looks == 1:
            return Status(State.ONLINE, 0.0)
        self.asked.set()
        self.aborted.wait(5)
        return Status(State.OFFLINE, 0.0, fault=PrinterFault.STOPPED)

    def abort(self) -> None:
        self.aborted.set()

    def close(self) -> None:
        """Nothing is held."""


def test_a_look_that_giving_the_device_back_breaks_off_is_no_outage(tmp_path: Path) -> None:
    driver = Pending()

    async def given_back(log: EventLog) -> None:
        device = Device("receipt_printer", lambda: driver, log, every=0.001)
        device.start()
        await asyncio.to_thread(driver.asked.wait, 5)
        await device.stop()
        await asyncio.sleep(0)

    with closing(EventLog(tmp_path, lambda: datetime.now().astimezone())) as log:
        asyncio.run(given_back(log))
    assert "device.lost" not in "".join(file.read_text("utf-8") for file in tmp_path.glob("*.jsonl"))


def test_paper_that_runs_low_is_told_once_and_the_device_still_works(simulator: PrinterSimulator, play: Any) -> None:
    async def scene(device: Device[ReceiptPrinter]) -> None:
        simulator.command("fault", "near-end")
        await device.until(lambda status: status.supplies is Supplies.LOW)
        await asyncio.sleep(0.05)
        assert device.usable

    assert [event["supplies"] for event in play(scene) if event["event"] == "device.supplies"] == ["low"]


def test_each_change_is_an_event_and_the_newest_look_has_its_time(simulator: PrinterSimulator, play: Any) -> None:
    async def scene(device: Device[ReceiptPrinter]) -> None:
        heard: list[State] = []
        device.on_change = lambda: heard.append(device.status.state)
        simulator.command("fault", "gone")
        await device.until(lambda status: status.state is State.NO_DEVICE)
        changed = device.status.observed_at
        while device.observed_at == changed:
            await asyncio.sleep(0.01)
        assert State.NO_DEVICE in heard
        assert changed < device.observed_at <= time.monotonic()

    play(scene)


class Slow:
    """A driver whose calls, or whose looks, do not end before they are let go, whatever is done to it."""

    def __init__(self) -> None:
        self.state = State.ONLINE
        self.asked, self.let_go = threading.Event(), threading.Event()
        self.looks_slowly = False

    def poll(self) -> Status:
        if self.looks_slowly:
            self.hang()
        return Status(self.state, time.monotonic())

    def hang(self) -> None:
        self.asked.set()
        self.let_go.wait(5)

    def abort(self) -> None:
        """It hears nothing."""

    def close(self) -> None:
        """Nothing is held."""


@pytest.fixture
def slow(tmp_path: Path) -> Callable[..., None]:
    """Play a scene with the device of a slow driver, which has been looked at once."""

    async def played(scene: Callable[[Device[Slow], Slow], Awaitable[None]], every: float, log: EventLog) -> None:
        driver = Slow()
        device = Device("card_reader", lambda: driver, log, every=every)
        device.start()
        await device.look()
        await scene(device, driver)
        driver.let_go.set()
        await device.stop()

    def play(scene: Callable[[Device[Slow], Slow], Awaitable[None]], *, every: float) -> None:
        with closing(EventLog(tmp_path, lambda: datetime.now().astimezone())) as log:
            asyncio.run(asyncio.wait_for(played(scene, every, log), 30))

    return play


def test_a_device_that_was_stuck_is_usable_again_with_a_fresh_worker(
    slow: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kiosk.worker.STUCK_AFTER", 0.01)

    async def scene(device: Device[Slow], _: Slow) -> None:
        with pytest.raises(DeviceError):
            await device.call(Slow.hang, 0.01)
        assert device.status.state is State.HARDWARE_ERROR
        device.renew_if_stuck()
        await device.until(lambda status: status.state is State.ONLINE)

    slow(scene, every=0.001)


def test_what_a_look_saw_is_known_though_nobody_waits_for_it_any_more(slow: Any) -> None:
    """As when a resident leaves while the reader looks whether their card is in."""

    async def scene(device: Device[Slow], driver: Slow) -> None:
        driver.looks_slowly = True
        looking = asyncio.ensure_future(device.look())
        await asyncio.to_thread(driver.asked.wait, 5)
        looking.cancel()
        await asyncio.sleep(0)
        driver.state = State.OFFLINE
        driver.let_go.set()
        await device.until(lambda status: status.state is State.OFFLINE)

    slow(scene, every=60)
