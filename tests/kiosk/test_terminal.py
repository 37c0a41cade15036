"""The terminal between visits: whom it serves, and what becomes of its work in the background."""

import asyncio
from dataclasses import replace

import pytest
from msgspec import structs
from world import World

from kiosk.config import Mode
from kiosk.surroundings import Surroundings
from kiosk.terminal import Terminal
from ui.pages import Paused, Standby


def test_a_live_terminal_serves_nobody_while_the_bureau_is_a_test_system(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    original = Terminal.__init__

    def live(self: Terminal, around: Surroundings, *, technician_first: bool) -> None:
        table = structs.replace(around.configuration.terminal, mode=Mode.LIVE)
        configuration = structs.replace(around.configuration, terminal=table)
        original(self, replace(around, configuration=configuration), technician_first=technician_first)

    monkeypatch.setattr(Terminal, "__init__", live)

    async def scene() -> None:
        await world.until(lambda page: isinstance(page, Paused) and "测试系统" in world.words(page.how))
        assert not any(isinstance(shown, Standby) for shown in world.front.shown)

    world.play(scene())


def test_background_work_that_fails_is_written_down_and_begins_anew(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    rounds: list[int] = []

    async def failing(self: Terminal) -> None:
        rounds.append(1)
        raise ZeroDivisionError

    monkeypatch.setattr(Terminal, "_watch_left_card", failing)

    async def scene() -> None:
        await world.on(Standby)
        await asyncio.sleep(25)

    world.play(scene())
    assert len(rounds) >= 3
    assert {event["error"] for event in world.events("terminal.fault")} == {"ZeroDivisionError"}


def test_a_touch_at_the_moment_when_home_goes_disturbs_nothing(world: World) -> None:
    async def scene() -> None:
        loop = asyncio.get_running_loop()
        disturbed: list[object] = []
        loop.set_exception_handler(lambda _, said: disturbed.append(said))
        await world.home()
        stage = world.around.stage
        stage.active()
        gone = loop.time() + world.around.configuration.limits.home_idle
        loop.call_at(gone + 1e-10, stage.active)  # within the same turn of the loop
        await world.on(Standby)
        assert not disturbed

    world.play(scene())
