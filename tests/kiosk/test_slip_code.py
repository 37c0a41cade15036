"""A slip that is scanned instead of printed: its own words, masked, in one code that a telephone reads."""

import re

import pytest
from at_the_bureau import FORMAL, LOCK, done, gone
from world import World

from devices.slip import Feed, Line, Qr, Row, Rule, Slip
from kiosk.qr import squares
from kiosk.slip_code import MOST_BYTES, fits, words_of
from ui.pages import Outcome, Picture, Rate, Record, Result
from ui.record_pages import ScanCode

EVERY_KIND = Slip((Line("标题", bold=True), Rule(), Row("姓名", "张*"), Feed(), Qr("A01-4UA223"), Line("请保管")))
LARGEST_SIDE = 121
"""Squares of version 26: on the least panel each is half a millimetre or more."""


def test_the_code_holds_the_slips_words_and_nothing_that_only_paper_needs() -> None:
    assert words_of(EVERY_KIND) == "标题\n姓名: 张*\n请保管"


def test_a_slip_that_is_too_long_for_one_code_is_only_printed() -> None:
    longest = Slip((Line("字" * (MOST_BYTES // 3)),))
    assert fits(longest)
    assert len(squares(words_of(longest), dense=True)) <= LARGEST_SIDE
    assert not fits(Slip((Line("字" * (MOST_BYTES // 3 + 1)),)))


async def code_of(world: World) -> ScanCode:
    await world.press("take_away")
    return await world.on(ScanCode)


@pytest.mark.parametrize("way", [LOCK, FORMAL], ids=str)
def test_after_an_operation_the_slip_can_be_scanned_and_holds_nobody_s_whole_number(
    world: World, way: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []

    def kept(words: str, *, dense: bool = False) -> tuple[str, ...]:
        said.append(words)
        return squares(words, dense=dense)

    monkeypatch.setattr("kiosk.slip_code.squares", kept)

    async def scene() -> None:
        result = await done(world, way)  # pyright: ignore[reportArgumentType]
        page = await code_of(world)
        assert len(page.rows) <= LARGEST_SIDE
        assert result.reference in said[0]
        assert re.search(r"\d{15}", said[0]) is None
        assert "张*" in said[0]
        await world.press("done")
        again = await world.on(Result)
        assert again.picture is None
        assert [button.key for button in again.buttons] == ["print", "take_away"]
        await world.press("finish")
        await gone(world)

    world.play(scene())


def test_where_there_is_no_paper_the_slip_is_scanned(world: World) -> None:
    async def scene() -> None:
        await done(world, LOCK)
        world.printer.command("fault", "paper-out-midway")
        await world.press("print")
        failed = await world.until(lambda page: isinstance(page, Result) and len(page.what_now) > 1)
        assert isinstance(failed, Result)
        assert failed.picture is not Picture.TAKE_SLIP, "there is nothing to take"
        assert "take_away" in [button.key for button in failed.buttons]
        await code_of(world)
        await world.press("done")
        await world.on(Result)
        await world.press("finish")
        await gone(world)

    world.play(scene())


def test_what_was_printed_is_not_offered_once_more_as_a_code(world: World) -> None:
    async def scene() -> None:
        await done(world, LOCK)
        await world.press("print")
        printed = await world.until(lambda page: isinstance(page, Result) and page.picture is Picture.TAKE_SLIP)
        assert isinstance(printed, Result)
        assert [button.key for button in printed.buttons] == ["print"]
        await world.act("leave")
        await gone(world)

    world.play(scene())


def test_the_state_of_a_card_can_be_scanned_too_and_then_looked_at_again(world: World) -> None:
    async def scene() -> None:
        await world.record_by_id_card("zhang")
        page = await code_of(world)
        assert page.sensitive
        await world.press("done")
        await world.on(Record)
        await world.act("leave")
        await gone(world)

    world.play(scene())


def test_a_slip_on_the_telephone_is_something_that_was_done(world: World) -> None:
    async def scene() -> None:
        await world.record_by_id_card("zhang")
        world.printer.command("fault", "paper-out-midway")
        await world.press("print")
        result = await world.until(lambda page: isinstance(page, Result))
        assert isinstance(result, Result)
        assert result.outcome is Outcome.FAILED
        await code_of(world)
        await world.press("done")
        await world.on(Record)
        await world.act("leave")
        await gone(world)
        assert not any(isinstance(shown, Rate) for shown in world.front.shown), "whoever leaves is not asked"

    world.play(scene(), rating={"ask": True})
