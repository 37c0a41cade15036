"""The technician's pages by touch and key: lines that open, nine targets in millimetres, colours over the panel."""

from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest

from ui.check_pages import TARGETS, Hit, Touched
from ui.hand import visible_items
from ui.pages import UnknownActionError
from ui.specimens import pages
from ui.theme import Panel

PAGES = pages()


def said(bench: Any) -> list[str]:
    return [str(item.property("text")) for item in visible_items(bench.screen.window.contentItem())]


def test_a_line_is_opened_by_a_touch(bench: Any) -> None:
    bench.show(PAGES["checks"])
    bench.hand.press("凭条打印机 故障")
    action = bench.core.actions[-1]
    assert PAGES["checks"].answer(action.name, action.value) == "receipt_printer"


def test_how_it_stands_is_a_word_and_not_a_colour_alone(bench: Any) -> None:
    bench.show(PAGES["checks"])
    assert {"故障", "注意", "正常"} <= set(said(bench))


def test_lines_that_open_have_a_role_and_a_name_for_who_cannot_see(bench: Any) -> None:
    bench.show(PAGES["checks"])
    rows = [i for i in visible_items(bench.screen.window.contentItem()) if i.property("line") is not None]
    named = [QAccessible.queryAccessibleInterface(row) for row in rows]
    assert len(named) >= 4
    assert all(each.role() is QAccessible.Role.Button for each in named)
    assert named[0].text(QAccessible.Text.Name) == "凭条打印机 故障"
    assert "缺纸" in named[0].text(QAccessible.Text.Description)


def test_what_a_test_found_cannot_be_pressed(bench: Any) -> None:
    bench.show(PAGES["checks_trial"])
    assert "中位数 12.4 ms" not in bench.hand.labels()
    with pytest.raises(UnknownActionError):
        PAGES["checks_trial"].answer("press", "")


def test_colours_fill_the_panel_one_after_the_other_and_then_are_asked_about(bench: Any) -> None:
    bench.show(PAGES["plain_colours"])
    assert "都正常" not in bench.hand.labels()
    bench.hand.press("开始")
    bench.settle()
    for number in range(1, 6):
        bench.hand.press(f"第 {number} 种颜色，共 5 种，点一下看下一种")
        bench.settle()
    bench.hand.press("都正常")
    action = bench.core.actions[-1]
    assert PAGES["plain_colours"].answer(action.name, action.value) == "yes"


def test_nine_touches_in_the_middle_are_told_as_such(bench: Any) -> None:
    bench.show(PAGES["touch_targets"])
    window, mm = bench.screen.window, Panel(1080, 1920, 21.5).px_per_mm
    edge = 15 * mm
    for place in range(TARGETS):
        x = edge + (place % 3) * (window.width() - 2 * edge) / 2
        y = edge + (place // 3) * (window.height() - 2 * edge) / 2
        bench.hand._touch(QPoint(round(x + 2 * mm), round(y)), lift=True)
        bench.settle()
    action = bench.core.actions[-1]
    touched = PAGES["touch_targets"].answer(action.name, action.value)
    assert isinstance(touched, Touched)
    assert touched.drift == pytest.approx((2.0, 0.0), abs=0.3)
    assert touched.worst < 2.4


def test_a_touch_that_cannot_have_meant_its_cross_begins_all_anew_and_says_so(bench: Any) -> None:
    bench.show(PAGES["touch_targets"])
    window, edge = bench.screen.window, round(15 * Panel(1080, 1920, 21.5).px_per_mm)
    for place in (QPoint(edge, edge), QPoint(window.width() - edge, window.height() - edge)):
        bench.hand._touch(place, lift=True)
        bench.settle()
    assert {"第 1 个，共 9 个", "刚才点得离十字太远，请从第一个重新开始"} <= set(said(bench))
    bench.hand._touch(QPoint(edge, edge), lift=True)
    bench.settle()
    assert {"第 2 个，共 9 个", "请点十字的正中"} <= set(said(bench))
    assert not bench.core.actions


@pytest.mark.parametrize("before", ["checks", "standby"])
def test_nine_touches_are_given_up_by_key(bench: Any, before: str) -> None:
    bench.show(PAGES[before])
    bench.show(PAGES["touch_targets"])
    QTest.keyClick(bench.screen.window, Qt.Key.Key_Escape)
    action = bench.core.actions[-1]
    assert PAGES["touch_targets"].answer(action.name, action.value) is None


@pytest.mark.parametrize(
    "value", ["", "1,1", " ".join(["1,1"] * 8), " ".join(["999,1"] * 9), " ".join(["a,b"] * 9), None]
)
def test_only_nine_distances_are_an_answer(value: object) -> None:
    with pytest.raises(UnknownActionError):
        PAGES["touch_targets"].answer("touched", value)


def test_drift_is_what_all_touches_share() -> None:
    touched = Touched((*(Hit(2.0, -1.0) for _ in range(TARGETS - 1)), Hit(9.0, 12.0)))
    assert touched.drift == Hit(2.0, -1.0)
    assert touched.worst == 15.0
