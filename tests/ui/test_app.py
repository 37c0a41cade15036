"""The screen as a resident meets it: presses that count, presses that do not, what is shown and what is not."""

from typing import Any

import pytest
from on_the_glass import accessible, seen
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible, QGuiApplication, QKeyEvent
from PySide6.QtTest import QTest

from texts import Kind, Personal, Text, literal
from ui.hand import NothingToTouchError, visible_items
from ui.pages import By, Choice, Countdown, PinPad, Record, Standby
from ui.specimens import pages

PAGES = pages()


def accessible_names(bench: Any) -> list[str]:
    return [node.text(QAccessible.Text.Name) for node in accessible(bench)]


def test_when_a_frame_last_went_out_is_known(bench: Any) -> None:
    bench.put_up(PAGES["notice"])
    before = bench.screen.last_frame_at()
    bench.clock.time += 60
    assert bench.screen.last_frame_at() == before
    bench.settle()
    assert bench.screen.last_frame_at() == bench.clock.time


def test_the_first_frame_of_a_page_is_told_to_the_core(bench: Any) -> None:
    bench.put_up(PAGES["notice"])
    assert bench.core.painted_serials == [1]


def test_an_equal_page_shown_again_is_painted_again(bench: Any) -> None:
    bench.put_up(PAGES["notice"])
    bench.put_up(PAGES["notice"])
    assert bench.core.painted_serials == [1, 2]


def test_a_press_carries_the_moment_the_finger_came_down(bench: Any) -> None:
    bench.show(PAGES["choice"])
    bench.hand.press("社保卡")
    action = bench.core.actions[-1]
    assert (action.name, action.value, action.by, action.began) == ("press", "card", By.TOUCH, bench.clock.now())


def test_a_long_press_counts_like_a_short_one(bench: Any) -> None:
    bench.show(PAGES["choice"])
    bench.hand.hold("社保卡")
    QTest.qWait(900)
    bench.hand.let_go()
    assert [a.value for a in bench.core.actions] == ["card"]


def test_a_press_that_leaves_the_target_does_nothing(bench: Any) -> None:
    bench.show(PAGES["choice"])
    bench.hand.hold("社保卡")
    window = bench.screen.window
    QTest.touchEvent(window, bench.hand._glass).move(0, QPoint(540, 1500), window).commit()
    QTest.touchEvent(window, bench.hand._glass).release(0, QPoint(540, 1500), window).commit()
    assert bench.core.actions == []


def test_the_main_button_of_a_notice_proceeds(bench: Any) -> None:
    bench.show(PAGES["notice"])
    bench.hand.press("下一步")
    assert bench.core.actions[-1].name == "proceed"


def test_back_and_leave_stand_where_the_page_has_them(bench: Any) -> None:
    bench.show(PAGES["notice"])
    bench.hand.press("返回")
    bench.hand.press("退出")
    assert [a.name for a in bench.core.actions] == ["back", "leave"]
    bench.show(PAGES["print"])
    assert "退出" not in bench.hand.labels()


def test_a_closed_tile_cannot_be_pressed_and_says_why(bench: Any) -> None:
    bench.show(PAGES["home"])
    with pytest.raises(NothingToTouchError):
        bench.hand.press("补卡 · 换卡", patience=0.05)
    assert "打印机缺纸，暂停受理" in seen(bench)


def test_touching_a_sleeping_screen_anywhere_only_wakes_it(bench: Any) -> None:
    bench.show(PAGES["standby"])
    bench.hand.wake()
    assert [a.name for a in bench.core.actions] == ["wake"]


def test_pin_keys_before_the_guard_opens_are_dropped(bench: Any, pin: Any) -> None:
    bench.put_up(PinPad(headline=Text("ui.words.enter"), pin=pin))
    key = bench.hand._control("position", 4)
    bench.hand._touch(bench.hand._middle(key), lift=True)
    assert pin.positions == []
    bench.clock.time += 0.5
    bench.hand.tap_pin([4, 9])
    assert pin.positions == [4, 9]


def test_digits_typed_on_a_keyboard_become_positions_and_go_no_further(bench: Any, pin: Any) -> None:
    pin.layout = "7305928146"
    bench.show(PinPad(headline=Text("ui.words.enter"), pin=pin))
    QTest.keyClick(bench.screen.window, Qt.Key.Key_3)
    QTest.keyClick(bench.screen.window, Qt.Key.Key_6)
    QTest.keyClick(bench.screen.window, Qt.Key.Key_Backspace)
    assert pin.positions == [1]
    event = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_3, Qt.KeyboardModifier.NoModifier, "3")
    assert QGuiApplication.sendEvent(bench.screen.window, event)


def test_enter_on_the_number_pad_confirms_a_complete_pin(bench: Any, pin: Any) -> None:
    bench.show(PinPad(headline=Text("ui.words.enter"), pin=pin))
    QTest.keyClick(bench.screen.window, Qt.Key.Key_Enter)
    assert bench.core.actions == []
    for _ in range(6):
        QTest.keyClick(bench.screen.window, Qt.Key.Key_1)
    QTest.keyClick(bench.screen.window, Qt.Key.Key_Enter)
    assert [(a.name, a.by) for a in bench.core.actions] == [("enter", By.KEY)]


def test_a_pin_that_is_typed_on_a_pad_is_counted_and_takes_nothing_from_the_screen(bench: Any, pin: Any) -> None:
    bench.show(PinPad(headline=Text("ui.words.enter"), pin=pin, on_pad=True))
    with pytest.raises(NothingToTouchError):
        bench.hand.tap_pin([0], patience=0.05)
    QTest.keyClick(bench.screen.window, Qt.Key.Key_1)
    QTest.keyClick(bench.screen.window, Qt.Key.Key_Enter)
    bench.screen.bridge.pin(0, bench.clock.now())
    assert (pin.positions, bench.core.actions) == ([], [])
    bench.screen.typed(4)
    bench.until(lambda: "已输入 4 位" in accessible_names(bench))
    bench.show(PinPad(headline=Text("ui.words.enter"), pin=pin, on_pad=True))
    assert "已输入 4 位" not in accessible_names(bench)


def test_no_digit_of_a_pin_key_has_an_accessible_name(bench: Any, pin: Any) -> None:
    bench.show(PinPad(headline=Text("ui.words.enter"), pin=pin))
    bench.hand.tap_pin([0, 1, 2])
    names = accessible_names(bench)
    assert not set(names) & set("0123456789")
    assert "已输入 3 位" in names


def test_holding_shows_the_person_and_letting_go_masks_again(bench: Any) -> None:
    bench.show(PAGES["record"])
    assert "张**" in seen(bench)
    bench.hand.hold("按住显示")
    assert "张三丰" in seen(bench)
    assert "500103 1950 0101 123X" in seen(bench)
    assert not any("张三丰" in name for name in accessible_names(bench))
    bench.hand.let_go()
    assert "张三丰" not in seen(bench)


def test_markup_of_the_bureau_is_shown_literally(bench: Any) -> None:
    words = "<b>本行</b>&nbsp;<a href='x'>点此</a>"
    bench.show(Choice(headline=literal(words)))
    assert words in seen(bench)


def test_the_language_changes_on_any_page_at_once(bench: Any) -> None:
    bench.show(PAGES["choice"])
    bench.hand.press("English")
    bench.settle()
    assert "How will you identify yourself?" in seen(bench)
    bench.hand.press("中文")
    bench.settle()
    assert "请选择证件" in seen(bench)


def test_care_mode_is_told_to_the_core_and_ends_with_the_session(bench: Any) -> None:
    bench.show(PAGES["choice"])
    bench.hand.press("大字")
    assert bench.core.care
    bench.screen.reset()
    bench.show(PAGES["standby"])
    assert bench.screen.bridge._theme.value == "standard"


def test_the_idle_warning_is_extended_by_one_large_button(bench: Any) -> None:
    bench.show(PAGES["choice"])
    bench.screen.warn(Countdown(18, 30, 9))
    bench.settle()
    bench.hand.press("继续办理")
    assert bench.core.actions[-1].name == "extend"
    bench.screen.warn(None)
    bench.settle()
    assert "继续办理" not in bench.hand.labels()


def test_the_idle_warning_covers_what_is_below_it(bench: Any) -> None:
    bench.show(PAGES["choice"])
    bench.screen.warn(Countdown(18, 30, 9))
    bench.settle()
    tile = bench.hand._middle(next(i for i in bench.hand._controls() if i.property("label") == "社保卡"))
    bench.hand._touch(tile, lift=True)
    assert bench.core.actions == []
    assert bench.hand.labels() == ["继续办理", "退出"]


def test_the_keyboard_goes_back_to_where_it_was_after_the_idle_warning(bench: Any) -> None:
    bench.show(PAGES["choice"])
    QTest.keyClick(bench.screen.window, Qt.Key.Key_Tab)
    before = bench.screen.window.activeFocusItem()
    bench.screen.warn(Countdown(18, 30, 9))
    bench.settle()
    assert bench.screen.window.activeFocusItem().property("label") == "继续办理"
    bench.screen.warn(None)
    bench.settle()
    assert bench.screen.window.activeFocusItem() == before


def test_nothing_of_a_session_stays_on_the_screen_after_reset(bench: Any) -> None:
    person = (Personal(Kind.NAME, "独特姓名"),)
    bench.show(Record(headline=literal("独特姓名"), person=person))
    bench.screen.reset()
    bench.show(Standby(headline=literal("您好")))
    assert not any("独特" in str(i.property("text")) for i in all_items(bench.screen.window.contentItem()))


def all_items(root: Any) -> Any:
    for child in root.childItems():
        yield child
        yield from all_items(child)


def test_every_control_is_reached_by_tab_and_pressed_by_enter(bench: Any) -> None:
    bench.show(PAGES["choice"])
    reached: list[str] = []
    for _ in range(10):
        QTest.keyClick(bench.screen.window, Qt.Key.Key_Tab)
        reached.append(str(bench.screen.window.activeFocusItem().property("label")))
    assert set(bench.hand.labels()) <= set(reached)
    while bench.screen.window.activeFocusItem().property("label") != "身份证":
        QTest.keyClick(bench.screen.window, Qt.Key.Key_Tab)
    QTest.keyClick(bench.screen.window, Qt.Key.Key_Return)
    assert [(a.value, a.by) for a in bench.core.actions] == [("id_card", By.KEY)]


def test_an_accessibility_press_arrives_as_one(bench: Any) -> None:
    bench.show(PAGES["choice"])
    item = bench.hand._control("label", "身份证")
    node = QAccessible.queryAccessibleInterface(item)
    node.actionInterface().doAction("Press")
    assert [(a.value, a.by) for a in bench.core.actions] == [("id_card", By.ACCESSIBILITY)]


def test_the_way_out_says_that_a_card_comes_back(bench: Any) -> None:
    bench.show(PAGES["record"])
    assert "退出" not in bench.hand.labels()
    bench.screen.warn(Countdown(18, 30, 9))
    bench.settle()
    assert bench.hand.labels() == ["继续办理", "退卡"]
    bench.screen.warn(None)
    bench.settle()
    bench.hand.press("退卡")
    assert bench.core.actions[-1].name == "leave"


def test_what_changes_while_the_focus_stays_is_announced(bench: Any) -> None:
    bench.show(PAGES["pin_trouble"])
    assert bench.screen.window.property("announced") == "密码不对，还可以输入 5 次。"
    bench.show(PAGES["take_back_alarm"])
    assert bench.screen.window.property("announced") == "请取走您的卡和身份证"
    bench.screen.warn(Countdown(30, 30, 9))
    bench.settle()
    assert bench.screen.window.property("announced") == "还剩 30 秒"
    bench.screen.warn(Countdown(29, 30, 9))
    bench.settle()
    assert bench.screen.window.property("announced") == "还剩 30 秒"


def test_a_page_leaves_no_room_for_what_the_last_of_its_kind_said(bench: Any) -> None:
    bench.show(PAGES["device"])
    before = bench.hand._middle(bench.hand._control("label", "下一页")).y()
    cards = [item.mapToScene(QPointF(0, 0)).y() for item in cards_of(bench)]
    bench.show(PAGES["record"])
    bench.screen.reset()
    bench.show(PAGES["device"])
    assert [item.mapToScene(QPointF(0, 0)).y() for item in cards_of(bench)] == cards
    assert bench.hand._middle(bench.hand._control("label", "下一页")).y() == before


def cards_of(bench: Any) -> list[Any]:
    items = visible_items(bench.screen.window.contentItem())
    return [item for item in items if item.objectName() == "card"]


def test_low_reach_ends_with_the_session(bench: Any) -> None:
    bench.show(PAGES["choice"])
    before = bench.hand._middle(bench.hand._control("label", "社保卡")).y()
    bench.hand.press("低位")
    bench.settle()
    assert bench.hand._middle(bench.hand._control("label", "社保卡")).y() > before + 300
    bench.screen.reset()
    bench.show(PAGES["choice"])
    assert bench.hand._middle(bench.hand._control("label", "社保卡")).y() == before


def test_a_low_panel_has_no_need_of_low_reach(make_bench: Any) -> None:
    bench = make_bench(width=1920, height=1080)
    bench.show(PAGES["choice"])
    assert "低位" not in bench.hand.labels()
