"""From Home to the result in a few taps, for somebody with one card on the shortest way.

Not counted: digits and the 确认 that ends them, choosing and giving a proof, what is done with cards and papers, and
pages that the law wants (notice, consent, signature).
"""

from pathlib import Path
from typing import Any

import pytest
from at_the_bureau import PATIENT
from life_cycle import NORMAL, SEALED, TABLE, TEMPORARY, household
from resident import Resident
from virtual_time import VirtualLoop
from world import World

from ui.pages import Choice, Confirm, Home, Outcome, Record, Result

MOST = {
    "临时挂失": (NORMAL, 3),
    "正式挂失": (NORMAL, 4),
    "解挂": (TEMPORARY, 3),
    "密码修改": (NORMAL, 3),
    "密码重置": (NORMAL, 3),
    "启用": (SEALED, 3),
}
"""Operation → the state that the card is in, and how many taps at most."""


class Counting(Resident):
    """Somebody whose taps are counted until the result; what has no tile on Home is begun from the card's state."""

    def __init__(self, world: World, item: str, key: str, answers: dict[str, tuple[str, ...]]) -> None:
        super().__init__(world, item, key, answers)
        self._wanted = item
        self.taps = 0

    async def answer(self, page: Any) -> None:
        if isinstance(page, Home) and self._wanted not in [tile.key for tile in page.tiles]:
            self._item = "card_status"
        if isinstance(page, Record) and self._wanted in [each.key for each in (page.main, *page.next_steps) if each]:
            await self._do("press", self._wanted)
        else:
            await super().answer(page)

    async def _do(self, name: str, value: object = None) -> None:
        page = self._world.front.page
        proof = isinstance(page, Choice) and page.headline.id.startswith("identity.")
        counts = isinstance(page, Home | Record | Choice | Confirm) and name in ("press", "proceed")
        self.taps += counts and not proof
        await super()._do(name, value)


def counted(folder: Path, state: str, item: str, answers: dict[str, tuple[str, ...]]) -> tuple[int, Outcome | None]:
    """How many taps, and what they led to."""
    person, loop = household((state,))[state], VirtualLoop()
    pin = (person.cards[0].chip.pin,)
    world = World(folder, (person,), loop)
    resident = Counting(world, item, person.key, {"identity.enter_pin": pin, "activate.initial": pin, **answers})
    shown: list[Result | None] = []

    async def scene() -> None:
        shown.append(await resident.visit())

    try:
        world.play(scene(), backend=PATIENT)
    finally:
        loop.close()
    return resident.taps, shown[0].outcome if shown[0] else None


@pytest.mark.parametrize("name", MOST)
def test_it_takes_few_taps(tmp_path: Path, name: str) -> None:
    state, most = MOST[name]
    taps, outcome = counted(tmp_path, state, TABLE[name].item, dict(TABLE[name].answers))
    assert outcome is Outcome.DONE
    assert taps <= most


def test_the_state_of_a_card_takes_two_taps_at_most(tmp_path: Path) -> None:
    taps, _ = counted(tmp_path, NORMAL, "card_status", {})
    assert 1 <= taps <= 2
