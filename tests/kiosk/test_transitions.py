"""Every row of the transition table, once for each state that it may start from: terminal and bureau agree after it."""

from pathlib import Path

import pytest
from at_the_bureau import PATIENT
from life_cycle import CANCELLED, NORMAL, TABLE, household
from life_cycle_visits import held, try_it
from refusal_table import said
from transitions import ANY, COUNTER, DIED, EMIGRATED, EXPIRY, ROWS, TRANSITIONS, Transition
from virtual_time import VirtualLoop
from world import World

from sandbox.people import Person
from ui.pages import Outcome, Record

MADE, OVER = "+9d", "+8d"
"""Until a card is at its pick-up place, and until a temporary loss is over."""


def test_every_row_stands_here() -> None:
    rows = {transition.row.split()[0] for transition in TRANSITIONS}
    assert rows == {f"T{number}" for number in range(1, ROWS + 1)}
    assert len({str(transition) for transition in TRANSITIONS}) == len(TRANSITIONS) == 42


async def step(world: World, person: Person, name: str) -> None:
    """One thing that is done, at the terminal or at the bureau; done there must be said to be done here."""
    if name == EXPIRY:
        world.backend.command("clock", OVER)
    elif name == COUNTER:
        world.backend.command("clock", MADE)
        world.backend.command("hand-out", person.key)
    elif name in (DIED, EMIGRATED):
        world.backend.command("data-sharing", person.key, name)
    else:
        result = await try_it(world, person, TABLE[name])
        shown = any(isinstance(page, Record) for page in world.front.shown)
        assert shown if name == "状态查询" else result is not None and result.outcome is Outcome.DONE, name


@pytest.mark.parametrize("transition", TRANSITIONS, ids=str)
def test_each_row_of_the_table_is_walked(tmp_path: Path, transition: Transition) -> None:
    world, person = walked(tmp_path, transition.began, *transition.steps)
    assert held(world, person).state == transition.ends


def walked(folder: Path, began: str, *steps: str) -> tuple[World, Person]:
    """Somebody whose card began so, after all of that was done."""
    person, loop = household((began,))[began], VirtualLoop()
    world = World(folder, (person,), loop)

    async def scene() -> None:
        for name in steps:
            await step(world, person, name)

    try:
        world.play(scene(), backend=PATIENT)
    finally:
        loop.close()
    return world, person


@pytest.mark.parametrize("began", ANY)
def test_a_card_cancelled_by_data_sharing_is_shown_so_and_stays_so(tmp_path: Path, began: str) -> None:
    world, person = walked(tmp_path, began, EMIGRATED, EXPIRY, "状态查询")
    assert held(world, person).state == CANCELLED
    assert "card_status.headline.9" in said(world)


def test_who_is_taken_for_dead_is_sent_to_the_counter_and_not_told_so(tmp_path: Path) -> None:
    person, loop = household((NORMAL,))[NORMAL], VirtualLoop()
    world = World(tmp_path, (person,), loop)

    async def scene() -> None:
        world.backend.command("data-sharing", person.key, DIED)
        await try_it(world, person, TABLE["状态查询"])

    try:
        world.play(scene(), backend=PATIENT)
    finally:
        loop.close()
    assert "refusals.DECEASED.what" in said(world)
    assert not any(isinstance(page, Record) for page in world.front.shown)
