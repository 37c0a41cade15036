"""Pages arrive by a short motion that hides nothing, and stand still from then on."""

import time
from typing import Any

from PySide6.QtCore import QEventLoop
from PySide6.QtGui import QGuiApplication

from ui.hand import visible_items
from ui.specimens import pages
from ui.theme import FADE_FROM, ThemeName

PAGES = pages()


def opacity(bench: Any) -> float:
    """Of the page that is up."""
    shown = visible_items(bench.screen.window.contentItem())
    return float(next(item for item in shown if item.property("objectName") == "page").opacity())


def frames(bench: Any, seconds: float) -> int:
    """How often the window is drawn in that time."""
    drawn: list[bool] = []
    link = bench.screen.window.frameSwapped.connect(lambda: drawn.append(True))
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        QGuiApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 2)
    bench.screen.window.frameSwapped.disconnect(link)
    return len(drawn)


def warm(make_bench: Any, **options: Any) -> Any:
    bench = make_bench(**options)
    bench.until(lambda: bool(bench.screen.window.property("warm")))
    bench.show(PAGES["notice"])
    bench.until(lambda: opacity(bench) == 1)
    return bench


def test_a_page_is_half_seen_in_its_first_frame_and_whole_soon_after(make_bench: Any) -> None:
    bench = warm(make_bench, moves=True)
    bench.put_up(PAGES["choice"])
    assert opacity(bench) >= FADE_FROM
    bench.until(lambda: opacity(bench) == 1)


def test_nothing_moves_on_a_page_at_rest(make_bench: Any) -> None:
    bench = warm(make_bench, moves=True)
    bench.show(PAGES["choice"])
    bench.until(lambda: opacity(bench) == 1)
    bench.settle()
    assert frames(bench, 0.3) <= 1, "but for the minute that may begin"


def test_the_same_page_with_other_words_does_not_flicker(make_bench: Any) -> None:
    bench = warm(make_bench, moves=True)
    bench.put_up(PAGES["notice"])
    assert opacity(bench) == 1


def test_nothing_moves_in_care_mode(make_bench: Any) -> None:
    bench = warm(make_bench, moves=True, theme=ThemeName.CARE)
    bench.put_up(PAGES["choice"])
    assert opacity(bench) == 1


def test_a_page_that_goes_in_the_middle_of_its_motion_comes_back_whole(make_bench: Any) -> None:
    bench = warm(make_bench, moves=True)
    for name in ("choice", "notice", "choice", "notice"):
        bench.put_up(PAGES[name])
    bench.until(lambda: opacity(bench) == 1)
    bench.put_up(PAGES["notice"])
    assert opacity(bench) == 1
