"""Words are written by pinyin or letters, on the glass, on a keyboard or by accessibility; nothing of them stays."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPointF, QRectF, QStandardPaths, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest

from texts import Kind, Language, Personal, literal
from ui.gallery import SIZES, Size
from ui.hand import visible_items
from ui.pages import TextEntry, UnknownActionError, Writing, Written
from ui.specimens import pages
from ui.theme import ThemeName

PAGES = pages()
ADDRESS, NAME, FREE = PAGES["text_address"], PAGES["text_name"], PAGES["text_free"]


@pytest.fixture
def bench(make_bench: Callable[..., Any]) -> Any:
    """A screen whose window has the keyboard for good: what is composed ends when it loses it."""
    bench = make_bench()
    bench.screen.window.requestActivate()
    bench.until(bench.screen.window.isActive)
    return bench


def address(words: str) -> Written:
    return Written(Personal(Kind.ADDRESS, words))


def item_of(bench: Any, role: str) -> Any:
    return next(i for i in visible_items(bench.screen.window.contentItem()) if i.property(role) is not None)


def field(bench: Any) -> Any:
    return item_of(bench, "fits")


def written(bench: Any) -> str:
    return str(field(bench).property("text"))


def candidates(bench: Any) -> list[str]:
    return item_of(bench, "hint").property("words").toVariant()


def type_on_glass(bench: Any, letters: str) -> None:
    for letter in letters:
        bench.hand.press(letter)


def type_on_keys(bench: Any, letters: str) -> None:
    for letter in letters:
        QTest.keyClick(bench.screen.window, letter)


def test_an_address_is_written_by_pinyin_on_the_glass(bench: Any) -> None:
    bench.show(ADDRESS)
    type_on_glass(bench, "CHONGQING")
    assert candidates(bench)[0] == "重庆"
    bench.hand.press("重庆")
    bench.hand.press("符号")
    for sign in ("市", "8", "号"):
        bench.hand.press(sign)
    assert written(bench) == "重庆市8号"
    bench.hand.press("路")
    bench.hand.press("确认")
    assert ADDRESS.answer("enter", bench.core.actions[-1].value) == address("重庆市8号路")


def test_candidates_are_chosen_part_by_part(bench: Any) -> None:
    bench.show(ADDRESS)
    type_on_glass(bench, "YUZHONGQUHEPING")
    bench.hand.press("渝中区")
    assert written(bench) == ""
    bench.hand.press("和平")
    assert written(bench) == "渝中区和平"


def test_a_finger_on_a_candidate_is_not_lost_when_the_engine_brings_them_again(bench: Any) -> None:
    bench.show(ADDRESS)
    for _ in range(5):
        type_on_glass(bench, "YUZHONGQU")
        bench.hand.hold("渝中区")
        again = candidates(bench)
        bar = item_of(bench, "hint")
        bar.setProperty("words", again[:3])
        bar.setProperty("words", again)
        bench.hand.let_go()
    assert written(bench) == "渝中区" * 5


def test_candidates_that_do_not_fit_are_leafed_to(bench: Any) -> None:
    bench.show(NAME)
    type_on_glass(bench, "CHEN")
    rare = candidates(bench)[40]
    assert rare not in bench.hand.labels()
    while rare not in bench.hand.labels():
        bench.hand.press("下一页")
        bench.settle()
    bench.hand.press(rare)
    assert written(bench) == rare


def test_letters_of_a_latin_name_begin_with_a_capital(bench: Any) -> None:
    bench.show(NAME)
    bench.hand.press("英文")
    for key in ("A", "n", "n", "空格", "L", "i"):
        bench.hand.press(key)
    assert written(bench) == "Ann Li"


def test_what_was_typed_is_taken_back_sign_by_sign_or_all_at_once(bench: Any) -> None:
    bench.show(ADDRESS, previous=address("和平路𬍛"))
    bench.hand.press("退格")
    assert written(bench) == "和平路"
    type_on_glass(bench, "HE")
    bench.hand.press("退格")
    bench.hand.press("退格")
    assert written(bench) == "和平路"
    bench.hand.press("清除")
    assert written(bench) == ""


def test_the_cursor_moves_by_whole_characters(bench: Any) -> None:
    bench.show(ADDRESS, previous=address("和𬍛路"))
    for _ in range(2):
        bench.hand.press("光标左移")
    for sign in "12":
        bench.hand.press(sign)
    assert written(bench) == "和12𬍛路"


def test_pinyin_is_written_on_a_real_keyboard_too(bench: Any) -> None:
    bench.show(ADDRESS)
    QTest.keyClick(bench.screen.window, Qt.Key.Key_Tab)
    while not field(bench).property("activeFocus"):
        QTest.keyClick(bench.screen.window, Qt.Key.Key_Tab)
    type_on_keys(bench, "chongqing ")
    type_on_keys(bench, "shi1")
    type_on_keys(bench, "88")
    QTest.keyClick(bench.screen.window, Qt.Key.Key_Backspace)
    assert written(bench) == "重庆是8"
    QTest.keyClick(bench.screen.window, Qt.Key.Key_Return)
    assert bench.core.actions == []


def test_enter_confirms_what_is_long_enough(bench: Any) -> None:
    bench.show(ADDRESS, previous=address("重庆市和平路8"))
    field(bench).forceActiveFocus()
    type_on_keys(bench, "hao")
    QTest.keyClick(bench.screen.window, Qt.Key.Key_Return)
    assert written(bench) == "重庆市和平路8好"
    QTest.keyClick(bench.screen.window, Qt.Key.Key_Return)
    assert [(a.name, a.value) for a in bench.core.actions] == [("enter", "重庆市和平路8好")]


def test_the_keys_on_the_glass_are_reached_by_arrows_and_pressed_by_enter(bench: Any) -> None:
    bench.show(NAME)
    field(bench).forceActiveFocus()
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Right, Qt.Key.Key_Return):
        QTest.keyClick(bench.screen.window, key)
    assert candidates(bench)[0] == "我"
    for key in (Qt.Key.Key_Up, Qt.Key.Key_Return):
        QTest.keyClick(bench.screen.window, key)
    assert written(bench) == "为"


def test_arrows_lead_back_out_of_the_keys(bench: Any) -> None:
    bench.show(NAME)
    field(bench).forceActiveFocus()
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_Up):
        QTest.keyClick(bench.screen.window, key)
    assert not field(bench).property("activeFocus")


def test_a_name_takes_no_digits_and_a_field_no_more_than_its_most(bench: Any) -> None:
    bench.show(replace(NAME, most=3))
    field(bench).forceActiveFocus()
    QTest.keyClick(bench.screen.window, Qt.Key.Key_7)
    assert written(bench) == ""
    bench.hand.press("英文")
    type_on_keys(bench, "abcdef")
    assert written(bench) == "abc"


def test_assistive_technology_writes_into_the_field_itself_and_reads_only_its_length(bench: Any) -> None:
    bench.show(ADDRESS)
    node = QAccessible.queryAccessibleInterface(field(bench))
    assert node.role() is QAccessible.Role.EditableText
    assert node.text(QAccessible.Text.Name) == "新地址"
    field(bench).setProperty("text", "重庆市和平路8号")
    assert node.text(QAccessible.Text.Description) == "已写 8 个字，最多 50 个字"
    assert "重庆" not in node.text(QAccessible.Text.Value)
    assert "重庆" not in node.textInterface().text(0, 8)


def test_markup_stands_in_the_field_as_it_was_written(bench: Any) -> None:
    bench.show(FREE, previous=Written(Personal(Kind.WORDS, "<b>1 & 2</b>")))
    shown = [str(i.property("text")) for i in visible_items(bench.screen.window.contentItem())]
    assert any("&lt;b>1&nbsp;&amp;&nbsp;2&lt;/b>" in text for text in shown)


def test_keys_before_the_guard_opens_write_nothing(bench: Any) -> None:
    bench.put_up(replace(FREE, most=9))
    field(bench).forceActiveFocus()
    type_on_keys(bench, "12")
    bench.clock.time += 0.5
    type_on_keys(bench, "3")
    assert written(bench) == "3"


def test_the_language_of_the_screen_changes_without_losing_what_was_written(bench: Any) -> None:
    bench.show(ADDRESS)
    type_on_glass(bench, "12")
    bench.hand.press("English")
    bench.settle()
    assert written(bench) == "12"


def test_nothing_written_can_be_brought_back_on_the_next_page(bench: Any) -> None:
    bench.show(ADDRESS)
    type_on_glass(bench, "12")
    bench.show(PAGES["notice"])
    bench.show(ADDRESS)
    field(bench).forceActiveFocus()
    QTest.keyClick(bench.screen.window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert written(bench) == ""


def test_the_keyboard_learns_nothing(bench: Any) -> None:
    bench.show(NAME)
    type_on_glass(bench, "MUHAN")
    before = candidates(bench)
    fourth = before[4]
    for _ in range(4):
        bench.hand.press(fourth)
        bench.settle()
        bench.hand.press(candidates(bench)[3])
        bench.settle()
        type_on_glass(bench, "MUHAN")
    assert candidates(bench) == before
    folder = Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.GenericConfigLocation))
    kept = folder / "qtvirtualkeyboard" / "pinyin" / "usr_dict.dat"
    assert not kept.exists() or kept.stat().st_size <= 40


@pytest.mark.parametrize("theme", ThemeName)
@pytest.mark.parametrize("size", SIZES, ids=lambda size: size.name)
def test_the_keyboard_never_covers_the_field(make_bench: Callable[..., Any], size: Size, theme: ThemeName) -> None:
    bench = make_bench(width=size.width, height=size.height, panel_inches=size.inches, theme=theme)
    for page in (ADDRESS, replace(FREE, trouble=literal("太长了，请写得短一些，让我们看得明白。"))):
        bench.show(page, previous=Written(Personal(Kind.WORDS, "重庆市渝中区和平路二百一十一号" * 3)))
        bench.settle()
        box = rectangle(field(bench))
        keys = [rectangle(i) for i in visible_items(bench.screen.window.contentItem()) if i.property("fine")]
        assert keys
        assert not any(key.intersects(box) for key in keys)


def rectangle(item: Any) -> QRectF:
    return QRectF(item.mapToScene(QPointF(0, 0)), item.size())


@pytest.mark.parametrize("value", ["", "短", "x" * 51, None, 7])
def test_an_entry_takes_its_words_and_nothing_else(value: object) -> None:
    with pytest.raises(UnknownActionError):
        ADDRESS.answer("enter", value)


def test_an_answer_masks_itself_and_has_no_spaces_at_its_ends() -> None:
    answer = ADDRESS.answer("enter", "  重庆市渝中区和平路211号 ")
    assert answer == address("重庆市渝中区和平路211号")
    assert "和平" not in f"{answer}"


@pytest.mark.parametrize(
    ("writing", "words", "takes"),
    [
        (Writing.NAME, "买买提·阿卜杜𬍛", True),
        (Writing.NAME, "Ann Li", True),
        (Writing.NAME, "张3", False),
        (Writing.ADDRESS, "和平路211号-3#", True),
        (Writing.ADDRESS, "和平路<b>", False),
        (Writing.FREE, "<b>？！", True),
        (Writing.FREE, "a\x00b", False),
    ],
)
def test_what_may_stand_in_a_field(writing: Writing, words: str, takes: bool) -> None:
    assert writing.takes(words) is takes


def test_another_way_is_an_answer(bench: Any) -> None:
    bench.show(NAME)
    bench.hand.press("没有紧急联系人")
    assert NAME.answer("press", bench.core.actions[-1].value) == "none"


def test_the_page_speaks_english(make_bench: Callable[..., Any]) -> None:
    bench = make_bench(language=Language.EN)
    bench.show(TextEntry(headline=literal("Name"), writing=Writing.NAME, most=9))
    assert {"ABC", "Space", "Clear"} <= set(bench.hand.labels())
