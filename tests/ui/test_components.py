"""The gallery's sheet of components: every component of the design system in its states, in every theme and size."""

import re
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPointF, QRectF

import ui
from texts import literal
from ui.gallery import SIZES, Size, component_sheet
from ui.hand import visible_items
from ui.pages import Button, Choice, Home
from ui.specimens import pages
from ui.theme import ThemeName

COMPONENTS = {
    *("button", "tile", "step strip", "keypad", "list", "wheel", "table", "chart", "notice", "countdown ring"),
    "toggle",
}

QML = Path(ui.__path__[0]) / "qml"
LAYOUT = {"Item", "Column", "Row", "Flow", "Grid", "Repeater", "Loader", "Timer", "Connections"}
"""What draws nothing and takes no finger: it says where components stand, and when."""
MADE = re.compile(r"(?:^|[ :\[])([A-Z]\w*(?:\.[A-Z]\w*)*)(?: on \w+)? *\{")


@pytest.mark.parametrize("file", sorted((QML / "pages").glob("*.qml")), ids=lambda file: file.stem)
def test_a_page_is_built_from_components_alone(file: Path) -> None:
    code = re.sub("//.*", "", file.read_text("utf-8"))
    components = {each.stem for each in (QML / "components").glob("*.qml")}
    inline = set(re.findall(r"component (\w+):", code))
    assert set(MADE.findall(code)) - components - LAYOUT - inline == set()


def test_a_page_that_draws_for_itself_would_be_found() -> None:
    assert MADE.findall("    Rectangle {\n    delegate: Text {\n    aside: [ Image {") == ["Rectangle", "Text", "Image"]


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


@pytest.mark.parametrize(
    ("words", "lines"),
    [
        ("权益记录查询打印", ["权益记录", "查询打印"]),
        ("养老待遇资格认证办理", ["养老待遇资", "格认证办理"]),
        ("挂失", ["挂失"]),
    ],
)
def test_a_tile_leaves_no_character_alone_in_a_line(make_bench: Any, words: str, lines: list[str]) -> None:
    bench = make_bench()
    tiles = tuple(Button(f"{place}", literal(words), "card") for place in range(8))
    bench.show(Home(headline=literal("x"), tiles=tiles))
    items = visible_items(bench.screen.window.contentItem())
    name = next(item for item in items if item.property("text") == words and item.property("even"))
    assert name.property("lineCount") == len(lines)
    assert name.width() >= max(map(len, lines)) * name.property("font").pixelSize()
    assert name.width() < (max(map(len, lines)) + 1) * name.property("font").pixelSize() or len(lines) == 1


def test_words_with_spaces_break_there(make_bench: Any) -> None:
    bench = make_bench(width=1280, height=1024, panel_inches=17.0, theme=ThemeName.CARE)
    tiles = tuple(Button(f"{place}", literal("Today's operations"), "card") for place in range(4))
    bench.show(Home(headline=literal("x"), tiles=tiles))
    name = next(
        i for i in visible_items(bench.screen.window.contentItem()) if i.property("text") == "Today's operations"
    )
    assert name.property("spaced")
    assert name.width() == name.property("room")


def headline(bench: Any, words: str) -> Any:
    bench.show(Choice(headline=literal(words), options=(Button("one", literal("x")),)))
    items = visible_items(bench.screen.window.contentItem())
    return next(item for item in items if item.property("parted") is not None)


def test_a_headline_of_two_sentences_stands_in_two_lines(make_bench: Any) -> None:
    bench = make_bench(width=1920, height=1080, theme=ThemeName.CARE)
    assert headline(bench, "挂失没有办成，卡还没有停用").property("text") == "挂失没有办成，\n卡还没有停用"


def test_a_single_long_word_of_a_headline_stays_whole(make_bench: Any) -> None:
    bench = make_bench(width=1280, height=1024, panel_inches=17.0, theme=ThemeName.CARE)
    assert headline(bench, "limits.home_idle_seconds").property("lineCount") == 1
