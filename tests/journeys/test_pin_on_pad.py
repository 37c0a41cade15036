"""A PIN typed on the pad beside the real screen: touched is what leads there, and the digits never pass Qt."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot
from virtual_time import VirtualLoop
from world import World

from kiosk.cli.run import screen_options
from kiosk.clock import MonotonicClock
from kiosk.core import Core
from kiosk.place import frame
from sandbox.pin_pad import PinPadSimulator
from sandbox.population import people
from ui.app import Screen
from ui.hand import Hand, NothingToTouchError, visible_items
from ui.pages import Home, PinPad, PresentCard, Record, Standby, TakeBack

PATIENCE_MS = 10_000


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    loop = VirtualLoop()
    world = World(tmp_path, people(1)[:60], loop)
    world.plug_in_pad()
    for part in world.parts:
        part.start()
    yield world
    for part in world.parts:
        part.stop()
    loop.close()


@pytest.fixture
def screen(qtbot: QtBot, world: World) -> Iterator[Screen]:
    assert world.pad is not None
    configuration = world.configuration(devices={"pin_pad": world.pad.url})
    screen = Screen(frame(configuration), replace(screen_options(configuration), fullscreen=False), MonotonicClock())
    core = Core(configuration, screen)
    core.start()
    yield screen
    world.slot.pull()
    core.stop()
    qtbot.waitUntil(lambda: not core.running, timeout=PATIENCE_MS)
    core.join()
    screen.close()
    assert core.failed is None


def pressed(qtbot: QtBot, pad: PinPadSimulator, *keys: str) -> None:
    qtbot.waitUntil(lambda: pad.mode == "plain", timeout=PATIENCE_MS)
    pad.command("press", *keys)


def test_a_resident_types_the_pin_on_the_pad_and_sees_the_count_alone(
    qtbot: QtBot, world: World, screen: Screen
) -> None:
    hand, pad = Hand(screen), world.pad
    assert pad is not None
    hand.wait_for(Standby)
    hand.wake()
    hand.wait_for(Home, where=lambda page: not page.notices)  # the pad has been seen
    hand.press("卡状态查询")
    hand.wait_for(PresentCard)
    world.slot.insert("zhang")
    hand.wait_for(PinPad)
    words = [str(item.property("text")) for item in visible_items(screen.window.contentItem())]
    assert "请在密码键盘上输入，不点屏幕" in words
    assert not {"7", "8", "9", "确认"} & set(words)
    with pytest.raises(NothingToTouchError):
        hand.tap_pin([0], patience=0.05)
    pressed(qtbot, pad, *"120")
    qtbot.waitUntil(lambda: screen.bridge.property("pinTyped") == "已输入 3 位", timeout=PATIENCE_MS)
    pressed(qtbot, pad, *"119", "enter")
    hand.wait_for(Record)
    hand.press("退卡")
    hand.wait_for(TakeBack)
    world.slot.pull()
    hand.wait_for(Standby)
    assert screen.bridge.property("pinLength") == 0
