"""返回: what is remembered, what is asked again, and the walls that it does not cross."""

import asyncio
from contextlib import suppress

from kiosk.memory import Memory
from texts import literal
from ui.pages import AnyPage, Choice


def page(name: str) -> AnyPage:
    return Choice(headline=literal(name))  # pyright: ignore[reportReturnType]


def test_an_answer_is_recalled_for_an_equal_page_in_its_place() -> None:
    memory = Memory()
    memory.keep(page("which card"), "old")
    memory.begin()
    assert memory.recall(page("which card")) == "old"
    assert memory.recall(page("which bank")) is None


def test_an_answer_to_another_page_is_forgotten_with_all_after_it() -> None:
    memory = Memory()
    memory.keep(page("which card"), "old")
    memory.keep(page("which bank"), "abc")
    memory.begin()
    assert memory.recall(page("which city")) is None
    memory.begin()
    assert memory.recall(page("which card")) is None


def test_going_back_takes_the_last_answer_and_offers_it_as_already_entered() -> None:
    memory = Memory()
    memory.keep(page("which card"), "old")
    memory.keep(page("which bank"), "abc")
    memory.rewind()
    memory.begin()
    assert memory.recall(page("which card")) == "old"
    assert memory.recall(page("which bank")) is None
    assert memory.previous(page("which bank")) == "abc"


def test_nothing_goes_back_behind_a_wall() -> None:
    memory = Memory()
    memory.keep(page("which card"), "old")
    assert memory.can_rewind
    memory.wall()
    assert not memory.can_rewind


def test_a_wall_still_stands_when_the_service_runs_again() -> None:
    memory = Memory()
    memory.keep(page("which way"), "card")
    memory.wall()
    memory.keep(page("which bank"), "abc")
    memory.rewind()
    memory.begin()
    memory.recall(page("which way"))
    memory.wall()
    assert not memory.can_rewind


def test_what_was_fetched_is_fetched_once_and_a_failure_is_not_remembered() -> None:
    memory = Memory()
    asked: list[int] = []

    async def fetch() -> int:
        asked.append(1)
        if len(asked) == 1:
            raise OSError
        return len(asked)

    async def scene() -> None:
        with suppress(OSError):
            await memory.fetched("cards", fetch)
        assert await memory.fetched("cards", fetch) == 2
        assert await memory.fetched("cards", fetch) == 2

    asyncio.run(scene())


def test_a_cleared_memory_knows_nothing() -> None:
    memory = Memory()
    memory.keep(page("which card"), "old")
    memory.clear()
    memory.begin()
    assert memory.recall(page("which card")) is None
    assert repr(memory) == "Memory(0 kept, 0 fetched)"
