"""The journeys by touch events on the real QML, with the real core, drivers and simulators around it."""

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from virtual_time import VirtualLoop
from world import World

from kiosk.cli.run import screen_options
from kiosk.clock import MonotonicClock
from kiosk.core import Core
from kiosk.place import frame
from sandbox.population import people
from ui.app import Screen
from ui.hand import Hand, visible_items
from ui.pages import Home, Outcome, PinPad, PresentCard, PresentId, Record, Result, Standby, TakeBack

ROOT = Path(__file__).parents[2]
PATIENCE_MS = 10_000


class Kiosk:
    """The screen, the core behind it, and the hands before it."""

    def __init__(self, world: World, screen: Screen, core: Core) -> None:
        self.world = world
        self.screen = screen
        self.core = core
        self.hand = Hand(screen)

    def words(self) -> str:
        """Everything that can be read on the screen."""
        texts = (item.property("text") for item in visible_items(self.screen.window.contentItem()))
        return "\n".join(str(text) for text in texts if text)


@pytest.fixture
def kiosk(qtbot: QtBot, tmp_path: Path) -> Iterator[Kiosk]:
    loop = VirtualLoop()
    world = World(tmp_path, people(1)[:60], loop)
    for part in world.parts:
        part.start()
    configuration = world.configuration()
    screen = Screen(frame(configuration), replace(screen_options(configuration), fullscreen=False), MonotonicClock())
    core = Core(configuration, screen)
    core.start()
    kiosk = Kiosk(world, screen, core)
    kiosk.hand.wait_for(Standby)
    yield kiosk
    world.slot.pull()
    world.lift()
    core.stop()
    qtbot.waitUntil(lambda: not core.running, timeout=PATIENCE_MS)
    core.join()
    screen.close()
    for part in world.parts:
        part.stop()
    loop.close()
    assert core.failed is None


def test_a_resident_sees_the_state_of_their_card(kiosk: Kiosk) -> None:
    kiosk.hand.wake()
    kiosk.hand.wait_for(Home)
    kiosk.hand.press("卡状态查询")
    kiosk.hand.wait_for(PresentCard)
    kiosk.world.slot.insert("zhang")
    kiosk.hand.wait_for(PinPad)
    kiosk.hand.tap_pin([0, 1, 9, 0, 0, 8])
    kiosk.hand.press("确认")
    kiosk.hand.wait_for(Record)
    assert "您的卡可以正常使用" in kiosk.words()
    assert kiosk.world.people["zhang"].id_number not in kiosk.words().replace(" ", "")
    kiosk.hand.press("打印凭条")
    kiosk.hand.wait_for(Result, where=lambda page: page.outcome is Outcome.DONE)
    kiosk.hand.press("完成")
    kiosk.hand.wait_for(TakeBack)
    kiosk.world.slot.pull()
    kiosk.hand.wait_for(Standby)


def test_numbers_are_shown_only_while_a_finger_is_held(kiosk: Kiosk) -> None:
    number = kiosk.world.people["zhang"].id_number
    kiosk.hand.wake()
    kiosk.hand.press("卡状态查询")
    kiosk.hand.press("改用身份证")
    kiosk.hand.wait_for(PresentId)
    kiosk.world.lay("zhang")
    kiosk.hand.wait_for(Record)
    kiosk.hand.hold("按住显示")
    assert number in kiosk.words().replace(" ", "")
    kiosk.hand.let_go()
    assert number not in kiosk.words().replace(" ", "")
    kiosk.world.lift()
    kiosk.hand.press("退出")
    kiosk.hand.wait_for(Standby)
    assert number[-4:] not in kiosk.words()


def test_the_pin_can_be_typed_on_a_plain_numeric_keyboard(kiosk: Kiosk) -> None:
    kiosk.hand.wake()
    kiosk.hand.press("卡状态查询")
    kiosk.hand.wait_for(PresentCard)
    kiosk.world.slot.insert("zhang")
    kiosk.hand.wait_for(PinPad)
    while not kiosk.screen.bridge.takes_input:
        QTest.qWait(10)
    for digit in "120119":
        QTest.keyClick(kiosk.screen.window, Qt.Key(ord(digit)))
    QTest.keyClick(kiosk.screen.window, Qt.Key.Key_Return)
    kiosk.hand.wait_for(Record)
    kiosk.world.slot.pull()


@pytest.mark.parametrize("shape", [[], ["--landscape"]], ids=["portrait", "landscape"])
def test_the_tour_walks_every_journey_and_leaves_a_picture_of_every_page(tmp_path: Path, shape: list[str]) -> None:
    command = [sys.executable, "-m", "kiosk", "demo", "--tour", "--folder", str(tmp_path), *shape]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=100, check=False)
    assert done.returncode == 0, done.stderr
    pictures = sorted(path.name for path in (tmp_path / "tour").glob("*.png"))
    assert len([name for name in pictures if not name.startswith("slip")]) >= 22
    assert "slip-01.png" in pictures
