"""A terminal that knows no secret but what it is shown: python tests/support/secret_terminal.py JOB.

Whoever types is in another process and gives the digits one by one; afterwards it stays at Standby to be looked at.
"""

import json
import sys
from pathlib import Path
from typing import Any

from far_world import FarWorld
from resident import Resident
from virtual_time import VirtualLoop

from ui.pages import PinPad, Standby


class Unknowing(Resident):
    """Types a PIN that it knows only by name."""

    def __init__(self, world: FarWorld, item: str, key: str, pins: dict[str, tuple[str, ...]]) -> None:
        super().__init__(world, item, key, pins)
        self._hands = world.hands

    async def _type_pin(self, page: PinPad, pin: str) -> None:
        place = 0
        while digit := self._hands.do("secrets", "digit", pin, place):
            page.pin.put(page.pin.layout.index(digit))
            place += 1


def main(job: dict[str, Any]) -> None:
    """The visits; then wait at Standby until standard input ends."""
    loop = VirtualLoop()
    world = FarWorld(Path(job["folder"]), loop, job["hands"], job["wires"])

    async def visits() -> None:
        for item, pins in job["visits"]:
            await world.on(Standby)
            result = await Unknowing(world, item, job["key"], pins).visit()
            sys.stdout.write(f"{item} {'' if result is None else result.headline.id}\n")
        await world.settled()
        sys.stdout.write("over\n")
        sys.stdout.flush()
        sys.stdin.readline()

    world.play(visits(), card={"pin_most": job["pin_most"]})
    world.close()
    loop.close()


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
