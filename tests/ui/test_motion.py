"""Pages arrive by a short motion that hides nothing, and stand still from then on."""

import time
from typing import Any

from PySide6.QtCore import QEventLoop
from PySide6.QtGui import QGuiApplication

from ui.hand import visible_items
from ui.specimens import pages
from ui.theme import ThemeName

PAGES = pages()


def below(bench: Any) -> float:
    """How far below its place the page stands that is up, in pixels; all of it is seen."""
    shown = visible_items(bench.screen.window.contentItem())
    page = next(item for item in shown if item.property("objectName") == "page")
    assert page.opacity() == 1
    return float(page.property("below"))


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
    bench.until(lambda: below(bench) == 0)
    return bench


def test_a_page_rises_to_its_place_from_above_the_footer(make_bench: Any) -> None:
    bench = warm(make_bench, moves=True)
    bench.send(PAGES["choice"])
    assert below(bench) == bench.screen.bridge._themes["standard"]["roomy"], "where the footer begins"
    bench.until(lambda: below(bench) == 0)


def test_nothing_moves_on_a_page_at_rest(make_bench: Any) -> None:
    bench = warm(make_bench, moves=True)
    bench.show(PAGES["choice"])
    bench.until(lambda: below(bench) == 0)
    bench.settle()
    assert frames(bench, 0.3) <= 1, "but for the minute that may begin"


def test_the_same_page_with_other_words_does_not_flicker(make_bench: Any) -> None:
    bench = warm(make_bench, moves=True)
    bench.put_up(PAGES["notice"])
    assert below(bench) == 0


def test_nothing_moves_in_care_mode(make_bench: Any) -> None:
    bench = warm(make_bench, moves=True, theme=ThemeName.CARE)
    bench.put_up(PAGES["choice"])
    assert below(bench) == 0


def test_a_page_that_goes_in_the_middle_of_its_motion_comes_back_whole(make_bench: Any) -> None:
    bench = warm(make_bench, moves=True)
    for name in ("choice", "notice", "choice", "notice"):
        bench.put_up(PAGES[name])
    bench.until(lambda: below(bench) == 0)
    bench.put_up(PAGES["notice"])
    assert below(bench) == 0
