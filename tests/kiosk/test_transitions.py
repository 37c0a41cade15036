"""Every row of the transition table, once for each state that it may start from: terminal and bureau agree after it."""

from pathlib import Path

import pytest
from at_the_bureau import PATIENT
from life_cycle import TABLE, household
from life_cycle_visits import held, try_it
from transitions import COUNTER, EXPIRY, ROWS, TRANSITIONS, Transition
from virtual_time import VirtualLoop
from world import World

from sandbox.people import Person
from ui.pages import Outcome, Record

MADE, OVER = "+9d", "+8d"
"""Until a card is at its pick-up place, and until a temporary loss is over."""


def test_every_row_stands_here() -> None:
    rows = {transition.row.split()[0] for transition in TRANSITIONS}
    assert rows == {f"T{number}" for number in range(1, ROWS + 1)}
    assert len({str(transition) for transition in TRANSITIONS}) == len(TRANSITIONS) == 31


async def step(world: World, person: Person, name: str) -> None:
    """One thing that is done, at the terminal or at the bureau; done there must be said to be done here."""
    if name == EXPIRY:
        world.backend.command("clock", OVER)
    elif name == COUNTER:
        world.backend.command("clock", MADE)
        world.backend.command("hand-out", person.key)
    else:
        result = await try_it(world, person, TABLE[name])
        shown = any(isinstance(page, Record) for page in world.front.shown)
        assert shown if name == "状态查询" else result is not None and result.outcome is Outcome.DONE, name


@pytest.mark.parametrize("transition", TRANSITIONS, ids=str)
def test_each_row_of_the_table_is_walked(tmp_path: Path, transition: Transition) -> None:
    person, loop = household((transition.began,))[transition.began], VirtualLoop()
    world = World(tmp_path, (person,), loop)

    async def scene() -> None:
        for name in transition.steps:
            await step(world, person, name)

    try:
        world.play(scene(), backend=PATIENT)
    finally:
        loop.close()
    assert held(world, person).state == transition.ends
