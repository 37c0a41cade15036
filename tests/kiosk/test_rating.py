"""好差评: asked of whoever has finished and gone from nobody's cards; what is not said is 未评价, and nothing waits."""

import tomllib
from typing import Any

import pytest
from at_the_bureau import LOCK, done
from world import World

import resources
from kiosk.afterword import LONGEST
from kiosk.rating import Matter, rating_draft, rating_page
from texts import Language, known_ids
from ui.pages import (
    RATING_LEVELS,
    NotRated,
    Rate,
    Rating,
    Record,
    Result,
    Standby,
    TakeBack,
    UnknownActionError,
)

ASKED: dict[str, Any] = {"rating": {"ask": True}}


async def locked(world: World) -> Result:
    """Something is done: the card's function is locked, by ID card and SMS."""
    return await done(world, LOCK)


async def finished(world: World) -> Rate:
    """The slip is printed, 完成 pressed, the ID card lifted."""
    if isinstance(world.front.page, Result) and world.front.page.main and world.front.page.main.key == "print":
        await world.press("print")
        await world.until(lambda page: isinstance(page, Result) and page.main is not None and page.main.key == "finish")
    await world.press("finish")
    await world.on(TakeBack)
    world.lift()
    return await world.on(Rate)


def told(world: World) -> list[tuple[Any, ...]]:
    """What the bureau has of it."""
    return world.rows("SELECT item, level, reasons, about FROM sandbox_ratings ORDER BY at")


def test_whoever_has_finished_is_asked_once_their_card_is_back_and_the_bureau_hears_it(world: World) -> None:
    async def scene() -> None:
        result = await locked(world)
        await finished(world)
        await world.act("rate", "2 slow steps")
        await world.on(Standby)
        await world.settled()
        ((item, level, reasons, about),) = told(world)
        assert (item, level, reasons) == ("lock_application", 2, "steps slow")
        assert result.reference.startswith(about)

    world.play(scene(), **ASKED)


def test_who_rated_is_nowhere_in_what_is_sent(world: World) -> None:
    async def scene() -> None:
        await locked(world)
        await finished(world)
        await world.act("rate", "5")
        await world.on(Standby)
        await world.settled()
        ((person,),) = world.rows("SELECT id_number FROM sandbox_operations WHERE item = 'rate_service'")
        assert person == ""

    world.play(scene(), **ASKED)


@pytest.mark.parametrize("skips", ["by the button", "by standing there"])
def test_who_does_not_rate_is_kept_as_not_rated(world: World, skips: str) -> None:
    async def scene() -> None:
        await locked(world)
        await finished(world)
        began = world.loop.time()
        if skips == "by the button":
            await world.act("skip")
        await world.on(Standby)
        waited = world.loop.time() - began
        assert waited < 2 if skips == "by the button" else 20 <= waited < 22
        await world.settled()
        assert [level for _, level, _, _ in told(world)] == [None]

    world.play(scene(), **ASKED)


def test_who_left_is_not_asked_and_kept_as_not_rated(world: World) -> None:
    async def scene() -> None:
        await locked(world)
        await world.act("leave")
        await world.on(TakeBack)
        world.lift()
        await world.on(Standby)
        await world.settled()
        assert [level for _, level, _, _ in told(world)] == [None]
        assert not any(isinstance(shown, Rate) for shown in world.front.shown)

    world.play(scene(), **ASKED)


def test_who_only_looked_is_not_asked_and_nothing_is_kept(world: World) -> None:
    async def scene() -> None:
        await world.record_by_id_card("zhang")
        await world.act("leave")
        world.lift()
        await world.on(Standby)
        await world.settled()
        assert told(world) == []

    world.play(scene(), **ASKED)


def test_whoever_left_a_card_behind_is_gone_and_not_asked(world: World) -> None:
    async def scene() -> None:
        await locked(world)
        await world.press("print")
        await world.until(lambda page: isinstance(page, Result) and page.main is not None and page.main.key == "finish")
        await world.press("finish")
        await world.on(Standby)
        assert not any(isinstance(shown, Rate) for shown in world.front.shown)
        world.lift()

    world.play(scene(), **ASKED)


def test_touching_keeps_the_page_but_not_for_ever(world: World) -> None:
    async def scene() -> None:
        await locked(world)
        await finished(world)
        began = world.loop.time()
        while isinstance(world.front.page, Rate):
            world.around.stage.active()
            await world.around.clock.sleep(5)
        assert LONGEST <= world.loop.time() - began < LONGEST + 10

    world.play(scene(), **ASKED)


def test_the_next_card_ends_the_question(world: World) -> None:
    async def scene() -> None:
        await locked(world)
        await finished(world)
        began = world.loop.time()
        await world.insert("wang")
        await world.until(lambda page: not isinstance(page, Rate))
        assert world.loop.time() - began < 5

    world.play(scene(), **ASKED)


def test_a_bureau_that_is_away_hears_it_later_and_once(world: World) -> None:
    async def scene() -> None:
        await locked(world)
        await finished(world)
        world.backend.command("fault", "down")
        await world.act("rate", "1 unsolved")
        await world.on(Standby)
        world.backend.command("fault", "none")
        await world.settled()
        await world.settled()
        assert [(level, reasons) for _, level, reasons, _ in told(world)] == [(1, "unsolved")]

    world.play(scene(), **ASKED)


def test_a_terminal_that_does_not_ask_sends_nothing(world: World) -> None:
    async def scene() -> None:
        await locked(world)
        await world.press("print")
        await world.until(lambda page: isinstance(page, Result) and page.main is not None and page.main.key == "finish")
        await world.press("finish")
        world.lift()
        await world.on(Standby)
        await world.settled()
        assert told(world) == []

    world.play(scene())


def test_a_record_that_was_printed_is_something_that_was_done(world: World) -> None:
    async def scene() -> None:
        record = await world.record_by_id_card("zhang")
        assert isinstance(record, Record)
        await world.press("print")
        await world.until(lambda page: isinstance(page, Result))
        await world.press("finish")
        world.lift()
        await world.on(Rate)
        await world.act("skip")
        await world.on(Standby)
        await world.settled()
        assert [(item, about) for item, _, _, about in told(world)] == [("card_status", "")]

    world.play(scene(), **ASKED)


def test_the_log_says_that_it_was_rated_and_not_how(world: World) -> None:
    async def scene() -> None:
        await locked(world)
        await finished(world)
        await world.act("rate", "1")
        await world.on(Standby)
        (event,) = [line for line in world.events() if line["event"] == "visit.rated"]
        assert (event["asked"], event["given"]) == (True, True)
        assert "level" not in event

    world.play(scene(), **ASKED)


def test_reasons_are_offered_for_low_levels_alone_and_every_one_has_words() -> None:
    for reason in rating_page().reasons:
        assert reason.levels == {1, 2}
        for language in Language:
            assert reason.label.id in known_ids(language)
    with pytest.raises(UnknownActionError):
        rating_page().answer("rate", "5 slow")
    given = [rating_page().answer("rate", str(level)) for level in RATING_LEVELS]
    assert given == [Rating(level) for level in RATING_LEVELS]


def test_the_reasons_file_holds_levels_that_exist() -> None:
    table = tomllib.loads(resources.path("rating.toml").read_text("utf-8"))
    assert all(set(levels) <= set(RATING_LEVELS) for levels in table["reasons"].values())


def test_no_rating_is_no_level() -> None:
    body = rating_draft(Matter("report_loss"), NotRated()).halves[0].body
    assert body["level"] is None
    assert body["about"] is None
