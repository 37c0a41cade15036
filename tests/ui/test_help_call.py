"""呼叫工作人员 is one touch away on every page, and what has become of the call stands over it."""

from typing import Any

import pytest
from on_the_glass import seen
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from texts import Text
from ui.pages import Button, HelpCall
from ui.specimens import pages

PAGES = pages()
RINGING = HelpCall(Text("help.ringing"), (Text("help.ringing_how"),), rings=True)
NOBODY = HelpCall(Text("help.unanswered"), (Text("help.unanswered_how"), Text("help.danger")))
HERE = HelpCall(
    Text("staff.join.attended", staff="1001"),
    (Text("help.here_how"),),
    staff=(Button("go", Text("staff.go"), icon="back"), Button("take_over", Text("staff.take_over.verb"), icon="exit")),
)
WHOLE_GLASS = ("standby", "starting", "touch_targets", "between_card_left")
"""Asleep, not yet awake, or a technician's: the whole glass is the page's own."""


@pytest.mark.parametrize("name", [name for name in PAGES if not name.startswith(WHOLE_GLASS)])
def test_help_is_called_from_every_page(bench: Any, name: str) -> None:
    bench.show(PAGES[name])
    bench.hand.press("呼叫工作人员")
    assert [action.name for action in bench.core.actions] == ["call"]


def test_a_call_that_rings_is_shown_told_and_can_be_given_up(bench: Any) -> None:
    bench.show(PAGES["choice"])
    bench.screen.help(RINGING)
    bench.settle()
    assert "正在呼叫工作人员" in seen(bench)
    assert bench.screen.window.property("announced") == "正在呼叫工作人员"
    assert bench.hand.labels() == ["不用了"]
    bench.hand.press("不用了")
    assert bench.core.actions[-1].name == "hang_up"


def test_what_is_below_a_call_cannot_be_pressed_and_comes_back_with_the_keyboard_where_it_was(bench: Any) -> None:
    bench.show(PAGES["choice"])
    QTest.keyClick(bench.screen.window, Qt.Key.Key_Tab)
    before = bench.screen.window.activeFocusItem()
    bench.screen.help(RINGING)
    bench.settle()
    bench.screen.help(NOBODY)
    bench.settle()
    assert bench.hand.labels() == ["知道了"]
    QTest.keyClick(bench.screen.window, Qt.Key.Key_Return)
    assert bench.core.actions[-1].name == "hang_up"
    bench.screen.help(None)
    bench.settle()
    assert bench.screen.window.activeFocusItem() == before
    assert "社保卡" in bench.hand.labels()


def test_whoever_helps_may_go_or_end_the_visit(bench: Any) -> None:
    bench.show(PAGES["choice"])
    bench.screen.help(HERE)
    bench.settle()
    assert bench.hand.labels() == ["知道了", "协助结束", "结束这次办理"]
    bench.hand.press("协助结束")
    bench.hand.press("结束这次办理")
    assert [action.name for action in bench.core.actions] == ["go", "take_over"]


def test_the_language_of_a_call_changes_with_the_screen(bench: Any) -> None:
    bench.show(PAGES["choice"])
    bench.screen.help(NOBODY)
    bench.screen.bridge.toggle("language")
    bench.settle()
    assert "In danger 110" in seen(bench)
