"""Whatever is done at the terminal, the chip never hears APPLICATION BLOCK or CARD BLOCK, which cannot be undone."""

import pytest
from resident import Resident
from world import World

from kiosk.services.catalogue import catalogue

OLD, NEW = "120119", "704926"
PINS = {"identity.enter_pin": (OLD,), "change_pin.new": (NEW,), "change_pin.again": (NEW,)}
FOR_EVER = {0x1E, 0x16}
"""INS of APPLICATION BLOCK (84 1E) and CARD BLOCK (84 16)."""
WHO = {"unlock_application": "suo", "withdraw_loss_report": "zhao"}
ITEMS = [item.key for item in catalogue()]


@pytest.mark.parametrize("item", ITEMS)
def test_no_item_sends_a_command_that_cannot_be_undone(world: World, item: str) -> None:
    key = WHO.get(item, "zhang")
    chip = world.slot.chip(key)
    transmit, heard = chip.transmit, list[bytes]()

    def overheard(apdu: bytes) -> bytes:
        heard.append(apdu)
        return transmit(apdu)

    chip.transmit = overheard

    async def scene() -> None:
        await Resident(world, item, key, PINS).visit()

    world.play(scene())
    assert [apdu[1] for apdu in heard if apdu[1] in FOR_EVER] == []
    assert bool(heard) is (item in {"card_status", "change_pin", *WHO})
