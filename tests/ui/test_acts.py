"""Pages on which something is decided: the dangerous button, digits in sight, the evaluation."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtTest import QTest

from texts import Language, literal
from ui.gallery import SIZES, Size
from ui.hand import NothingToTouchError, visible_items
from ui.pages import (
    Button,
    CodeEntry,
    Confirm,
    Keypad,
    NotRated,
    Point,
    Proceed,
    Rate,
    Rating,
    Reason,
    Typed,
    UnknownActionError,
)
from ui.specimens import pages
from ui.theme import ThemeName

PAGES = pages()
_MM = 4.0


def box(item: Any) -> QRectF:
    return QRectF(item.mapToScene(QPointF(0, 0)), item.size())


def button(bench: Any, label: str) -> Any:
    return next(item for item in bench.hand._controls() if item.property("label") == label)


def main_button(bench: Any) -> QRectF | None:
    filled = [item for item in bench.hand._controls() if item.property("look") == "filled"]
    return box(filled[0]) if filled else None


def test_a_confirmation_proceeds_and_has_no_other_answer() -> None:
    page = Confirm(headline=literal("x"), points=(), proceed=literal("挂失"))
    assert page.answer("proceed") == Proceed()
    with pytest.raises(UnknownActionError):
        page.answer("press", "loss")


@pytest.mark.parametrize("theme", ThemeName)
@pytest.mark.parametrize("size", SIZES, ids=lambda size: size.name)
def test_a_dangerous_button_is_not_where_a_main_button_was(
    make_bench: Callable[..., Any], size: Size, theme: ThemeName
) -> None:
    bench = make_bench(width=size.width, height=size.height, panel_inches=size.inches, theme=theme)
    mains: list[QRectF] = []
    for page in PAGES.values():
        bench.show(page)
        mains += [found] if (found := main_button(bench)) else []
    for name in ("confirm", "confirm_long"):
        bench.show(PAGES[name])
        danger = next(box(item) for item in bench.hand._controls() if item.property("look") == "danger")
        assert main_button(bench) is None
        assert not any(danger.adjusted(-_MM, -_MM, _MM, _MM).intersects(other) for other in mains)


def test_the_dangerous_button_carries_the_verb(bench: Any) -> None:
    bench.show(PAGES["confirm"])
    bench.hand.press("确认挂失")
    assert [action.name for action in bench.core.actions] == ["proceed"]


def test_a_dangerous_act_is_read_to_its_end_first(make_bench: Callable[..., Any]) -> None:
    bench = make_bench(width=1280, height=1024, panel_inches=17.0, theme=ThemeName.CARE)
    bench.show(PAGES["confirm"])
    with pytest.raises(NothingToTouchError):
        bench.hand.press("确认挂失", patience=0.02)
    while "下一页" in bench.hand.labels():
        bench.hand.press("下一页")
        bench.settle()
    bench.hand.press("确认挂失")
    assert bench.core.actions[-1].name == "proceed"


def test_a_mild_act_is_confirmed_where_the_hand_is(bench: Any) -> None:
    bench.show(PAGES["confirm_mild"])
    assert main_button(bench) == box(button(bench, "确认解挂"))


def test_whose_card_it_is_stays_masked_even_when_revealed(bench: Any) -> None:
    bench.show(PAGES["confirm"])
    bench.screen.bridge.reveal(True, True)
    words = [str(item.property("text")) for item in visible_items(bench.screen.window.contentItem())]
    assert not any("张三丰" in text for text in words)


def test_digits_typed_in_sight_come_back_in_the_answer_alone(bench: Any) -> None:
    bench.show(PAGES["keypad_phone"])
    bench.hand.tap_pin([0, 2, 7, 9, 9, 9, 9, 0, 1, 2, 3])
    assert "138 0000 1234" in [str(i.property("text")) for i in visible_items(bench.screen.window.contentItem())]
    bench.hand.press("确认")
    answer = PAGES["keypad_phone"].answer(bench.core.actions[-1].name, bench.core.actions[-1].value)
    assert answer == Typed("13800001234")
    assert "138" not in repr(answer)


@pytest.mark.parametrize("name", ["keypad_id_number", "pin_trouble"])
def test_what_was_wrong_is_marked_on_the_field_until_something_is_entered(bench: Any, name: str) -> None:
    bench.show(PAGES[name])
    assert len(marked_wrong(bench)) == 1
    bench.hand.tap_pin([0])
    bench.settle()
    assert not marked_wrong(bench)


@pytest.mark.parametrize("name", ["code_entry_trouble", "text_name"])
def test_a_code_and_words_that_were_wrong_are_marked_on_their_field(bench: Any, name: str) -> None:
    bench.show(PAGES[name])
    assert len(marked_wrong(bench)) == 1


def marked_wrong(bench: Any) -> list[Any]:
    return [item for item in visible_items(bench.screen.window.contentItem()) if item.property("wrong")]


def test_no_more_and_no_fewer_digits_than_asked_for(bench: Any) -> None:
    bench.show(PAGES["keypad_code"])
    bench.hand.tap_pin([0, 1, 2])
    assert not button(bench, "确认").isEnabled()
    bench.hand.tap_pin([3, 4, 5, 6])
    bench.hand.press("确认")
    assert bench.core.actions[-1].value == "123456"


@pytest.mark.parametrize("value", ["12345", "1234567", "12345x", "１２３４５６", None, 123456])
def test_a_keypad_takes_its_digits_and_nothing_else(value: object) -> None:
    with pytest.raises(UnknownActionError):
        Keypad(headline=literal("x"), least=6, most=6).answer("enter", value)


def test_a_code_is_typed_by_touch_in_the_groups_of_its_slip(bench: Any) -> None:
    bench.show(PAGES["code_entry"])
    for face in "A014TH223K7MQ":
        bench.hand.press(face)
    assert "A01-4TH223-K7MQ" in [str(i.property("text")) for i in visible_items(bench.screen.window.contentItem())]
    bench.hand.press("确认")
    assert PAGES["code_entry"].answer("enter", bench.core.actions[-1].value) == Typed("A014TH223K7MQ")


def test_a_code_is_typed_by_keyboard_where_i_and_o_stand_for_digits(bench: Any) -> None:
    bench.show(PAGES["code_entry"])
    for letter in "aoi4th223k7mqx":
        QTest.keyClick(bench.screen.window, letter)
    QTest.keyClick(bench.screen.window, Qt.Key.Key_Backspace)
    QTest.keyClick(bench.screen.window, Qt.Key.Key_Return)
    assert [(a.name, a.value) for a in bench.core.actions] == [("enter", "A014TH223K7MQ")]


@pytest.mark.parametrize("value", ["A014TH223K7", "A014TH223K7MQA014TH223K7MQ", "AO14TH223K7MQ", "a014th223k7mq", None])
def test_a_code_entry_takes_its_characters_and_nothing_else(value: object) -> None:
    with pytest.raises(UnknownActionError):
        CodeEntry(headline=literal("x"), least=12, most=22).answer("enter", value)


def test_a_number_is_typed_and_confirmed_by_keyboard(bench: Any) -> None:
    bench.show(PAGES["keypad_code"])
    for key in (Qt.Key.Key_9, Qt.Key.Key_8, Qt.Key.Key_Backspace, *[Qt.Key.Key_7] * 5):
        QTest.keyClick(bench.screen.window, key)
    QTest.keyClick(bench.screen.window, Qt.Key.Key_Return)
    assert [(a.name, a.value) for a in bench.core.actions] == [("enter", "977777")]


def test_digits_before_the_guard_opens_are_dropped(bench: Any) -> None:
    bench.put_up(PAGES["keypad_code"])
    QTest.keyClick(bench.screen.window, Qt.Key.Key_1)
    bench.clock.time += 0.5
    QTest.keyClick(bench.screen.window, Qt.Key.Key_2)
    assert bench.screen.window.property("entered") == "2"


def test_what_was_typed_is_there_again_after_back(bench: Any) -> None:
    bench.show(PAGES["keypad_phone"], previous=Typed("13800001234"))
    assert "138 0000 1234" in [str(i.property("text")) for i in visible_items(bench.screen.window.contentItem())]


def test_the_next_page_knows_nothing_of_what_was_typed(bench: Any) -> None:
    bench.show(PAGES["keypad_code"])
    bench.hand.tap_pin([0, 1, 2])
    bench.show(PAGES["keypad_phone"])
    assert not button(bench, "确认").isEnabled()
    bench.hand.tap_pin([5])
    assert "6" in [str(i.property("text")) for i in visible_items(bench.screen.window.contentItem())]


def test_a_waiting_button_says_how_long_and_then_can_be_pressed(bench: Any) -> None:
    again = Button("again", literal("重新获取"), wait=1, reason=literal("一秒后可以重新获取"))
    bench.show(replace(PAGES["keypad_code"], other_ways=(again,)))
    assert "一秒后可以重新获取" not in bench.hand.labels()
    bench.until(lambda: "重新获取" in bench.hand.labels())
    bench.hand.press("重新获取")
    assert bench.core.actions[-1].value == "again"


def test_an_evaluation_is_chosen_and_sent(bench: Any) -> None:
    bench.show(PAGES["rate"])
    assert not button(bench, "提交评价").isEnabled()
    bench.hand.press("非常满意")
    bench.hand.press("提交评价")
    assert PAGES["rate"].answer("rate", bench.core.actions[-1].value) == Rating(5)


def test_reasons_are_offered_for_the_level_they_belong_to(bench: Any) -> None:
    bench.show(PAGES["rate"])
    bench.hand.press("满意")
    assert "机器反应慢" not in bench.hand.labels()
    bench.hand.press("不满意")
    bench.settle()
    bench.hand.press("机器反应慢")
    bench.hand.press("操作步骤太多")
    bench.hand.press("提交评价")
    answer = PAGES["rate"].answer("rate", bench.core.actions[-1].value)
    assert answer == Rating(2, ("steps", "slow"))


def test_where_reasons_need_the_room_the_level_can_be_chosen_anew(make_bench: Callable[..., Any]) -> None:
    bench = make_bench(width=1280, height=1024, panel_inches=17.0, theme=ThemeName.CARE, language=Language.ZH_CN)
    bench.show(PAGES["rate"])
    bench.hand.press("非常不满意")
    bench.settle()
    assert "满意" not in bench.hand.labels()
    bench.hand.press("非常不满意")
    bench.settle()
    assert "满意" in bench.hand.labels()


def test_nobody_has_to_rate(bench: Any) -> None:
    bench.show(PAGES["rate"])
    bench.hand.press("不评价")
    assert PAGES["rate"].answer(bench.core.actions[-1].name) == NotRated()


@pytest.mark.parametrize("value", ["", "6", "0", "2 unknown", "5 slow", None])
def test_an_evaluation_that_the_page_does_not_offer_is_none(value: object) -> None:
    page = Rate(headline=literal("x"), reasons=(Reason("slow", literal("慢"), frozenset({1, 2})),))
    with pytest.raises(UnknownActionError):
        page.answer("rate", value)


def test_a_point_is_neutral_unless_it_says_otherwise() -> None:
    assert Point(literal("银行账户"), literal("不受影响")).tone.value == "neutral"


def test_what_lies_ready_is_drawn_where_the_words_leave_room(bench: Any) -> None:
    bench.show(PAGES["result_done"])
    bench.settle()
    drawn = [str(i.property("name")) for i in visible_items(bench.screen.window.contentItem())]
    assert "take_slip" in drawn
    bench.show(PAGES["result_unknown"])
    assert "take_slip" not in [str(i.property("name")) for i in visible_items(bench.screen.window.contentItem())]


@pytest.mark.parametrize("value", ["50010319980530173X", "500103199805301737"])
def test_a_letter_may_stand_last_where_the_keypad_has_one(value: str) -> None:
    page = Keypad(headline=literal("x"), least=18, most=18, letter="X")
    assert page.answer("enter", value) == Typed(value)


@pytest.mark.parametrize("value", ["5001031998053017X3", "50010319980530173Y", "50010319980530XX", "X" * 18])
def test_a_letter_stands_nowhere_else(value: str) -> None:
    with pytest.raises(UnknownActionError):
        Keypad(headline=literal("x"), least=18, most=18, letter="X").answer("enter", value)
