"""呼叫工作人员 rings the duty desk from any page, and names the hotlines when nobody comes."""

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest

from kiosk.config import ConfigurationError
from kiosk.duty_desk import DeskError, DutyDesk
from sandbox.duty_desk import DutyDesk as Inbox
from texts import Language, render
from ui.pages import By, HelpCall

TERMINAL = {"terminal": "T01", "place": "测试网点", "district": "500103"}


@pytest.fixture
def inbox() -> Iterator[Inbox]:
    inbox = Inbox(port=0)
    inbox.start()
    yield inbox
    inbox.stop()


def words(call: HelpCall | None) -> list[str]:
    return [] if call is None else [render(line, Language.ZH_CN) for line in (call.headline, *call.lines)]


async def press(world: Any, name: str) -> None:
    await world.act(name, by=By.TOUCH)


async def at_home(world: Any) -> None:
    await world.home()


async def until(world: Any, headline: str) -> list[str]:
    async with asyncio.timeout(200):
        while not (said := words(world.front.call)) or said[0] != headline:
            await asyncio.sleep(0.2)
    return said


def test_the_desk_hears_which_terminal_rings_and_nothing_else(inbox: Inbox) -> None:
    call = DutyDesk(inbox.url, TERMINAL).ring()
    assert inbox.calls[call] == {**TERMINAL, "state": "ringing"}


def test_the_desk_answers_and_is_told_that_nobody_needs_to_come(inbox: Inbox) -> None:
    desk = DutyDesk(inbox.url, TERMINAL)
    call = desk.ring()
    assert not desk.coming(call)
    assert inbox.command("answer") == "接听了 1 个呼叫"
    assert desk.coming(call)
    desk.hang_up(call)
    assert "given up" in inbox.command("calls")


@pytest.mark.parametrize("fault", ["refuses", "garbage", "dropped", "gone"])
def test_a_desk_that_cannot_be_rung_is_an_expected_error(inbox: Inbox, fault: str) -> None:
    inbox.command("fault", fault)
    with pytest.raises(DeskError):
        DutyDesk(inbox.url, TERMINAL).ring()


def test_a_call_that_the_desk_does_not_know_is_an_error(inbox: Inbox) -> None:
    with pytest.raises(DeskError):
        DutyDesk(inbox.url, TERMINAL).coming("call-9")


def test_a_call_is_answered_and_shown_to_be(world: Any, inbox: Inbox) -> None:
    async def scene() -> None:
        await at_home(world)
        await press(world, "call")
        assert (await until(world, "正在呼叫工作人员"))[1].startswith("值班台的铃在响")
        while not inbox.calls:
            await asyncio.sleep(0.2)
        inbox.command("answer")
        await until(world, "工作人员马上就来")
        await press(world, "hang_up")
        assert world.front.call is None

    world.play(scene(), help={"endpoint": inbox.url})


def test_after_a_minute_without_answer_the_hotline_and_110_are_named(world: Any, inbox: Inbox) -> None:
    async def scene() -> None:
        await at_home(world)
        began = world.around.clock.now()
        await press(world, "call")
        said = await until(world, "现在没有人接听")
        assert 59 <= world.around.clock.now() - began <= 75
        assert said[2:] == ["值班电话 023-63110000", "服务热线 023-12333", "遇到危险 110"]

    world.play(scene(), help={"endpoint": inbox.url, "number": "023-63110000"})


def test_without_a_desk_the_hotline_is_named_at_once(world: Any) -> None:
    async def scene() -> None:
        await at_home(world)
        await press(world, "call")
        began = world.around.clock.now()
        await until(world, "现在没有人接听")
        assert world.around.clock.now() - began < 2

    world.play(scene())


def test_a_call_that_is_given_up_is_given_up_at_the_desk(world: Any, inbox: Inbox) -> None:
    async def scene() -> None:
        await at_home(world)
        await press(world, "call")
        while not inbox.calls:
            await asyncio.sleep(0.2)
        await asyncio.sleep(3)
        await press(world, "hang_up")
        assert world.front.call is None
        while "given up" not in inbox.command("calls"):
            await asyncio.sleep(0.2)

    world.play(scene(), help={"endpoint": inbox.url})


def test_live_mode_rings_only_over_https(world: Any) -> None:
    live = {"mode": "live"}
    with pytest.raises(ConfigurationError, match=r'help.endpoint = "http://desk"'):
        world.configuration(terminal=live, help={"endpoint": "http://desk"})
