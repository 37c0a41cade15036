"""按住显示 by key or by assistive technology: for ten seconds, on the glass alone."""

from typing import Any

import pytest
from on_the_glass import heard, seen
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest

from texts import Show
from ui.bridge import REVEAL_SECONDS
from ui.rendering import draw
from ui.specimens import frame, pages

PAGES = {name: page for name, page in pages().items() if getattr(page, "person", ())}


def glass(bench: Any) -> str:
    return "\n".join(seen(bench))


def said(bench: Any) -> str:
    """Everything that assistive technology can read of the window."""
    return "\n".join(heard(bench))


def secret(bench: Any, page: Any) -> set[str]:
    """What a finger on 按住显示 would show."""
    shown = (draw(page, frame(), bench.screen.bridge.language, show)["person"] for show in (Show.REVEALED, Show.MASKED))
    revealed, masked = shown
    return set(revealed) - set(masked)


def by_key(bench: Any) -> None:
    while bench.screen.window.activeFocusItem().property("label") != "按住显示":
        QTest.keyClick(bench.screen.window, Qt.Key.Key_Tab)
    QTest.keyClick(bench.screen.window, Qt.Key.Key_Return)


def by_assistance(bench: Any) -> None:
    button = bench.hand._control("label", "按住显示")
    QAccessible.queryAccessibleInterface(button).actionInterface().doAction("Press")


@pytest.mark.parametrize("reveal", [by_key, by_assistance])
@pytest.mark.parametrize("name", PAGES)
def test_it_lasts_ten_seconds_on_the_glass_and_is_never_said(bench: Any, name: str, reveal: Any) -> None:
    page = PAGES[name]
    bench.show(page)
    if "按住显示" not in bench.hand.labels():
        assert not [words for words in secret(bench, page) if words in glass(bench)]
        return
    reveal(bench)
    assert secret(bench, page)
    assert [words for words in secret(bench, page) if words not in glass(bench)] == []
    assert [words for words in secret(bench, page) if words in said(bench)] == []
    timer = bench.screen.bridge._reveal_end
    assert (timer.interval(), timer.isSingleShot(), timer.isActive()) == (1000 * REVEAL_SECONDS, True, True)
    assert REVEAL_SECONDS == 10
    timer.setInterval(1)
    bench.until(lambda: not [words for words in secret(bench, page) if words in glass(bench)])
    timer.setInterval(1000 * REVEAL_SECONDS)


def test_another_page_is_masked_at_once(bench: Any) -> None:
    bench.show(PAGES["record"])
    by_assistance(bench)
    bench.show(PAGES["record_long"])
    assert not [words for words in secret(bench, PAGES["record_long"]) if words in glass(bench)]
