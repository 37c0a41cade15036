"""Home: the one tile, the many, groups and search, by touch and by keyboard."""

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from ui.gallery import SIZES, Size
from ui.hand import visible_items
from ui.pages import Group, Home
from ui.specimens import pages
from ui.theme import ThemeName

PAGES = pages()


def press(bench: Any, *labels: str) -> None:
    for label in labels:
        bench.hand.press(label)
        bench.settle()


def test_everything_stands_once_however_many_groups_hold_it() -> None:
    page = PAGES["home_groups"]
    assert isinstance(page, Home)
    keys = [button.key for button in page.everything]
    assert len(keys) == len(set(keys)) == 8
    assert page.answer("press", "loss") == "loss"


def test_a_single_tile_is_pressed_wherever_it_stands(bench: Any) -> None:
    bench.show(PAGES["home_one"])
    press(bench, "卡状态查询")
    assert bench.core.actions[-1].value == "card_status"
    assert "查找要办的事" not in bench.hand.labels()


def test_a_name_of_two_parts_that_is_too_long_for_a_line_is_parted_between_them(make_bench: Callable[..., Any]) -> None:
    bench = make_bench(width=1280, height=1024, panel_inches=17.0)
    bench.show(PAGES["home"])
    shown = {str(item.property("text")) for item in visible_items(bench.screen.window.contentItem())}
    assert {"改密码 ·\n重置", "锁定 · 解锁"} <= shown


def test_what_is_not_among_the_tiles_is_found_by_its_group(bench: Any) -> None:
    button = PAGES["home"].tiles[4]
    bench.show(Home(headline=PAGES["home"].headline, groups=(Group(button.label, (button,)),)))
    press(bench, "全部事项", "养老资格认证")
    assert bench.core.actions == []
    press(bench, "养老资格认证")
    assert bench.core.actions[-1].value == "pension"


def test_groups_lead_back_to_what_most_come_for(bench: Any) -> None:
    bench.show(PAGES["home_groups"])
    press(bench, "全部事项", "养老保险", "全部事项", "常办事项")
    assert "卡状态查询" in bench.hand.labels()


def test_a_lost_card_is_found_by_its_initials(bench: Any) -> None:
    bench.show(PAGES["home_groups"])
    press(bench, "查找要办的事", "K", "D", "L", "挂失 · 解挂")
    assert bench.core.actions[-1].value == "loss"


def test_a_keyboard_searches_too(bench: Any) -> None:
    bench.show(PAGES["home_groups"])
    press(bench, "查找要办的事")
    for key in (Qt.Key.Key_Y, Qt.Key.Key_X, Qt.Key.Key_Backspace, Qt.Key.Key_L):
        QTest.keyClick(bench.screen.window, key)
    bench.until(lambda: "养老资格认证" in bench.hand.labels())
    assert "新卡启用" not in bench.hand.labels()


def test_a_new_home_page_begins_with_its_tiles(bench: Any) -> None:
    bench.show(PAGES["home_groups"])
    press(bench, "查找要办的事", "Z")
    bench.show(PAGES["home_groups"])
    assert "Z" not in bench.hand.labels()
    assert "卡状态查询" in bench.hand.labels()


@pytest.mark.parametrize("theme", [ThemeName.STANDARD, ThemeName.CARE])
@pytest.mark.parametrize("size", SIZES, ids=lambda size: size.name)
def test_searching_fits_every_panel(make_bench: Callable[..., Any], size: Size, theme: ThemeName) -> None:
    bench = make_bench(width=size.width, height=size.height, panel_inches=size.inches, theme=theme)
    bench.show(PAGES["home_groups"])
    press(bench, "查找要办的事", "K")
    glass = bench.screen.window
    for item in bench.hand._controls():
        box = item.mapRectToScene(item.boundingRect())
        assert box.left() >= 0
        assert box.right() <= glass.width()
        assert box.bottom() <= glass.height()


@pytest.mark.parametrize("name", ["home", "paused"])
def test_staff_sign_in_from_a_corner_that_is_no_secret(bench: Any, name: str) -> None:
    bench.show(PAGES[name])
    press(bench, "员工登录")
    assert bench.core.actions[-1].value == "staff"
