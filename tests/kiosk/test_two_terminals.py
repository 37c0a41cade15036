"""Two terminals, one card, the same moment: one effect, and the one who came second is told so."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
from at_the_bureau import TEMPORARY_LOSS, WAYS, Way, code_sent, confirmed
from virtual_time import VirtualLoop
from world import World

from sandbox.people import Person
from ui.pages import Choice, Confirm, Keypad, Outcome, PresentCard, PresentId, Result

AWAKE = 1.0
"""Seconds after which a page takes answers."""


@pytest.fixture
def two(tmp_path: Path, population: tuple[Person, ...]) -> Iterator[tuple[World, World]]:
    loop = VirtualLoop()
    yield World(tmp_path / "first", population[:20], loop), World(tmp_path / "second", population[:20], loop)
    loop.close()


async def to_the_last_confirmation(world: World, bureau: World, way: Way) -> None:
    """As far as the answer that does it; the code is in the one inbox that there is."""
    await world.home()
    await world.press(way.item)
    await world.on(PresentId)
    world.lay(way.who)
    await world.on(Keypad)
    await world.act("enter", code_sent(bureau))
    bureau.backend.command("clock", "+2m")
    if way.kind:
        await world.on(Choice)
        await world.press(way.kind)
    if way.shows_card:
        await world.on(PresentCard)
        await world.insert(way.who)
    page = await world.on(Confirm)
    for _ in range(way.confirms - 1):
        page = await confirmed(world, page)


@pytest.mark.parametrize("way", WAYS, ids=str)
def test_two_who_confirm_at_once_have_one_effect(two: tuple[World, World], way: Way) -> None:
    first, second = two
    outcomes: list[Outcome] = []

    async def scene() -> None:
        await to_the_last_confirmation(first, first, way)
        await second.beside(first, beside())

    async def beside() -> None:
        await to_the_last_confirmation(second, first, way)
        await asyncio.sleep(AWAKE)
        first.send(first.front.serial, "proceed")
        second.send(second.front.serial, "proceed")
        outcomes.extend([(await world.on(Result)).outcome for world in two])
        for world in two:
            world.lift()
            world.slot.pull()

    first.play(scene())
    assert sorted(outcome.value for outcome in outcomes) == ["done", "refused"]
    assert first.application_state(way.who) == way.after
    assert first.backend.command("operations", "50").count(f" {way.item} confirmed") == 1


def test_a_report_at_one_terminal_ends_a_change_that_is_about_to_be_confirmed_at_another(
    two: tuple[World, World],
) -> None:
    first, second = two
    lock = next(way for way in WAYS if way.item == "lock_application")
    loss = next(way for way in WAYS if way.name == "temporary loss")

    async def scene() -> None:
        await to_the_last_confirmation(first, first, lock)
        await second.beside(first, beside())

    async def beside() -> None:
        await to_the_last_confirmation(second, first, loss)
        await asyncio.sleep(AWAKE)
        second.send(second.front.serial, "proceed")
        assert (await second.on(Result)).outcome is Outcome.DONE
        first.send(first.front.serial, "proceed")
        assert (await first.on(Result)).outcome is Outcome.REFUSED
        for world in two:
            world.lift()

    first.play(scene())
    assert first.application_state("zhang") == TEMPORARY_LOSS
