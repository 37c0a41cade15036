"""Standby: public notices beside what does not work, no publicity in 关怀版, and nothing in the way of a touch."""

from dataclasses import replace
from typing import Any

import pytest
from on_the_glass import seen
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from texts import literal
from ui.hand import visible_items
from ui.pages import PublicNotice, Standby
from ui.specimens import pages
from ui.theme import ThemeName

PAGE: Any = pages()["standby_notices"]
PUBLICITY = "电子社保卡，手机上也能用。"


def test_notices_hang_beside_what_does_not_work(bench: Any) -> None:
    bench.show(PAGE)
    words = seen(bench)
    assert any("12月1日" in each for each in words)
    assert any("凭条打印机" in each for each in words)
    assert PUBLICITY in words


@pytest.mark.parametrize("theme", [ThemeName.STANDARD, ThemeName.CONTRAST])
def test_publicity_is_shown_elsewhere(make_bench: Any, theme: ThemeName) -> None:
    bench = make_bench(theme=theme)
    bench.show(PAGE)
    assert PUBLICITY in seen(bench)


def test_there_is_no_publicity_in_care_mode_but_the_news_is(make_bench: Any) -> None:
    bench = make_bench(theme=ThemeName.CARE)
    bench.show(PAGE)
    assert PUBLICITY not in seen(bench)
    assert any("12月1日" in each for each in seen(bench))


def test_what_does_not_work_comes_first_where_there_is_little_room(bench: Any) -> None:
    closed = tuple(literal(f"第{n}样暂停使用") for n in range(3))
    bench.show(replace(PAGE, notices=closed))
    assert [each for each in seen(bench) if "暂停使用" in each] == [f"第{n}样暂停使用" for n in range(3)]
    assert PUBLICITY not in seen(bench)


def test_notices_are_shown_as_they_are_written(bench: Any) -> None:
    written = "<b>停电</b>&nbsp;通知"
    bench.show(replace(PAGE, public=(PublicNotice(literal(written)),)))
    assert written in seen(bench)


def test_a_touch_on_a_notice_wakes_as_everywhere(bench: Any) -> None:
    bench.show(PAGE)
    page = next(i for i in visible_items(bench.screen.window.contentItem()) if i.property("objectName") == "page")
    notice = next(i for i in visible_items(page) if str(i.property("text")) == PUBLICITY)
    middle = notice.mapToScene(notice.boundingRect().center())
    QTest.mouseClick(bench.screen.window, Qt.MouseButton.LeftButton, pos=middle.toPoint())
    assert [action.name for action in bench.core.actions] == ["wake"]


def test_the_page_of_a_day_without_notices_is_the_usual_one(bench: Any) -> None:
    bench.show(Standby(headline=literal("您好")))
    assert seen(bench)
