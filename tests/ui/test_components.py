"""The gallery's sheet of components: every component of the design system in its states, in every theme and size."""

from typing import Any

import pytest
from PySide6.QtCore import QPointF, QRectF

from ui.gallery import SIZES, Size, component_sheet
from ui.hand import visible_items
from ui.specimens import pages
from ui.theme import ThemeName

COMPONENTS = {
    *("button", "tile", "step strip", "keypad", "list", "wheel", "table", "chart", "notice", "countdown ring"),
    "toggle",
}


@pytest.mark.parametrize("theme", ThemeName)
@pytest.mark.parametrize("size", SIZES, ids=lambda size: size.name)
def test_every_component_stands_on_the_sheet_and_none_is_cut(make_bench: Any, size: Size, theme: ThemeName) -> None:
    bench = make_bench(width=size.width, height=size.height, panel_inches=size.inches, theme=theme)
    bench.show(pages()["notice"])
    glass = QRectF(0, 0, size.width, size.height)
    with component_sheet(bench.screen) as sheet:
        words = [item for item in visible_items(sheet) if item.property("truncated") is not None]
        assert {str(item.property("text")) for item in words} >= COMPONENTS
        for item in words:
            assert not item.property("truncated"), item.property("text")
            assert glass.contains(item.mapRectToScene(QRectF(QPointF(0, 0), item.size()))), item.property("text")


def test_pressed_focused_chosen_and_closed_ones_are_among_them(bench: Any) -> None:
    bench.show(pages()["notice"])
    with component_sheet(bench.screen) as sheet:
        items = list(visible_items(sheet))
        for state in ("held", "marked", "chosen", "on"):
            assert any(item.property(state) is True for item in items), state
        assert any(item.property("began") is not None and not item.isEnabled() for item in items)


def test_the_page_below_is_as_it_was_when_the_sheet_has_gone(bench: Any) -> None:
    bench.show(pages()["choice"])
    with component_sheet(bench.screen):
        pass
    bench.settle()
    bench.hand.press("身份证")
    assert [action.value for action in bench.core.actions] == ["id_card"]
