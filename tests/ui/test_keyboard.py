"""Every page by keyboard: the focus begins at the headline, comes by every control in reading order, and is seen."""

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest

from ui.gallery import SIZES, Size
from ui.hand import in_view, visible_items
from ui.specimens import pages

PAGES = pages()
WHOLE = ("Standby", "Starting", "TouchTargets")
"""Kinds that are one thing to touch, or nothing."""
MOST_STOPS = 90


def box(item: Any) -> QRectF:
    return QRectF(item.mapToScene(QPointF(0, 0)), item.size())


def on_screen(bench: Any) -> list[Any]:
    return list(visible_items(bench.screen.window.contentItem()))


def controls(bench: Any) -> list[Any]:
    """What can be pressed now, but for keys of a PIN and of the keyboard on the glass: there are real ones."""
    found = [item for item in on_screen(bench) if item.property("began") is not None and item.isEnabled()]
    return [item for item in found if item.property("reachable") and in_view(item)]


def stops(bench: Any) -> tuple[list[Any], list[str]]:
    """Where Tab leads, from the headline until it has come round; and where it is not seen to stand."""
    window, found, wrong = bench.screen.window, [], []
    for _ in range(MOST_STOPS):
        QTest.keyClick(window, Qt.Key.Key_Tab)
        item = window.activeFocusItem()
        if item in found:
            return found, wrong
        found.append(item)
        if not in_view(item) or not ringed(bench, item):
            wrong.append(f"the focus is not seen on {item.property('label') or item.objectName()!r}")
    raise AssertionError("Tab does not come round")


def ringed(bench: Any, item: Any) -> bool:
    """Whether one ring is seen, and around it."""
    rings = [one for one in on_screen(bench) if one.objectName() == "ring"]
    return len(rings) == 1 and box(rings[0]).adjusted(-8, -8, 8, 8).contains(box(item))


def upwards(page: Any, found: list[Any]) -> list[str]:
    """Steps that lead up the page, or back in a line, unless it is to the column on the right."""
    within, wrong = [item for item in found if page.isAncestorOf(item)], []
    for one, other in pairwise(within):
        first, second = box(one), box(other)
        same_line = first.center().y() > second.top() and second.center().y() > first.top()
        back = second.left() < first.left() if same_line else second.top() < first.top()
        if back and second.left() < first.right():
            wrong.append(f"{one.property('label')!r} → {other.property('label')!r}")
    return wrong


@pytest.mark.parametrize("size", SIZES, ids=lambda size: size.name)
def test_every_page_is_gone_through_by_tab(make_bench: Callable[..., Any], size: Size) -> None:
    bench = make_bench(width=size.width, height=size.height, panel_inches=size.inches)
    wrong: list[str] = []
    for name, page in PAGES.items():
        bench.show(page)
        if type(page).__name__ in WHOLE:
            continue
        wrong += [f"{name}: {line}" for line in faults(bench)]
    assert not wrong, "\n".join(wrong)


def faults(bench: Any) -> list[str]:
    window, wrong = bench.screen.window, []
    heading = QAccessible.queryAccessibleInterface(window.activeFocusItem())
    if heading is None or heading.role() is not QAccessible.Role.Heading:
        wrong.append("the focus is not at the headline")
    here = controls(bench)
    found, unseen = stops(bench)
    leaf = "上一页" in [item.property("label") for item in found]  # Tab has leafed through all of it by itself
    left_out = [item for item in here if item not in found and not (leaf and item.property("label") == "下一页")]
    wrong += unseen + [f"{item.property('label')!r} is never reached" for item in left_out]
    page = next(item for item in on_screen(bench) if item.property("objectName") == "page")
    return wrong + upwards(page, [item for item in found if item in here])
