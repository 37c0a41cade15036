"""The whole table of a card's life: the terminal offers what the bureau does, and says done what the bureau holds."""

import inspect
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from importlib import import_module
from pathlib import Path

import pytest
from at_the_bureau import PATIENT
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from life_cycle import (
    BEFORE,
    CANCELLED,
    CELLS,
    FORMAL,
    NORMAL,
    SAME,
    SEEN,
    STATES,
    TABLE,
    TEMPORARY,
    household,
)
from life_cycle_visits import Held, held, try_it
from refusal_table import said
from virtual_time import VirtualLoop
from world import World

from kiosk.services.catalogue import catalogue
from sandbox.people import Person
from ui.pages import Outcome, Record, Result
from ui.record_pages import RightsSummary

NOT_OF_A_CARD = {"apply_card", "request_assistance", "certify_pension", "pension_together"}
"""Items that hand something over and are not about a card that there is."""
CARD_ALONE = {"bank_half.both.silent", "bank_half.both.not_done"}
"""What is said where the card's loss is done, and its account is not stopped."""
CODES = frozenset(
    cell for operation in TABLE.values() for cell in operation.becomes.values() if len(cell) > len(BEFORE)
)


def judged(world: World, cell: str, before: str, holds: tuple[Held, Held], result: Result | None) -> list[str]:
    """What is wrong about a visit: `cell` is the rule, `before` the state before a loss, `holds` the bureau's word."""
    was, now = holds
    wrong: list[str] = []
    done = result is not None and (result.outcome is Outcome.DONE or result.headline.id in CARD_ALONE)
    if cell in CODES:
        if now.state != was.state or done:
            wrong.append(f"{cell}: {was.state} became {now.state}, done: {done}")
        if f"refusals.{cell}.what" not in said(world):
            wrong.append(f"{cell} was not said")
    elif cell == SEEN:
        if now.state != was.state or not any(isinstance(page, Record | RightsSummary) for page in world.front.shown):
            wrong.append(f"it was not shown, or {was} became {now}")
    else:
        should_be = {BEFORE: before, SAME: was.state}.get(cell, cell)
        if now.state != should_be or not done:
            wrong.append(f"{was.state} became {now.state} and not {should_be}, done: {done}")
    if now.refused > was.refused:
        wrong.append("the bureau refused what the terminal offered")
    if cell != SEEN and done != (now.confirmed > was.confirmed):
        wrong.append(f"the terminal says done: {done}, the bureau: {now.confirmed - was.confirmed}")
    return wrong


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[tuple[World, dict[str, Person]]]:
    people = household()
    loop = VirtualLoop()
    yield World(tmp_path, tuple(people.values()), loop), people
    loop.close()


@pytest.mark.parametrize("name", TABLE, ids=lambda name: f"{name}: {len(TABLE[name].becomes)} cells")
def test_each_cell_of_the_table_is_as_the_rules_say(stage: tuple[World, dict[str, Person]], name: str) -> None:
    world, people = stage
    wrong: dict[str, list[str]] = {}

    async def scene() -> None:
        for state in STATES:
            was = held(world, people[state])
            result = await try_it(world, people[state], TABLE[name])
            cell = TABLE[name].becomes[state]
            if found := judged(world, cell, NORMAL, (was, held(world, people[state])), result):
                wrong[state] = found

    world.play(scene(), backend=PATIENT)
    assert wrong == {}


def test_every_cell_of_the_matrix_stands_in_the_table() -> None:
    told = [(name, state) for name, operation in TABLE.items() for state in operation.becomes]
    assert len(told) == len(set(told)) == CELLS > 0


def test_every_item_that_changes_a_card_has_its_row() -> None:
    """What is no operation on a card, by name: everything else that hands something over stands in the table."""
    rows = {operation.item for operation in TABLE.values()}
    assert {item.key for item in catalogue() if _submits(item.key)} - rows <= NOT_OF_A_CARD


def _submits(key: str) -> bool:
    return "session.submit" in inspect.getsource(import_module(f"kiosk.services.{key}"))


ONCE = (
    *("change_pin", "reset_pin", "unblock_pin", "activate", "replace_card", "exchange_card", "cancel_card"),
    *("change_information", "rights_record"),
)
"""What cannot be done again and again by the same person with the same words."""
WALKED = [name for name, operation in TABLE.items() if operation.item not in ONCE]
"""The others, looked up ones included, in any order."""
DAYS = st.sampled_from(["", "", "+8d"])


@settings(max_examples=6, suppress_health_check=[HealthCheck.too_slow])
@given(
    began=st.sampled_from([state for state in STATES if state not in (TEMPORARY, FORMAL, CANCELLED)]),
    steps=st.lists(st.tuples(st.sampled_from(WALKED), DAYS), min_size=2, max_size=5),
)
def test_a_life_in_any_order_is_as_the_rules_say(began: str, steps: Sequence[tuple[str, str]]) -> None:
    """One card goes from state to state, and the rules, the bureau and the terminal are of one mind after each step."""
    folder, loop = Path(tempfile.mkdtemp(prefix="kiosk-life-")), VirtualLoop()
    person = household((began,))[began]
    world = World(folder, (person,), loop)
    wrong: list[str] = []

    async def scene() -> None:
        before = state = began
        for name, days in steps:
            was = held(world, person)
            if was.state != state:
                wrong.append(f"the bureau holds {was.state} and not {state}")
            cell = TABLE[name].becomes[state]
            result = await try_it(world, person, TABLE[name])
            wrong.extend(judged(world, cell, before, (was, held(world, person)), result))
            before, state = _after(cell, before, state)
            if days:
                world.backend.command("clock", days)
                state = before if state == TEMPORARY else state

    try:
        world.play(scene(), backend=PATIENT)
    finally:
        loop.close()
        shutil.rmtree(folder)
    assert wrong == []


def _after(cell: str, before: str, state: str) -> tuple[str, str]:
    """The state before a loss, and the state now; a loss that is made worse still came from where it came from."""
    if cell in CODES or cell in (SAME, SEEN):
        return before, state
    if cell == BEFORE:
        return before, before
    lost = cell in (TEMPORARY, FORMAL)
    return (before if lost and state in (TEMPORARY, FORMAL) else state if lost else cell), cell
