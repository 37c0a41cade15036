"""The paper that is left: counted in metres, kept over restarts, begun anew with a new roll, and forecast in slips."""

import asyncio
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from devices.receipt_printer import ReceiptPrinter, open_receipt_printer
from devices.slip import Line, Slip
from devices.status import State, Status, Supplies
from kiosk.device import Device
from kiosk.log import EventLog
from kiosk.paper_roll import FILE, Forecast, PaperRoll, read
from sandbox.printer import PrinterSimulator

SLIP = Slip(tuple(Line(f"第{number}行") for number in range(20)))


class Counter:
    paper_used_mm = 0.0


def seen(roll: PaperRoll, counter: Counter, used_mm: float, supplies: Supplies = Supplies.OK) -> None:
    counter.paper_used_mm = used_mm
    roll.seen(counter, Status(State.ONLINE, 0.0, supplies=supplies))


@pytest.fixture
def simulator(tmp_path: Path) -> Iterator[PrinterSimulator]:
    printer = PrinterSimulator(tmp_path / "paper", port=0)
    printer.start()
    yield printer
    printer.stop()


def test_what_is_printed_is_counted_and_kept(tmp_path: Path) -> None:
    roll = PaperRoll(tmp_path, 80)
    counter = Counter()
    seen(roll, counter, 200.0)
    seen(roll, counter, 200.0)
    seen(roll, counter, 400.0)
    assert read(tmp_path, 80) == Forecast(80, 0.4, 2)
    assert read(tmp_path, 80).slips_left == 398


def test_a_new_driver_counts_from_nothing_and_is_added(tmp_path: Path) -> None:
    roll, counter = PaperRoll(tmp_path, 80), Counter()
    seen(roll, counter, 300.0)
    seen(roll, counter, 100.0)
    assert roll.forecast.used_metres == pytest.approx(0.4)


def test_paper_after_it_was_out_is_a_new_roll(tmp_path: Path) -> None:
    roll, counter = PaperRoll(tmp_path, 80), Counter()
    seen(roll, counter, 79_000.0)
    assert roll.forecast.low
    seen(roll, counter, 79_000.0, Supplies.OUT)
    seen(roll, counter, 79_000.0)
    assert (roll.forecast.left_metres, roll.forecast.low) == (80, False)


@pytest.mark.parametrize("kept", ["", "[]", '{"used_metres": "x"}', "{"])
def test_a_count_that_cannot_be_read_begins_anew(tmp_path: Path, kept: str) -> None:
    (tmp_path / FILE).write_text(kept, "utf-8")
    assert read(tmp_path, 50) == Forecast(50)


def test_a_real_printers_slips_are_counted(tmp_path: Path, simulator: PrinterSimulator) -> None:
    async def scene() -> None:
        roll = PaperRoll(tmp_path, 80)
        log = EventLog(tmp_path / "log", lambda: datetime.now().astimezone())
        device: Device[ReceiptPrinter] = Device(
            "receipt_printer", lambda: open_receipt_printer(simulator.url), log, every=0.01, on_seen=roll.seen
        )
        device.start()
        await device.until(lambda _: device.usable)
        await device.call(lambda printer: printer.print(SLIP), 5)
        await device.look()
        await device.stop()
        log.close()
        assert roll.forecast.slips == 1
        assert 0.05 < roll.forecast.used_metres < 0.3

    asyncio.run(scene())
