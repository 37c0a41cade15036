"""`kiosk doctor` at the devices that a terminal may have: a good one has figures, and each trouble is noticed."""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from ports import free_port
from world import World

from devices.camera import Camera, CameraFault, CameraTimeouts, OpenCvSource
from devices.camera_place import parse_place
from devices.document_printer import DocumentFault
from devices.psam import PsamFault
from kiosk.diagnostics.bench import Bench
from kiosk.diagnostics.checks import CHECKS, examine
from kiosk.diagnostics.report import Entry, Level
from sandbox.camera import CameraSimulator
from sandbox.document_printer import DocumentPrinterSimulator
from sandbox.pin_pad import PinPadSimulator
from sandbox.psam import PsamSlot

Look = Callable[..., Entry]


@pytest.fixture
def look(world: World) -> Look:
    """Examine one device at a URL."""

    def look(check: str, url: str) -> Entry:
        bench = Bench(world.configuration(devices={check: url}), exchanges=2, patience=0.5)
        [entry] = examine(bench, {check: CHECKS[check]}).entries
        return entry

    return look


@pytest.fixture
def pad() -> Iterator[PinPadSimulator]:
    yield from running(PinPadSimulator(port=0))


@pytest.fixture
def stream() -> Iterator[CameraSimulator]:
    yield from running(CameraSimulator(port=0, rate=100))


def running(part: Any) -> Iterator[Any]:
    part.start()
    yield part
    part.stop()


def test_a_pin_pad_tells_what_it_is(look: Look, pad: PinPadSimulator) -> None:
    found = look("pin_pad", pad.url).finding
    assert found.level is Level.OK
    assert found.figures.keys() >= {"model", "firmware", "round_trip_ms", "plain_input"}


@pytest.mark.parametrize("fault", ["tampered", "battery-low", "silent", "gone"])
def test_a_pin_pad_in_trouble_fails(look: Look, pad: PinPadSimulator, fault: str) -> None:
    pad.command("fault", fault)
    entry = look("pin_pad", pad.url)
    assert (entry.finding.level, entry.finding.fault is not None) == (Level.FAILED, True)


@pytest.mark.parametrize("device", ["camera", "document_camera"])
def test_a_camera_tells_rate_size_and_light(look: Look, stream: CameraSimulator, device: str) -> None:
    found = look(device, f"{stream.url}?size=2592x1944").finding
    assert found.level is Level.OK, found
    assert found.figures.keys() >= {"pictures_s", "luminance"}
    assert [found.figures[name] for name in ("size", "size_asked", "format")] == ["2592x1944", "2592x1944", "MJPG"]


def test_a_document_camera_too_small_for_a_pages_print_is_warned_of(look: Look, stream: CameraSimulator) -> None:
    found = look("document_camera", f"{stream.url}?size=1280x960").finding
    assert (found.level, found.reason) == (Level.WARNING, "picture_small")
    assert look("camera", stream.url).finding.level is Level.OK


def test_a_camera_that_sends_another_format_is_warned_of(
    look: Look, stream: CameraSimulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A device that has none of what it is asked for; its pictures come from the stream."""
    source = partial(OpenCvSource, parse_place(stream.url), CameraTimeouts())
    monkeypatch.setattr("kiosk.diagnostics.devices.Camera", lambda url: Camera(url, connect=source))
    found = look("camera", "/dev/video7?size=640x480&format=yuyv").finding
    assert (found.level, found.reason, found.figures["format"]) == (Level.WARNING, "other_format", "MJPG")


def test_a_camera_that_sends_less_than_it_is_asked_for_fails(look: Look, stream: CameraSimulator) -> None:
    stream.command("fault", "small")
    found = look("document_camera", f"{stream.url}?size=2592x1944").finding
    assert (found.level, found.fault, found.note) == (
        Level.FAILED,
        CameraFault.TOO_SMALL,
        "640x480 instead of 2592x1944",
    )


@pytest.mark.parametrize("device", ["camera", "document_camera"])
@pytest.mark.parametrize("fault", ["dark", "gone"])
def test_a_camera_in_trouble_fails(look: Look, stream: CameraSimulator, device: str, fault: str) -> None:
    stream.command("fault", fault)
    assert look(device, stream.url).finding.level is Level.FAILED


def test_a_document_printer_that_files_is_in_order(look: Look, tmp_path: Path) -> None:
    assert look("document_printer", f"file:{tmp_path}/out").finding.level is Level.OK


def test_a_document_printer_that_cannot_file_fails(look: Look, tmp_path: Path) -> None:
    (tmp_path / "out").touch()
    assert look("document_printer", f"file:{tmp_path}/out").finding.level is Level.FAILED


@pytest.mark.parametrize("slot", ["contactless_reader", "psam"])
def test_a_slot_that_is_not_there_fails(look: Look, slot: str) -> None:
    assert look(slot, "pcsc:No Such Reader").finding.level is Level.FAILED


def test_nothing_is_said_of_devices_that_are_not_configured(world: World) -> None:
    world.id_reader.start()
    bench = Bench(world.configuration(devices={"card_reader": f"vpcd://127.0.0.1:{free_port()}"}), patience=0.1)
    told = {entry.check for entry in examine(bench, {name: CHECKS[name] for name in ("psam", "camera")}).entries}
    world.id_reader.stop()
    assert told == set()


def test_a_security_module_tells_the_terminals_number(look: Look) -> None:
    slot = PsamSlot(port=free_port(), retry=0.005)
    slot.start()
    found = look("psam", slot.url).finding
    slot.stop()
    assert (found.level, found.figures["terminal_number"]) == (Level.OK, "500103000001"), found


@pytest.mark.parametrize("fault", ["absent", "silent", "refuses"])
def test_a_slot_without_a_module_that_answers_fails(look: Look, fault: str) -> None:
    slot = PsamSlot(port=free_port(), retry=0.005)
    slot.fault(fault)
    found = look("psam", slot.url).finding
    slot.stop()
    assert (found.level, found.fault) == (Level.FAILED, PsamFault.ABSENT)


def test_a_queue_for_documents_is_in_order_until_it_says_otherwise(look: Look, tmp_path: Path) -> None:
    queue = DocumentPrinterSimulator(tmp_path / "cups")
    queue.start()
    good = look("document_printer", queue.url).finding
    queue.command("fault", "paper-out")
    empty = look("document_printer", queue.url).finding
    queue.stop()
    assert good.level is Level.OK, good
    assert (empty.level, empty.fault) == (Level.FAILED, DocumentFault.PAPER_OUT)
