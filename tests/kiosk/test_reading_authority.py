"""A card is proven to by the PSAM where there is one, and by the bureau's HSM where the PSAM cannot."""

import pytest
from ports import free_port
from world import World

from devices.card_data import Algorithm
from devices.psam import PsamSettings
from devices.status import Media
from kiosk.config import ConfigurationError
from kiosk.reading_authority import psam_settings
from kiosk.tables import PsamTable
from sandbox.psam import PsamChip, PsamSlot
from ui.pages import PinPad


def with_psam(world: World, chip: PsamChip | None = None) -> tuple[PsamSlot, dict[str, object]]:
    """A module beside the terminal's reader, and where the terminal finds it."""
    slot = PsamSlot(port=free_port(), chip=chip, retry=0.005)
    world.parts = (*world.parts, slot)
    return slot, {"psam": slot.url}


async def seated(world: World) -> None:
    """The terminal has seen the module."""
    psam = world.around.equipment.psam
    assert psam is not None
    with world.loop.held():
        await psam.until(lambda status: status.media is Media.PRESENT)


def test_the_psam_opens_a_card_while_the_hsm_is_out_of_reach(world: World) -> None:
    _, devices = with_psam(world)

    async def scene() -> None:
        await seated(world)
        await world.to_present_card()
        world.backend.command("fault", "down")
        await world.insert("zhang")
        page = await world.on(PinPad)
        assert page.pin
        await world.pull()

    world.play(scene(), devices=devices)
    assert world.events("psam.failed") == []


@pytest.mark.parametrize("fault", ["absent", "silent", "vanish", "no-key", "level"])
def test_what_the_psam_cannot_do_the_hsm_does(world: World, fault: str) -> None:
    slot, devices = with_psam(world)

    async def scene() -> None:
        await seated(world)
        with world.loop.held():
            slot.fault(fault)
        await world.to_present_card()
        await world.insert("zhang")
        await world.on(PinPad)
        await world.pull()

    world.play(scene(), devices=devices)
    assert world.events("psam.failed")


def test_a_card_of_another_algorithm_goes_to_the_hsm(world: World) -> None:
    _, devices = with_psam(world)

    async def scene() -> None:
        await seated(world)
        await world.to_present_card()
        await world.insert("zhang")
        await world.on(PinPad)
        await world.pull()

    world.play(scene(), devices=devices, psam={"algorithm": "des"})
    assert [event["fault"] for event in world.events("psam.failed")] == ["psam_algorithm"]


def test_a_module_that_is_lost_is_logged_and_changes_nothing_for_residents(world: World) -> None:
    slot, devices = with_psam(world)

    async def scene() -> None:
        await seated(world)
        home = await world.home()
        with world.loop.held():
            slot.fault("absent")
            await world.around.equipment.psam.until(lambda status: status.media is Media.NOT_PRESENT)  # pyright: ignore[reportOptionalMemberAccess]
        assert home.notices == ()

    world.play(scene(), devices=devices)


def test_the_configuration_says_what_the_modules_issuer_decides() -> None:
    table = PsamTable(algorithm="des", levels=1, usage=6, internal_key=1, reading_key=2, cipher_p1=3, environment="0A")
    assert psam_settings(table) == PsamSettings(Algorithm.DES, 1, 6, 1, 2, 3, 10)
    assert psam_settings(PsamTable()) == PsamSettings()


def test_live_refuses_a_virtual_module(world: World) -> None:
    with pytest.raises(ConfigurationError, match=r"devices\.psam"):
        world.configuration(devices={"psam": "vpcd://127.0.0.1:35965"}, terminal={"mode": "live"})
