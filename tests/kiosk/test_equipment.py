"""Devices that not every terminal has: watched like all others, told once, and missed only where an item needs them."""

from dataclasses import replace
from pathlib import Path

import pytest
from world import World

from devices.document_printer import DocumentFault
from devices.status import State
from kiosk import terminal
from kiosk.services.catalogue import ServiceItem, catalogue
from sandbox.camera import CameraSimulator
from sandbox.document_printer import DocumentPrinterSimulator
from ui.pages import Button, Home, Standby


def needing(device: str, key: str = "report_loss") -> tuple[ServiceItem, ...]:
    """The catalogue, with one item that needs a device more."""
    return tuple(
        replace(item, needs=(*item.needs, (frozenset({device}),))) if item.key == key else item for item in catalogue()
    )


def tile(home: Home, key: str) -> Button:
    return next(tile for tile in home.everything if tile.key == key)


def outages(world: World, device: str) -> list[str]:
    """When a device was lost and when it was back, as the log says, in order."""
    told = [event["event"] for event in world.events() if event.get("device") == device]
    return [name for name in told if name in ("device.lost", "device.back")]


def test_a_camera_that_is_not_there_closes_what_needs_it_and_opens_it_when_it_is_back(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    camera = CameraSimulator(port=0)
    camera.start()
    camera.command("fault", "gone")
    monkeypatch.setattr(terminal, "catalogue", lambda: needing("camera"))

    async def scene() -> None:
        await world.seen("camera", State.NO_DEVICE)
        home = await world.home()
        assert not tile(home, "report_loss").enabled
        assert world.words(tile(home, "report_loss").reason) == "摄像头暂停使用"
        assert [world.words(notice) for notice in home.notices] == ["摄像头暂停使用，不用拍照的业务照常办理。"]
        assert tile(home, "card_status").enabled
        camera.command("fault", "none")
        await world.seen("camera", State.ONLINE)
        home = await world.until(lambda page: isinstance(page, Home) and tile(page, "report_loss").enabled)

    world.play(scene(), devices={"camera": camera.url})
    camera.stop()
    assert outages(world, "camera") == ["device.lost", "device.back"]


def test_a_document_printer_that_no_item_needs_is_logged_and_no_resident_is_told(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    printer = DocumentPrinterSimulator(tmp_path / "cups")
    printer.command("fault", "paper-out")
    world.parts = (*world.parts, printer)
    monkeypatch.setattr(terminal, "catalogue", lambda: catalogue()[:1])

    async def scene() -> None:
        await world.on(Standby)
        printers = world.around.equipment.document_printer
        assert printers is not None
        assert (printers.usable, printers.status.fault) == (False, DocumentFault.PAPER_OUT)
        home = await world.home()
        assert home.notices == ()
        assert all(tile.enabled for tile in home.everything)

    world.play(scene(), devices={"document_printer": printer.url})
    assert outages(world, "document_printer") == ["device.lost"]


@pytest.mark.parametrize(
    ("usable", "missing"),
    [
        ({"card_reader", "pin_pad", "bureau"}, set()),
        ({"id_reader", "bureau"}, set()),
        ({"card_reader", "bureau"}, {"pin_pad", "id_reader"}),
        ({"card_reader", "pin_pad", "id_reader"}, {"bureau"}),
    ],
)
def test_a_way_takes_all_of_its_devices_and_one_way_is_enough(usable: set[str], missing: set[str]) -> None:
    item = next(item for item in catalogue() if item.key == "card_status")
    assert item.missing(frozenset(usable)) == missing


def test_without_a_pad_the_screens_keys_are_the_pin_pad(world: World) -> None:
    async def scene() -> None:
        await world.on(Standby)
        assert "pin_pad" in world.around.equipment.usable
        assert "pin_pad" not in [device.name for device in world.around.equipment.devices]

    world.play(scene())
