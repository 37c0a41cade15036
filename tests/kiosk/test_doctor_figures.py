"""What the doctor measures is measured on the wire: a far end that answers late by so much shows at least as much."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from ports import free_port
from slow_line import SlowLine
from world import World

from kiosk.diagnostics.bench import Bench
from kiosk.diagnostics.checks import CHECKS
from kiosk.diagnostics.report import Finding
from sandbox.camera import CameraSimulator
from sandbox.document_printer import DocumentPrinterSimulator
from sandbox.pin_pad import PinPadSimulator
from sandbox.psam import PsamSlot

LATE = 0.05
"""Seconds."""


@pytest.fixture
def site(world: World) -> Iterator[World]:
    for part in world.parts:
        part.start()
    yield world
    for part in world.parts:
        part.stop()


def found(world: World, check: str, **changes: dict[str, object]) -> Finding:
    bench = Bench(world.configuration(**changes), exchanges=2, patience=1.0)
    finding = CHECKS[check](bench)
    assert finding.figures, finding
    return finding


def late(url: str) -> tuple[SlowLine, str]:
    address = urlsplit(url.removeprefix("zt598:"))
    line = SlowLine((address.hostname or "", address.port or 0), LATE)
    return line, url.replace(f":{address.port}", f":{line.port}")


def test_the_id_readers_round_trip(site: World) -> None:
    line, url = late(site.id_reader.url)
    with line:
        assert float(found(site, "id_reader", devices={"id_reader": url}).figures["round_trip_ms"]) >= LATE * 1000


def test_the_receipt_printers_status(site: World) -> None:
    line, url = late(site.printer.url)
    with line:
        figures = found(site, "receipt_printer", devices={"receipt_printer": url}).figures
    assert float(figures["status_ms"]) >= LATE * 1000


def test_the_pin_pads_round_trip(site: World) -> None:
    with ExitStack() as undo:
        pad = PinPadSimulator(port=0)
        pad.start()
        undo.callback(pad.stop)
        line, url = late(pad.url)
        undo.enter_context(line)
        assert float(found(site, "pin_pad", devices={"pin_pad": url}).figures["round_trip_ms"]) >= LATE * 1000


def test_the_document_printers_status(site: World, tmp_path: Path) -> None:
    queue = DocumentPrinterSimulator(tmp_path / "cups")
    queue.start()
    far = tmp_path / "cups" / "cups.sock"
    moved = far.rename(tmp_path / "cups" / "far.sock")
    with SlowLine(moved, LATE, own=far):
        figures = found(site, "document_printer", devices={"document_printer": queue.url}).figures
    moved.rename(far)
    queue.stop()
    assert float(figures["status_ms"]) >= LATE * 1000


def test_the_bureaus_latency(site: World) -> None:
    line, url = late(site.backend.url)
    with line:
        assert float(found(site, "backend", backend={"url": url}).figures["latency_ms"]) >= LATE * 1000


def test_one_command_of_a_card(site: World) -> None:
    site.slot.insert("zhang")
    site.slot.command("fault", "slow", str(LATE))
    assert float(found(site, "card_reader").figures["apdu_ms"]) >= LATE * 1000


def test_the_security_modules_command_takes_the_wire(site: World) -> None:
    slot = PsamSlot(port=free_port(), retry=0.005)
    slot.start()
    figures = found(site, "psam", devices={"psam": slot.url}).figures
    slot.stop()
    assert float(figures["apdu_ms"]) > 0.02, "no cached answer is that slow"


def test_pictures_a_second_are_those_that_come(site: World) -> None:
    camera = CameraSimulator(port=0, rate=20)
    camera.start()
    figures = found(site, "camera", devices={"camera": camera.url}).figures
    camera.stop()
    assert 5 <= float(figures["pictures_s"]) <= 30
