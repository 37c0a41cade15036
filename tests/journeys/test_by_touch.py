"""The journeys by touch events on the real QML, with the real core, drivers and simulators around it."""

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from at_the_bureau import code_sent
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from virtual_time import VirtualLoop
from world import World

from kiosk.cli.run import screen_options
from kiosk.clock import MonotonicClock
from kiosk.core import Core
from kiosk.place import frame
from kiosk.services.catalogue import catalogue
from sandbox.people import ApplicationState, Person
from sandbox.population import people
from texts import Language, Text, render
from ui.app import Screen
from ui.hand import Hand, visible_items
from ui.pages import (
    Choice,
    Confirm,
    Home,
    Keypad,
    Notice,
    Outcome,
    PinPad,
    PresentCard,
    PresentId,
    Record,
    Result,
    Signature,
    Standby,
    TakeBack,
    signed,
)
from ui.specimens_signing import WRITTEN

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


def test_a_replacement_is_applied_for_and_signed_with_a_finger(kiosk: Kiosk) -> None:
    hand = kiosk.hand
    chosen(kiosk, "补领社保卡")
    hand.wait_for(PresentId)
    kiosk.world.lay("zhao")
    hand.wait_for(Keypad)
    hand.tap_pin(["1234567890".index(digit) for digit in code_sent(kiosk.world)])
    hand.press("确认")
    hand.press("下一步")
    hand.press("重庆银行")
    hand.press("云岫路服务网点")
    hand.press("确认，去签名")
    hand.wait_for(Signature)
    hand.sign(signed(WRITTEN))
    hand.press("签好了，提交")
    hand.wait_for(Result, where=lambda page: page.outcome is Outcome.DONE)
    assert "补领已受理" in kiosk.words()
    hand.press("打印凭条")
    hand.wait_for(Result, where=lambda page: page.picture is not None)
    kiosk.world.lift()
    hand.press("完成")
    hand.wait_for(Standby)
    (drawn,) = kiosk.world.rows("SELECT content FROM sandbox_uploads")[0]
    assert drawn.startswith(b"<svg ")


def test_a_new_telephone_is_registered_by_a_plain_keyboard(kiosk: Kiosk) -> None:
    hand = kiosk.hand
    chosen(kiosk, "信息变更")
    hand.wait_for(PresentId)
    kiosk.world.lay("yuliu")
    hand.wait_for(Choice)
    hand.press("短信验证码")
    hand.wait_for(Keypad)
    by_keys(kiosk, code_sent(kiosk.world))
    hand.press("手机号")
    hand.wait_for(Keypad, where=lambda page: page.most == 11)
    by_keys(kiosk, "13900001234")
    hand.wait_for(Keypad, where=lambda page: page.headline.id == "change_information.type_code")
    by_keys(kiosk, code_sent(kiosk.world))
    hand.press("确认变更")
    hand.wait_for(Result, where=lambda page: page.outcome is Outcome.DONE)
    assert "139****1234" in kiosk.words()
    kiosk.world.lift()
    hand.press("退出")
    hand.wait_for(Standby)


KEYS = {render(Text(f"{item.key}.title"), Language.ZH_CN): item.key for item in catalogue()}
"""Each item's key by its title."""


def by_keys(kiosk: Kiosk, digits: str) -> None:
    """Type digits and Return, once the page takes them."""
    while not kiosk.screen.bridge.takes_input:
        QTest.qWait(10)
    for digit in digits:
        QTest.keyClick(kiosk.screen.window, Qt.Key(ord(digit)))
    QTest.keyClick(kiosk.screen.window, Qt.Key.Key_Return)


def chosen(kiosk: Kiosk, title: str) -> None:
    """From Standby into an item: by its tile, or among everything."""
    kiosk.hand.wake()
    kiosk.hand.choose(KEYS[title])


def code_typed(kiosk: Kiosk) -> None:
    """The code from the inbox, on the page's keys, and 确认."""
    kiosk.hand.wait_for(Keypad, where=lambda page: page.headline.id == "sms.enter")
    for digit in code_sent(kiosk.world):
        kiosk.hand.press(digit)
    kiosk.hand.press("确认")


def test_a_card_lost_for_a_while_is_lost_for_good_from_its_state_with_one_paper_shown(kiosk: Kiosk) -> None:
    hand = kiosk.hand
    chosen(kiosk, "卡状态查询")
    hand.press("改用身份证")
    kiosk.world.lay("li")
    hand.wait_for(Record)
    hand.press("正式挂失")
    code_typed(kiosk)
    hand.press("正式挂失")
    hand.wait_for(Confirm)
    hand.press("正式挂失")
    hand.wait_for(Signature)
    hand.sign(signed(WRITTEN))
    hand.press("签好了")
    hand.wait_for(Confirm, where=lambda page: page.headline.id.endswith("again"))
    hand.press("确认正式挂失")
    hand.wait_for(Result, where=lambda page: page.outcome is Outcome.DONE)
    assert "没有期限，直到解挂或补卡" in kiosk.words()
    kiosk.world.lift()
    hand.press("退出")
    hand.wait_for(Standby)
    assert kiosk.world.application_state("li") == "2"


def test_with_neither_card_nor_id_card_the_number_is_typed_and_seen_nowhere_afterwards(kiosk: Kiosk) -> None:
    hand = kiosk.hand
    person = next(person for person in kiosk.world.people.values() if _can_lose_it(person))
    chosen(kiosk, "挂失")
    hand.press("身份证也丢了")
    hand.wait_for(Notice)
    assert "023-12333" in kiosk.words()
    hand.press("输入身份证号码")
    hand.wait_for(Keypad)
    for letter in person.id_number:
        hand.press(letter)
    hand.press("确认")
    code_typed(kiosk)
    hand.wait_for(Choice)
    assert person.id_number not in kiosk.words().replace(" ", "")
    hand.press("临时挂失")
    hand.wait_for(Confirm)
    assert person.id_number not in kiosk.words().replace(" ", "")
    hand.press("确认挂失")
    hand.wait_for(Result, where=lambda page: page.outcome is Outcome.DONE)
    hand.press("退出")
    hand.wait_for(Standby)


def _can_lose_it(person: Person) -> bool:
    """A number that ends with X; one card that works, and a telephone."""
    ends = person.id_number.endswith("X") and bool(person.phone) and person.alive
    return ends and len(person.cards) == 1 and person.cards[0].state is ApplicationState.NORMAL


@pytest.mark.timeout(300)
@pytest.mark.parametrize("shape", [[], ["--landscape"]], ids=["portrait", "landscape"])
def test_the_tour_walks_every_journey_and_leaves_a_picture_of_every_page(tmp_path: Path, shape: list[str]) -> None:
    command = [sys.executable, "-m", "kiosk", "demo", "--tour", "--folder", str(tmp_path), *shape]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=280, check=False)
    assert done.returncode == 0, done.stderr
    pictures = sorted(path.name for path in (tmp_path / "tour").glob("*.png"))
    assert len([name for name in pictures if not name.startswith("slip")]) >= 22
    assert "slip-01.png" in pictures
