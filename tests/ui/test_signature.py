"""The page that is signed: strokes by touch, nothing before the guard, and points that make a name."""

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest

from texts import literal
from ui.hand import NothingToTouchError, visible_items
from ui.pages import INK_HEIGHT, INK_WIDTH, MOST_POINTS, Signature, Signed, UnknownActionError, signed
from ui.specimens import pages
from ui.specimens_signing import WRITTEN

PAGE = pages()["signature"]
DONE, CLEAR = "签好了，提交", "重写"
SWING = [(100, 100), (300, 200), (500, 120), (700, 300)]


def field(bench: Any) -> Any:
    items = visible_items(bench.screen.window.contentItem())
    return next(item for item in items if item.objectName() == "ink")


def draw(bench: Any, units: list[tuple[int, int]]) -> None:
    """One stroke of a finger, through points in units of ink."""
    window, glass, paper = bench.screen.window, bench.hand._glass, field(bench)
    unit = paper.width() / INK_WIDTH
    points: list[QPoint] = [paper.mapToScene(QPointF(x * unit, y * unit)).toPoint() for x, y in units]
    QTest.touchEvent(window, glass).press(0, points[0], window).commit()
    for at in points[1:]:
        QTest.touchEvent(window, glass).move(0, at, window).commit()
        bench.settle()
    QTest.touchEvent(window, glass).release(0, points[-1], window).commit()
    bench.settle()


def test_a_signature_comes_back_as_the_points_that_the_finger_went_through(bench: Any) -> None:
    bench.show(PAGE)
    draw(bench, SWING)
    draw(bench, [(600, 60), (620, 360)])
    bench.hand.press(DONE)
    answer = PAGE.answer(bench.core.actions[-1].name, bench.core.actions[-1].value)
    assert isinstance(answer, Signed)
    assert [len(stroke) for stroke in answer.strokes] == [4, 2]
    for (x, y), (wanted_x, wanted_y) in zip(answer.strokes[0], SWING, strict=True):
        assert abs(x - wanted_x) <= 2
        assert abs(y - wanted_y) <= 2


def test_a_slip_of_the_finger_is_no_signature(bench: Any) -> None:
    bench.show(PAGE)
    draw(bench, [(100, 100), (110, 104)])
    with pytest.raises(NothingToTouchError):
        bench.hand.press(DONE, patience=0.02)


def test_clearing_begins_anew(bench: Any) -> None:
    bench.show(PAGE)
    draw(bench, SWING)
    bench.hand.press(CLEAR)
    bench.settle()
    assert bench.screen.window.property("entered") == ""
    with pytest.raises(NothingToTouchError):
        bench.hand.press(DONE, patience=0.02)


def test_a_finger_that_was_down_before_the_page_writes_nothing(bench: Any) -> None:
    bench.put_up(PAGE)
    draw(bench, SWING)
    bench.clock.time += 0.5
    assert bench.screen.window.property("entered") == ""


def test_what_leaves_the_field_stays_on_its_edge(bench: Any) -> None:
    bench.show(PAGE)
    draw(bench, [(500, 200), (500, INK_HEIGHT + 60), (300, 200)])
    bench.hand.press(DONE)
    answer = PAGE.answer("sign", bench.core.actions[-1].value)
    assert isinstance(answer, Signed)
    assert max(y for stroke in answer.strokes for _, y in stroke) == INK_HEIGHT


def test_after_back_the_signature_is_there_again(bench: Any) -> None:
    bench.show(PAGE, previous=signed(WRITTEN))
    assert bench.screen.window.property("entered") == WRITTEN
    bench.hand.press(DONE)
    assert bench.core.actions[-1].value == WRITTEN


def test_the_next_page_and_the_next_resident_find_nothing(bench: Any) -> None:
    bench.show(PAGE)
    draw(bench, SWING)
    bench.screen.reset()
    bench.settle()
    bench.show(PAGE)
    assert bench.screen.window.property("entered") == ""


def test_who_cannot_write_has_another_way(bench: Any) -> None:
    bench.show(PAGE)
    bench.hand.press("不方便签名")
    assert PAGE.answer("press", bench.core.actions[-1].value) == "counter"


def test_points_stand_in_no_representation() -> None:
    assert "196" not in repr(signed(WRITTEN))
    assert signed(WRITTEN).written == WRITTEN


@pytest.mark.parametrize(
    "written",
    [
        "",
        "1,1",
        "0,0 10,10",
        f"0,0 {INK_WIDTH + 1},0",
        f"0,0 0,{INK_HEIGHT + 1}",
        "0,0 -5,200",
        "0,0 1e3,200",
        "0,0 ５００,200",
        "0,0 500,200,3",
        "0,0 500",
        ";".join(["0,0 900,0"] * 101),
        " ".join(["0,0", "900,0"] * MOST_POINTS),
    ],
)
def test_what_is_no_signature_is_none(written: str) -> None:
    page = Signature(headline=literal("x"), signs=literal("x"), declaration=literal("x"), proceed=literal("x"))
    with pytest.raises(UnknownActionError):
        page.answer("sign", written)


@pytest.mark.parametrize("size", [(1080, 1920, 21.5), (1280, 1024, 17.0)])
def test_the_field_is_as_wide_for_its_height_on_every_panel(
    make_bench: Callable[..., Any], size: tuple[int, int, float]
) -> None:
    bench = make_bench(width=size[0], height=size[1], panel_inches=size[2])
    bench.show(PAGE)
    paper = field(bench)
    assert abs(paper.width() / paper.height() - INK_WIDTH / INK_HEIGHT) < 0.02


def test_a_hand_that_cannot_reach_the_glass_writes_with_the_arrow_keys(bench: Any) -> None:
    bench.show(PAGE)
    while bench.screen.window.activeFocusItem() is not field(bench):
        QTest.keyClick(bench.screen.window, Qt.Key.Key_Tab)
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Down):
        QTest.keyClick(bench.screen.window, key)
    bench.hand.press(DONE)
    answer = PAGE.answer(bench.core.actions[-1].name, bench.core.actions[-1].value)
    (stroke,) = answer.strokes
    assert [stroke[place][0] - stroke[0][0] for place in range(5)] == [0, 40, 80, 120, 120]
    assert stroke[4][1] - stroke[3][1] == 40


def test_the_arrow_keys_write_nothing_outside_the_field(bench: Any) -> None:
    bench.show(PAGE)
    field(bench).forceActiveFocus()
    for _ in range(30):
        QTest.keyClick(bench.screen.window, Qt.Key.Key_Right)
    bench.hand.press(DONE)
    (stroke,) = PAGE.answer("sign", bench.core.actions[-1].value).strokes
    assert max(x for x, _ in stroke) == INK_WIDTH
