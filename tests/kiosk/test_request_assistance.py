"""帮办代办登记: a request for help is left, with a number; staff of the branch see it, and nobody's whole number."""

import re

import pytest
from world import World

from kiosk.assistance import assistance
from texts import Language, known_ids
from ui.pages import Choice, Confirm, Keypad, Outcome, PresentCard, PresentId, Record, Result, Standby, TextEntry


async def identified(world: World, key: str = "zhang") -> Choice:
    """By ID card and SMS, to the list of items."""
    await world.home()
    await world.press("request_assistance")
    await world.on(PresentCard)
    await world.press("id_card")
    await world.on(PresentId)
    world.lay(key)
    await world.on(Keypad)
    await world.act("enter", re.findall(r"\b(\d{6})\b", world.backend.command("inbox"))[-1])
    return await world.on(Choice)


async def choose(world: World, key: str) -> None:
    """On the next choice, which must have it."""
    await world.until(lambda page: isinstance(page, Choice) and key in {option.key for option in page.options})
    await world.press(key)


async def said(world: World, remark: str = "") -> None:
    """What whoever calls should know, or nothing."""
    await world.until(lambda page: isinstance(page, TextEntry) and page.headline.id == "request_assistance.remark")
    await (world.act("enter", remark) if remark else world.press("nothing"))


async def request(world: World, item: str, *ways: str, address: str = "", remark: str = "") -> Result:
    await choose(world, item)
    for way in ways:
        await choose(world, way)
    if address:
        await world.on(TextEntry)
        await world.act("enter", address)
    await choose(world, "afternoon")
    await said(world, remark)
    await world.on(Keypad)
    await world.act("enter", "19912345678")
    await world.on(Confirm)
    await world.act("proceed")
    return await world.on(Result)


async def gone(world: World) -> None:
    await world.press("finish")
    world.lift()
    await world.on(Standby)


def test_all_fifteen_items_can_be_asked_for(world: World) -> None:
    async def scene() -> None:
        page = await identified(world)
        assert [option.key for option in page.options] == [str(number) for number in range(1, 16)]
        await world.act("leave")
        world.lift()
        await world.on(Standby)

    world.play(scene())


def test_a_request_at_the_counter_is_left_with_a_number_and_seen_by_staff(world: World) -> None:
    async def scene() -> None:
        await identified(world)
        result = await request(world, "5", remark="听力不好")
        assert result.outcome is Outcome.DONE
        assert result.reference
        assert any("1 个工作日" in world.words(row.meaning) for row in result.rows)
        await world.press("print")
        await world.until(lambda page: isinstance(page, Result) and page.main is not None and page.main.key == "finish")
        await gone(world)
        await world.home()
        await world.press("staff")
        await world.on(Keypad)
        await world.act("enter", "1001")
        await world.enter_pin("246810")
        await choose(world, "requests")
        await choose(world, result.reference.rpartition("-")[0])
        record = await world.on(Record)
        (card,) = record.cards
        told = "".join(world.words(row.value) for row in card.rows)
        assert "199****5678" in told
        assert "听力不好" in told
        assert "19912345678" not in told
        assert world.people["zhang"].name not in told

    world.play(scene())


def test_somebody_comes_home_where_the_item_allows_it(world: World) -> None:
    async def scene() -> None:
        await identified(world)
        result = await request(world, "3", "home", address="渝中区中山四路1号")
        assert result.outcome is Outcome.DONE
        confirmed = next(page for page in reversed(world.front.shown) if isinstance(page, Confirm))
        told = {world.words(point.label): world.words(point.words) for point in confirmed.points}
        assert told["地址"] == "*********", "masked until it is pressed to be shown"
        await world.act("leave")
        world.lift()
        await world.on(Standby)

    world.play(scene())


def test_what_is_only_done_at_home_asks_for_the_address_at_once(world: World) -> None:
    async def scene() -> None:
        await identified(world)
        await choose(world, "11")
        await world.on(TextEntry)
        await world.act("leave")
        world.lift()
        await world.on(Standby)

    world.play(scene())


def test_the_same_item_twice_is_refused_in_words(world: World) -> None:
    async def scene() -> None:
        await identified(world)
        await request(world, "5")
        await world.act("leave")
        world.lift()
        await world.on(Standby)
        world.backend.command("clock", "+2m")
        await identified(world)
        result = await request(world, "5")
        assert result.outcome is Outcome.REFUSED
        assert result.code in ("", "ALREADY_REQUESTED")
        assert "已经登记过" in "".join(world.words(words) for words in result.what_now)
        await world.act("leave")
        world.lift()
        await world.on(Standby)

    world.play(scene())


def test_what_is_no_mobile_number_is_asked_for_again(world: World) -> None:
    async def scene() -> None:
        await identified(world)
        await choose(world, "5")
        await choose(world, "morning")
        await said(world)
        await world.on(Keypad)
        await world.act("enter", "02312333000")
        page = await world.until(lambda page: isinstance(page, Keypad) and page.trouble is not None)
        assert isinstance(page, Keypad)
        await world.act("leave")
        world.lift()
        await world.on(Standby)

    world.play(scene())


@pytest.mark.parametrize("language", Language)
def test_every_item_has_its_name(language: Language) -> None:
    names = {name for each in assistance().items for name in (each.title.id, each.tile.id)}
    assert names <= known_ids(language)
