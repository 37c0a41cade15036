"""临时挂失 by ID card and SMS code: done once, told truthfully, settled by itself."""

import re

import pytest
from world import World

from ui.pages import Confirm, Keypad, Outcome, PresentId, Result, Standby


def code_sent(world: World) -> str:
    """The newest code in the sandbox's inbox."""
    return re.findall(r"\b(\d{6})\b", world.backend.command("inbox"))[-1]


async def to_confirmation(world: World, key: str) -> Confirm:
    await world.home()
    await world.press("report_loss")
    await world.on(PresentId)
    world.lay(key)
    await world.on(Keypad)
    await world.act("enter", code_sent(world))
    return await world.on(Confirm)


NORMAL, TEMPORARY_LOSS = "1", "4"


def test_a_lost_card_is_stopped_until_the_day_that_the_bureau_says(world: World) -> None:
    async def scene() -> None:
        page = await to_confirmation(world, "zhang")
        assert "（7 天）" in "".join(world.words(point.words) for point in page.points)
        await world.act("proceed")
        result = await world.on(Result)
        assert result.outcome is Outcome.DONE
        assert world.words(result.headline) == "已临时挂失，社保功能停用了"
        assert result.reference
        await world.press("print")
        await world.until(lambda page: isinstance(page, Result) and page.picture is not None)
        await world.press("finish")
        world.lift()
        await world.on(Standby)

    world.play(scene())
    assert world.application_state("zhang") == TEMPORARY_LOSS


def test_nothing_happens_when_somebody_leaves_before_confirming(world: World) -> None:
    async def scene() -> None:
        await to_confirmation(world, "zhang")
        await world.act("leave")
        world.lift()
        await world.on(Standby)

    world.play(scene())
    assert world.application_state("zhang") == NORMAL


def test_a_double_tap_reports_once(world: World) -> None:
    async def scene() -> None:
        await to_confirmation(world, "zhang")
        serial = world.front.serial
        await world.act("proceed")
        world.send(serial, "proceed")
        world.send(serial, "proceed")
        result = await world.on(Result)
        assert result.outcome is Outcome.DONE
        world.lift()

    world.play(scene())
    assert len(world.events("operation.started")) == 1


@pytest.mark.parametrize(
    "fault",
    ["operations:hang-up", "operations:error500", "operations:half", "operations:garbage", "operations:dropped"],
)
def test_a_lost_answer_is_found_out_and_told_as_done(world: World, fault: str) -> None:
    async def scene() -> None:
        await to_confirmation(world, "zhang")
        world.backend.command("fault", fault)
        await world.act("proceed")
        await world.on(Result)
        world.backend.command("fault", "none")
        world.lift()
        await world.settled()

    world.play(scene())
    assert world.application_state("zhang") == TEMPORARY_LOSS


def test_an_unreachable_bureau_is_told_as_not_done(world: World) -> None:
    async def scene() -> None:
        await to_confirmation(world, "zhang")
        world.backend.command("fault", "down")
        await world.act("proceed")
        result = await world.on(Result)
        assert world.words(result.headline) == "没有挂失，您的卡仍可使用"
        world.backend.command("fault", "none")
        world.lift()

    world.play(scene())
    assert world.application_state("zhang") == NORMAL


def test_leaving_while_it_is_sent_cancels_the_waiting_and_not_the_report(world: World) -> None:
    async def scene() -> None:
        await to_confirmation(world, "zhang")
        world.backend.command("fault", "operations:late", "0.5")
        await world.act("proceed")
        await world.act("leave")
        world.lift()
        await world.on(Standby)
        await world.settled()

    world.play(scene())
    assert world.application_state("zhang") == TEMPORARY_LOSS


@pytest.mark.parametrize(("key", "words"), [("li", "已经挂失"), ("zhuxiao", "已注销")])
def test_a_card_that_cannot_be_reported_is_refused_before_anything_is_confirmed(
    world: World, key: str, words: str
) -> None:
    async def scene() -> None:
        await world.home()
        await world.press("report_loss")
        await world.on(PresentId)
        world.lay(key)
        await world.on(Keypad)
        await world.act("enter", code_sent(world))
        result = await world.on(Result)
        assert result.outcome is Outcome.REFUSED
        assert words in world.words(result.headline)
        world.lift()

    world.play(scene())


def test_a_wrong_code_is_said_with_the_tries_left(world: World) -> None:
    async def scene() -> None:
        await world.home()
        await world.press("report_loss")
        await world.on(PresentId)
        world.lay("zhang")
        await world.on(Keypad)
        wrong = "000000" if code_sent(world) != "000000" else "111111"
        await world.act("enter", wrong)
        page = await world.until(lambda page: isinstance(page, Keypad) and page.trouble is not None)
        assert "还可以输入 2 次" in world.words(page.trouble)
        await world.act("enter", code_sent(world))
        await world.on(Confirm)
        world.lift()

    world.play(scene())
