"""Every page in every theme, size and language: nothing cut off, nothing too small to hit, nothing over its edge."""

from collections.abc import Callable, Iterator
from itertools import combinations
from typing import Any

import pytest
from PySide6.QtCore import QPointF, QRectF

from texts import Language, Show, Text, known_ids, literal, render
from ui.gallery import SIZES, Size
from ui.hand import visible_items
from ui.pages import Button, Choice, Countdown, HelpCall
from ui.specimens import pages
from ui.theme import Panel, ThemeName

PAGES = pages()
_ROUNDING = 1.5
WHOLE = ("standby", "standby_many", "standby_notices", "between_card_left", "starting")
LOWER_FROM = SIZES[0].height / 2


def rectangle(item: Any) -> QRectF:
    return QRectF(item.mapToScene(QPointF(0, 0)), item.size())


def clipped(item: Any) -> QRectF | None:
    """What of the item can be seen inside the sheets that hold it; None if nothing."""
    seen, up = rectangle(item), item.parentItem()
    while up is not None:
        if up.clip():
            seen = seen.intersected(rectangle(up))
        up = up.parentItem()
    return None if seen.isEmpty() else seen


def texts(bench: Any) -> Iterator[Any]:
    for item in visible_items(bench.screen.window.contentItem()):
        if item.property("truncated") is not None and item.property("text") and clipped(item):
            yield item


def controls(bench: Any) -> list[Any]:
    return [
        item
        for item in visible_items(bench.screen.window.contentItem())
        if item.property("began") is not None and clipped(item)
    ]


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("theme", ThemeName)
@pytest.mark.parametrize("size", SIZES, ids=lambda size: size.name)
def test_every_page_can_be_read_and_pressed(
    make_bench: Callable[..., Any], size: Size, theme: ThemeName, language: Language
) -> None:
    bench = make_bench(width=size.width, height=size.height, panel_inches=size.inches, theme=theme, language=language)
    mm = Panel(size.width, size.height, size.inches).px_per_mm
    wrong: list[str] = []
    for name, page in PAGES.items():
        bench.show(page)
        wrong += [f"{name}: {line}" for line in (*unreadable(bench, size), *unpressable(bench, mm))]
        if name not in (*WHOLE, "touch_targets"):
            wrong += [f"{name}: {line} is not at hand" for line in switches(size, language) - {*bench.hand.labels()}]
    assert not wrong, "\n" + "\n".join(wrong)


def switches(size: Size, language: Language) -> set[str]:
    """Care mode, high contrast, voice, language, and on a tall panel low reach: each one touch away on every page."""
    words = ("large", "contrast", "voice", "language", *(("low",) if size.height > size.width else ()))
    return {render(Text(f"ui.words.{word}"), language, Show.MASKED) for word in words}


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("theme", ThemeName)
def test_every_page_can_be_read_and_pressed_in_the_lower_half(
    make_bench: Callable[..., Any], theme: ThemeName, language: Language
) -> None:
    bench = make_bench(theme=theme, language=language)
    bench.screen.bridge.toggle("low")
    wrong: list[str] = []
    for name, page in PAGES.items():
        bench.show(page)
        wrong += [f"{name}: {line}" for line in (*unreadable(bench, SIZES[0]), *unpressable(bench, 4.03))]
        if name not in WHOLE:
            wrong += [f"{name}: {line}" for line in too_high(bench)]
    assert not wrong, "\n" + "\n".join(wrong)


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("theme", ThemeName)
def test_everything_that_help_is_asked_for_fits_its_tile_in_the_lower_half(
    make_bench: Callable[..., Any], theme: ThemeName, language: Language
) -> None:
    bench = make_bench(theme=theme, language=language)
    bench.screen.bridge.toggle("low")
    items = sorted(each for each in known_ids(language) if each.startswith("request_assistance.item."))
    options = tuple(Button(each, Text(each), "service") for each in items)
    bench.show(Choice(headline=Text("request_assistance.which"), options=options))
    sheets = next(i for i in visible_items(bench.screen.window.contentItem()) if i.property("sheets"))
    wrong: list[str] = []
    for _ in range(sheets.property("sheets")):
        wrong += unreadable(bench, SIZES[0])
        bench.hand.press(render(Text("ui.words.more"), language, Show.MASKED))
        bench.settle()
    assert len(items) > sheets.property("most")
    assert not wrong, "\n" + "\n".join(wrong)


@pytest.mark.parametrize("theme", ThemeName)
def test_what_stands_over_a_page_can_be_pressed_in_the_lower_half(
    make_bench: Callable[..., Any], theme: ThemeName
) -> None:
    bench = make_bench(theme=theme)
    bench.screen.bridge.toggle("low")
    bench.show(PAGES["choice"])
    buttons = (Button("go", literal("工作人员离开")), Button("take_over", literal("结束这次办理")))
    bench.screen.help(HelpCall(literal("没有人接听"), (literal("请拨打"), literal("023-12333")), staff=buttons))
    bench.settle()
    wrong = [*unreadable(bench, SIZES[0]), *too_high(bench)]
    bench.screen.help(None)
    bench.screen.warn(Countdown(18, 30, 9))
    bench.settle()
    wrong += [*unreadable(bench, SIZES[0]), *too_high(bench)]
    assert not wrong, "\n" + "\n".join(wrong)


def too_high(bench: Any) -> Iterator[str]:
    """Controls that begin above the middle of the glass."""
    for item in controls(bench):
        if item.isEnabled() and rectangle(item).top() < LOWER_FROM:
            yield f"{item.property('label')!r} is {rectangle(item).top():.0f} px from the top"


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("theme", ThemeName)
@pytest.mark.parametrize("size", SIZES, ids=lambda size: size.name)
def test_a_level_that_was_chosen_leaves_room_for_its_reasons(
    make_bench: Callable[..., Any], size: Size, theme: ThemeName, language: Language
) -> None:
    bench = make_bench(width=size.width, height=size.height, panel_inches=size.inches, theme=theme, language=language)
    bench.show(PAGES["rate"])
    bench.hand.press(render(Text("ui.rating.level_1"), language, Show.MASKED))
    bench.settle()
    mm = Panel(size.width, size.height, size.inches).px_per_mm
    wrong = [*unreadable(bench, size), *unpressable(bench, mm)]
    assert not wrong, "\n" + "\n".join(wrong)


def unreadable(bench: Any, size: Size) -> Iterator[str]:
    """Texts that are cut off, wider or higher than their box, or over the edge of the glass."""
    glass = QRectF(0, 0, size.width, size.height).adjusted(-_ROUNDING, -_ROUNDING, _ROUNDING, _ROUNDING)
    footer = next(i for i in visible_items(bench.screen.window.contentItem()) if i.property("objectName") == "page")
    room = rectangle(footer).adjusted(-size.width, -size.height, size.width, _ROUNDING)
    for item in texts(bench):
        words, box = item.property("text"), clipped(item)
        if item.property("truncated"):
            yield f"{words!r} is cut off"
        if item.property("contentWidth") > item.width() + _ROUNDING:
            yield f"{words!r} is wider than its box"
        if not glass.contains(box):
            yield f"{words!r} is over the edge"
        if footer.isAncestorOf(item) and not room.contains(box):
            yield f"{words!r} runs into the footer"
        holder = control_of(item)
        if holder is not None and not rectangle(holder).adjusted(-2, -2, 2, 2).contains(rectangle(item)):
            yield f"{words!r} is larger than its control"


def control_of(item: Any) -> Any:
    while item is not None and item.property("began") is None:
        item = item.parentItem()
    return item


def unpressable(bench: Any, mm: float) -> Iterator[str]:
    """Controls lower than 20 mm, or closer than 4 mm to another; keys of the keyboard 15 and 2."""
    found = [(str(item.property("label")), rectangle(item), bool(item.property("fine"))) for item in controls(bench)]
    for label, box, fine in found:
        if box.height() < (15 if fine else 20) * mm - _ROUNDING:
            yield f"{label!r} is {box.height() / mm:.1f} mm high"
    for (one, first, fine), (other, second, fine_too) in combinations(found, 2):
        half = (1 if fine and fine_too else 2) * mm - 1
        if first.adjusted(-half, -half, half, half).intersects(second.adjusted(-half, -half, half, half)):
            yield f"{one!r} and {other!r} are too close"
