"""What holds between the screen and the stage over many pages: one tap one answer, nothing moves, nothing grows."""

import asyncio
import gc
import sys
from dataclasses import replace
from time import process_time
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtTest import QTest

from texts import Language, Text, render
from ui.hand import visible_items
from ui.pages import Choice
from ui.specimens import pages
from ui.stage import Stage

PAGES = pages()
MOVES_BY_NATURE = {"working", "working_long"}


def test_a_double_tap_never_answers_the_next_page(bench: Any) -> None:
    loop = asyncio.new_event_loop()
    stage = Stage(bench.screen, bench.clock)
    bench.screen.attach(stage, lambda callback: callback())

    def turn() -> None:
        for _ in range(5):
            loop.run_until_complete(asyncio.sleep(0))
            bench.settle()

    first = loop.create_task(stage.ask(PAGES["choice"]))
    turn()
    bench.clock.time += 0.5
    bench.hand.press("社保卡")
    turn()
    assert first.result() == "card"
    second = loop.create_task(stage.ask(PAGES["choice_long"]))
    turn()
    place = bench.hand._middle(bench.hand._control("value", None) or bench.screen.window.contentItem())
    bench.hand._touch(place, lift=True)
    tile = next(i for i in visible_items(bench.screen.window.contentItem()) if "011" in str(i.property("label") or ""))
    bench.hand._touch(bench.hand._middle(tile), lift=True)
    turn()
    assert not second.done()
    bench.until(lambda: bench.screen.bridge.guard.opens_at is not None)
    bench.clock.time += 0.5
    bench.hand._touch(bench.hand._middle(tile), lift=True)
    turn()
    assert second.result() == "1"
    loop.close()


def test_home_may_say_something_new_under_a_finger(bench: Any) -> None:
    loop = asyncio.new_event_loop()
    stage = Stage(bench.screen, bench.clock)
    bench.screen.attach(stage, lambda callback: callback())

    def turn() -> None:
        loop.run_until_complete(asyncio.sleep(0))
        bench.settle()

    home = PAGES["home_groups"]
    asking = loop.create_task(stage.ask(home))
    turn()
    bench.hand.press("全部事项")
    group = home.groups[0]
    bench.hand.press(render(group.title, Language.ZH_CN))
    turn()
    label = render(group.buttons[0].label, Language.ZH_CN)
    at = bench.hand._middle(bench.hand._control("label", label))
    bench.hand._touch(at, lift=False)
    stage.renew(replace(home, tiles=home.tiles[1:]))
    turn()
    bench.hand.let_go()
    turn()
    assert asking.result() == group.buttons[0].key
    loop.close()


def test_what_a_finger_has_come_down_on_stays_under_it(bench: Any) -> None:
    home = replace(PAGES["home"], notices=())
    bench.show(home)
    tile, label = home.tiles[0], render(home.tiles[0].label, Language.ZH_CN)

    def place() -> Any:
        return bench.hand._middle(bench.hand._control("label", label))

    before = place()
    bench.hand.hold(label)
    bench.screen.show(bench.serial, replace(home, notices=(Text("terminal.paused"),) * 2), None)
    bench.settle()
    assert place() == before
    bench.hand.let_go()
    assert [action.value for action in bench.core.actions] == [tile.key]
    bench.until(lambda: place() != before)


def test_what_changed_under_a_finger_is_not_drawn_over_the_next_page(bench: Any) -> None:
    bench.show(PAGES["choice"])
    bench.hand.hold("社保卡")
    bench.screen.show(bench.serial, replace(PAGES["choice"], headline=Text("terminal.paused")), None)
    bench.show(PAGES["notice"])
    drawn: list[bool] = []
    bench.screen.bridge.drawn.connect(lambda *_: drawn.append(True))
    bench.hand.let_go()
    bench.settle()
    assert not drawn


def test_nothing_moves_on_a_page_at_rest(bench: Any) -> None:
    bench.until(lambda: bench.screen.window.property("warm"))
    frames: list[bool] = []
    bench.screen.window.frameSwapped.connect(lambda: frames.append(True))

    def rests() -> bool:
        frames.clear()
        QTest.qWait(20)
        return not frames

    for name, page in PAGES.items():
        bench.show(page)
        assert name in MOVES_BY_NATURE or any(rests() for _ in range(10)), name


def test_the_screen_does_not_grow_over_many_pages(bench: Any) -> None:
    kinds = list(PAGES.values())

    def children() -> int:
        return len(bench.screen.window.findChildren(QObject))

    for page in kinds * 2:
        bench.put_up(page)
    before = children()
    for page in kinds * 3:
        bench.put_up(page)
    assert children() == before


def test_the_binding_gives_back_no_more_than_it_took(bench: Any) -> None:
    """A binding built for a newer Python releases None and True with each call, until the process aborts."""

    class Source(QObject):
        happened = Signal(object)

    source = Source()
    gc.collect()
    gc.disable()
    before = sys.getrefcount(None), sys.getrefcount(True)
    for _ in range(3_000):
        source.happened.emit(None)
        source.property("missing")
    after = sys.getrefcount(None), sys.getrefcount(True)
    gc.enable()
    assert after[0] > before[0] - 1_500
    assert after[1] > before[1] - 1_500


def test_a_page_may_say_what_was_answered_before(bench: Any) -> None:
    bench.show(PAGES["choice"], previous="id_card")
    chosen = [i.property("label") for i in visible_items(bench.screen.window.contentItem()) if i.property("chosen")]
    assert chosen == ["身份证"]
    bench.show(Choice(headline=PAGES["choice"].headline))
    assert not any(i.property("chosen") for i in visible_items(bench.screen.window.contentItem()))


def test_two_thousand_page_changes_leave_nothing_behind(bench: Any) -> None:
    """Objects are counted: of QML's items none more, of Python's no more than the machinery of the test itself."""
    bench.until(lambda: bench.screen.window.property("warm"))
    changing = [PAGES[name] for name in ("home_groups", "notice", "pin", "record", "confirm", "keypad_code", "rate")]

    def turn(times: int) -> tuple[int, int]:
        for place in range(times):
            bench.screen.bridge.show_at_once(changing[place % len(changing)])
        bench.settle()
        gc.collect()
        return len(bench.screen.window.findChildren(QObject)), len(gc.get_objects())

    turn(len(changing) * 3)
    items, objects = turn(len(changing) * 3)
    after = turn(2_000)
    assert after[0] == items
    assert after[1] < objects + 200


def test_a_page_at_rest_leaves_the_processor_alone(bench: Any) -> None:
    bench.until(lambda: bench.screen.window.property("warm"))
    bench.show(PAGES["home_groups"])
    QTest.qWait(30)
    before = process_time()
    QTest.qWait(200)
    assert process_time() - before < 0.02


def test_the_core_hears_when_voice_begins_and_ends(bench: Any) -> None:
    for speaks in (True, False):
        bench.screen.bridge.voice.spoke.emit(speaks)
        assert bench.core.speaks is speaks
