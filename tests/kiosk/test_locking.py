"""社保功能锁定 and 解锁: a flag at the bureau, confirmed, done once, and nothing on the chip."""

import re
from collections.abc import Callable, Coroutine
from typing import Any, NamedTuple

import pytest
from world import World

from ui.pages import Confirm, Keypad, Outcome, PresentCard, PresentId, Result, Standby

NORMAL, LOCKED = "1", "3"
LOST_ANSWERS = [
    *("operations:hang-up", "operations:error500", "operations:half"),
    *("operations:garbage", "operations:wrong-key"),
]


async def identified(world: World, item: str, key: str) -> None:
    """From Standby through ID card and SMS code."""
    await world.home()
    await world.press(item)
    await world.on(PresentId)
    world.lay(key)
    await world.on(Keypad)
    await world.act("enter", re.findall(r"\b(\d{6})\b", world.backend.command("inbox"))[-1])


async def to_last_confirmation_of_locking(world: World, key: str) -> Confirm:
    await identified(world, "lock_application", key)
    first = await world.on(Confirm)
    await world.act("proceed")
    return await other(world, first)


async def other(world: World, first: Confirm) -> Confirm:
    page = await world.until(lambda page: isinstance(page, Confirm) and page.headline != first.headline)
    assert isinstance(page, Confirm)
    return page


async def to_confirmation_of_unlocking(world: World, key: str) -> Confirm:
    await identified(world, "unlock_application", key)
    await world.on(PresentCard)
    await world.insert(key)
    return await world.on(Confirm)


class Way(NamedTuple):
    """One of the two: whose card, how to the last confirmation, and the card's state before and after."""

    item: str
    key: str
    to_last: Callable[[World, str], Coroutine[Any, Any, Confirm]]
    before: str
    after: str


LOCK = Way("lock_application", "zhang", to_last_confirmation_of_locking, NORMAL, LOCKED)
UNLOCK = Way("unlock_application", "suo", to_confirmation_of_unlocking, LOCKED, NORMAL)
both = pytest.mark.parametrize("way", [LOCK, UNLOCK], ids=["lock", "unlock"])


def said(world: World, page: Confirm) -> str:
    return "".join(world.words(point.label) + world.words(point.words) for point in page.points)


async def gone(world: World) -> None:
    """They take everything back and leave."""
    await world.pull()
    world.lift()
    await world.on(Standby)


def test_locking_is_confirmed_twice_saying_what_stops_and_what_does_not(world: World) -> None:
    async def scene() -> None:
        await identified(world, "lock_application", "zhang")
        first = await world.on(Confirm)
        await world.act("proceed")
        second = await other(world, first)
        for page in (first, second):
            assert "看病" in said(world, page)
            assert "不受影响银行账户" in said(world, page)
        await world.act("proceed")
        result = await world.on(Result)
        assert result.outcome is Outcome.DONE
        assert world.words(result.headline) == "已锁定，社保功能暂停使用"
        await world.press("print")
        await world.until(lambda page: isinstance(page, Result) and page.picture is not None)
        await world.press("finish")
        world.lift()
        await world.on(Standby)

    world.play(scene())
    assert world.application_state("zhang") == LOCKED


def test_a_locked_card_that_is_shown_works_again(world: World) -> None:
    async def scene() -> None:
        page = await to_confirmation_of_unlocking(world, "suo")
        assert "密码" in said(world, page)
        await world.act("proceed")
        result = await world.on(Result)
        assert result.outcome is Outcome.DONE
        assert world.words(result.headline) == "已解锁，社保功能可以使用了"
        await world.press("print")
        await world.until(lambda page: isinstance(page, Result) and page.picture is not None)
        await world.press("finish")
        await gone(world)

    world.play(scene())
    assert world.application_state("suo") == NORMAL


@both
def test_a_double_tap_does_it_once(world: World, way: Way) -> None:
    async def scene() -> None:
        await way.to_last(world, way.key)
        serial = world.front.serial
        await world.act("proceed")
        world.send(serial, "proceed")
        world.send(serial, "proceed")
        assert (await world.on(Result)).outcome is Outcome.DONE
        world.lift()

    world.play(scene())
    assert [event["item"] for event in world.events("operation.started")] == [way.item]


def test_one_confirmation_of_two_locks_nothing(world: World) -> None:
    async def scene() -> None:
        await to_last_confirmation_of_locking(world, "zhang")
        await world.act("leave")
        world.lift()
        await world.on(Standby)

    world.play(scene())
    assert world.application_state("zhang") == NORMAL


@pytest.mark.parametrize("fault", LOST_ANSWERS)
@both
def test_a_lost_answer_is_found_out(world: World, way: Way, fault: str) -> None:
    async def scene() -> None:
        await way.to_last(world, way.key)
        world.backend.command("fault", fault)
        await world.act("proceed")
        result = await world.on(Result)
        assert world.words(result.headline).startswith("已")
        world.backend.command("fault", "none")
        world.lift()

    world.play(scene())
    assert world.application_state(way.key) == way.after


@both
def test_a_request_that_never_came_is_told_as_not_done(world: World, way: Way) -> None:
    async def scene() -> None:
        await way.to_last(world, way.key)
        world.backend.command("fault", "operations:dropped")
        await world.act("proceed")
        assert "没有" in world.words((await world.on(Result)).headline)
        world.backend.command("fault", "none")
        world.lift()

    world.play(scene())
    assert world.application_state(way.key) == way.before


@both
def test_what_the_bureau_refuses_is_told_in_its_reason(world: World, way: Way) -> None:
    async def scene() -> None:
        await way.to_last(world, way.key)
        world.backend.command("fault", "operations:refuse", "BUSY")
        await world.act("proceed")
        result = await world.on(Result)
        assert result.outcome is Outcome.REFUSED
        assert "有业务正在办理" in "".join(world.words(words) for words in result.what_now)
        world.backend.command("fault", "none")
        world.lift()

    world.play(scene())
    assert world.application_state(way.key) == way.before


@pytest.mark.parametrize(
    ("item", "key", "words"),
    [
        ("lock_application", "xin", "还没有启用"),
        ("lock_application", "li", "已挂失"),
        ("lock_application", "zhao", "已挂失"),
        ("lock_application", "chen", "已申请补换卡"),
        ("lock_application", "suo", "已经锁定"),
        ("lock_application", "zhuxiao", "已注销"),
        ("lock_application", "old", "没有登记手机号"),
        ("unlock_application", "zhang", "没有锁定"),
        ("unlock_application", "xin", "还没有启用"),
        ("unlock_application", "li", "已挂失"),
        ("unlock_application", "zhao", "已挂失"),
        ("unlock_application", "chen", "已申请补换卡"),
        ("unlock_application", "zhuxiao", "已注销"),
    ],
)
def test_what_the_state_forbids_is_refused_before_anything_is_confirmed(
    world: World, item: str, key: str, words: str
) -> None:
    async def scene() -> None:
        await world.home()
        await world.press(item)
        await world.on(PresentId)
        world.lay(key)
        page = await world.until(lambda page: isinstance(page, Keypad | Result))
        if isinstance(page, Keypad):
            await world.act("enter", re.findall(r"\b(\d{6})\b", world.backend.command("inbox"))[-1])
        result = await world.on(Result)
        assert result.outcome is Outcome.REFUSED
        assert words in world.words(result.headline)
        world.lift()

    world.play(scene())
    assert world.events("operation.started") == []


def test_somebody_elses_card_unlocks_nothing(world: World) -> None:
    async def scene() -> None:
        await identified(world, "unlock_application", "suo")
        await world.on(PresentCard)
        await world.insert("zhang")
        result = await world.on(Result)
        assert result.outcome is Outcome.REFUSED
        await gone(world)

    world.play(scene())
    assert world.application_state("suo") == LOCKED


def test_a_card_pulled_before_the_confirmation_is_asked_for_again(world: World) -> None:
    async def scene() -> None:
        await to_confirmation_of_unlocking(world, "suo")
        await world.pull()
        await world.on(Result)
        await world.press("again")
        await world.on(PresentCard)
        await world.insert("suo")
        await world.on(Confirm)
        await world.act("proceed")
        assert (await world.on(Result)).outcome is Outcome.DONE
        await gone(world)

    world.play(scene())
    assert world.application_state("suo") == NORMAL
