"""The hand: from another thread it works the same window, and it waits for what it cannot see yet."""

import threading
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtGui import QImage

from ui.hand import NothingToTouchError
from ui.pages import Choice, Notice
from ui.specimens import pages

PAGES = pages()


def test_another_thread_presses_and_takes_a_picture(bench: Any, tmp_path: Path) -> None:
    bench.show(PAGES["choice"])
    seen: list[object] = []

    def resident() -> None:
        seen.append(bench.hand.wait_for(Choice))
        bench.hand.press("社保卡")
        bench.hand.save(tmp_path / "choice.png")

    thread = threading.Thread(target=resident)
    thread.start()
    bench.until(lambda: not thread.is_alive())
    assert seen == [PAGES["choice"]]
    assert [action.value for action in bench.core.actions] == ["card"]
    assert QImage(str(tmp_path / "choice.png")).width() == 1080


def test_the_hand_waits_for_the_guard_by_the_terminals_clock(bench: Any) -> None:
    bench.put_up(PAGES["choice"])
    bench.hand.press("社保卡")
    assert bench.core.actions[0].began >= bench.screen.bridge.guard.opens_at


def test_the_hand_says_what_is_not_there(bench: Any) -> None:
    bench.show(PAGES["choice"])
    with pytest.raises(NothingToTouchError, match="没有这个"):
        bench.hand.press("没有这个", patience=0.02)
    with pytest.raises(NothingToTouchError, match="Notice"):
        bench.hand.wait_for(Notice, patience=0.02)


def test_a_control_on_another_sheet_cannot_be_touched_before_it_is_turned_to(make_bench: Any) -> None:
    bench = make_bench(width=1280, height=1024, panel_inches=17.0)
    bench.show(PAGES["record_long"])
    with pytest.raises(NothingToTouchError):
        bench.hand.press("正式挂失", patience=0.02)
    for _ in range(8):
        if bench.hand._control("label", "正式挂失"):
            break
        bench.hand.press("下一页")
        bench.settle()
    bench.hand.press("正式挂失")
    assert bench.core.actions[-1].value == "report_loss"
