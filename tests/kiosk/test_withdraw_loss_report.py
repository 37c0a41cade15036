"""解挂: the very card that was lost is put in, and is again what it was before."""

import re

import pytest
from world import World

from ui.pages import Confirm, Keypad, Outcome, PresentCard, PresentId, Result, Standby

NORMAL, FORMAL_LOSS, TEMPORARY_LOSS = "1", "2", "4"


async def identified(world: World, key: str, item: str = "withdraw_loss_report") -> None:
    """From Standby through ID card and SMS code."""
    await world.home()
    await world.press(item)
    await world.on(PresentId)
    world.lay(key)
    await world.on(Keypad)
    await world.act("enter", re.findall(r"\b(\d{6})\b", world.backend.command("inbox"))[-1])


async def to_confirmation(world: World, key: str) -> Confirm:
    await identified(world, key)
    await world.on(PresentCard)
    await world.insert(key)
    return await world.on(Confirm)


async def gone(world: World) -> None:
    """They take everything back and leave."""
    await world.pull()
    world.lift()
    await world.on(Standby)


@pytest.mark.parametrize("key", ["li", "zhao"])
def test_a_found_card_works_again_after_either_kind_of_loss(world: World, key: str) -> None:
    async def scene() -> None:
        page = await to_confirmation(world, key)
        assert "不会一起解挂" in "".join(world.words(point.words) for point in page.points)
        await world.act("proceed")
        result = await world.on(Result)
        assert result.outcome is Outcome.DONE
        assert world.words(result.headline) == "已解挂，卡恢复到挂失前的状态"
        await world.press("print")
        await world.until(lambda page: isinstance(page, Result) and page.picture is not None)
        await world.press("finish")
        await gone(world)

    world.play(scene())
    assert world.application_state(key) == NORMAL


def test_nothing_happens_when_somebody_leaves_before_confirming(world: World) -> None:
    async def scene() -> None:
        await to_confirmation(world, "li")
        await world.act("leave")
        await gone(world)

    world.play(scene())
    assert world.application_state("li") == TEMPORARY_LOSS


def test_a_double_tap_withdraws_once(world: World) -> None:
    async def scene() -> None:
        await to_confirmation(world, "li")
        serial = world.front.serial
        await world.act("proceed")
        world.send(serial, "proceed")
        world.send(serial, "proceed")
        assert (await world.on(Result)).outcome is Outcome.DONE
        world.lift()

    world.play(scene())
    assert len(world.events("operation.started")) == 1


@pytest.mark.parametrize(
    "fault",
    ["operations:hang-up", "operations:error500", "operations:half", "operations:garbage", "operations:wrong-key"],
)
def test_a_lost_answer_is_found_out(world: World, fault: str) -> None:
    async def scene() -> None:
        await to_confirmation(world, "zhao")
        world.backend.command("fault", fault)
        await world.act("proceed")
        assert world.words((await world.on(Result)).headline).startswith("已解挂")
        world.backend.command("fault", "none")
        world.lift()

    world.play(scene())
    assert world.application_state("zhao") == NORMAL


def test_a_request_that_never_came_is_told_as_not_done(world: World) -> None:
    async def scene() -> None:
        await to_confirmation(world, "zhao")
        world.backend.command("fault", "operations:dropped")
        await world.act("proceed")
        assert world.words((await world.on(Result)).headline) == "没有解挂，您的卡仍是挂失状态"
        world.backend.command("fault", "none")
        world.lift()

    world.play(scene())
    assert world.application_state("zhao") == FORMAL_LOSS


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("zhang", "没有挂失"),
        ("xin", "没有挂失"),
        ("suo", "没有挂失"),
        ("chen", "已申请补换卡"),
        ("zhuxiao", "已注销"),
    ],
)
def test_what_the_state_forbids_is_refused_before_the_card_is_asked_for(world: World, key: str, words: str) -> None:
    async def scene() -> None:
        await identified(world, key)
        result = await world.on(Result)
        assert result.outcome is Outcome.REFUSED
        assert words in world.words(result.headline)
        world.lift()

    world.play(scene())
    assert world.events("operation.started") == []


def test_another_card_than_the_lost_one_withdraws_nothing(world: World) -> None:
    async def scene() -> None:
        await identified(world, "li")
        await world.on(PresentCard)
        await world.insert("zhang")
        assert (await world.on(Result)).outcome is Outcome.REFUSED
        await gone(world)

    world.play(scene())
    assert world.application_state("li") == TEMPORARY_LOSS


def test_where_the_city_forbids_it_a_formal_loss_stays_and_a_temporary_one_does_not(world: World) -> None:
    async def scene() -> None:
        world.backend.command("rules", "undo_formal_loss", "off")
        await identified(world, "zhao")
        await world.on(PresentCard)
        await world.insert("zhao")
        result = await world.on(Result)
        assert world.words(result.headline) == "正式挂失后不能解挂"
        await world.act("leave")
        await gone(world)
        await to_confirmation(world, "li")
        await world.act("proceed")
        assert (await world.on(Result)).outcome is Outcome.DONE
        world.lift()

    world.play(scene())
    assert (world.application_state("zhao"), world.application_state("li")) == (FORMAL_LOSS, NORMAL)


def test_a_card_pulled_before_the_confirmation_is_asked_for_again(world: World) -> None:
    async def scene() -> None:
        await to_confirmation(world, "li")
        await world.pull()
        await world.on(Result)
        await world.press("again")
        await world.on(PresentCard)
        await world.insert("li")
        await world.on(Confirm)
        await world.act("proceed")
        assert (await world.on(Result)).outcome is Outcome.DONE
        await gone(world)

    world.play(scene())
    assert world.application_state("li") == NORMAL
