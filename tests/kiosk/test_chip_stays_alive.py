"""Whatever is done at the terminal, the chip never hears APPLICATION BLOCK or CARD BLOCK, which cannot be undone."""

import pytest
from crash_flows import FLOWS, OLD, Flow
from resident import Resident
from world import World

from kiosk.services.catalogue import catalogue

FOR_EVER = {0x1E, 0x16}
"""INS of APPLICATION BLOCK (84 1E) and CARD BLOCK (84 16)."""
HERE = frozenset({"card_reader", "id_reader", "receipt_printer", "pin_pad", "bureau"})
"""What the scripted terminal has."""
LOOKED_AT = [
    Flow(item.key, "zhang", answers={"identity.enter_pin": (OLD,)})
    for item in catalogue()
    if not item.missing(HERE) and item.key not in {flow.item for flow in FLOWS.values()}
]
"""The items that change nothing, beside the flows that do."""
ON_THE_CHIP = {"card_status", "change_pin", "reset_pin", "unblock_pin", "activate", "unlock_application"}


WITHOUT_CAMERA = [flow for flow in FLOWS.values() if not flow.face]


@pytest.mark.parametrize("flow", [*WITHOUT_CAMERA, *LOOKED_AT], ids=lambda flow: f"{flow.item} {flow.who}")
def test_no_item_sends_a_command_that_cannot_be_undone(world: World, flow: Flow) -> None:
    chips = [world.slot.chip(flow.who, index) for index in range(len(world.people[flow.who].cards))]
    heard: list[bytes] = []
    for chip in chips:
        chip.transmit = _overheard(chip.transmit, heard)

    async def scene() -> None:
        await Resident(world, flow.item, flow.who, flow.answers).visit()

    world.play(scene())
    assert [apdu[1] for apdu in heard if apdu[1] in FOR_EVER] == []
    assert heard or flow.item not in ON_THE_CHIP


def _overheard(transmit, heard):
    def overheard(apdu: bytes) -> bytes:
        heard.append(apdu)
        return transmit(apdu)

    return overheard
