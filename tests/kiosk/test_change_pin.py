"""密码修改 with the old PIN known: the chip between two words with the bureau, and a card pulled in the middle."""

from typing import Any
from unittest.mock import patch

import pytest
from world import World

from kiosk.journal import Journal, JournalUnwritable, Operation
from ui.pages import Outcome, PinPad, PresentCard, Result, Standby, TakeBack

OLD, NEW = "120119", "704926"


async def to_new_pin(world: World) -> None:
    await world.home()
    await world.press("change_pin")
    await world.on(PresentCard)
    await world.insert("zhang")
    await world.enter_pin(OLD)
    await world.until(lambda page: isinstance(page, PinPad) and world.words(page.headline) == "请输入新密码")


async def choose(world: World, new: str, again: str | None = None) -> None:
    await world.enter_pin(new)
    await world.until(lambda page: isinstance(page, PinPad) and world.words(page.headline) == "请再次输入新密码")
    await world.enter_pin(again or new)


async def torn(world: World, *, after_acting: bool) -> PresentCard:
    """The card is pulled before it answers, having acted or not; it is asked for again."""
    await to_new_pin(world)
    world.pull_at_pin_change(after_acting=after_acting)
    await choose(world, NEW)
    page = await world.until(lambda page: isinstance(page, PresentCard) and page.trouble is not None)
    assert isinstance(page, PresentCard)
    return page


def marks(world: World) -> list[str]:
    """How the bureau's marks stand."""
    return world.marks()


def test_the_chip_has_the_new_pin_and_the_bureau_knows(world: World) -> None:
    async def scene() -> None:
        await to_new_pin(world)
        await choose(world, NEW)
        result = await world.on(Result)
        assert result.outcome is Outcome.DONE
        assert world.words(result.headline) == "密码已修改，请使用新密码"
        await world.pull()

    world.play(scene())
    assert world.chip_pin("zhang") == NEW
    assert marks(world) == ["changed"]


def test_the_old_pin_again_is_not_a_new_one(world: World) -> None:
    async def scene() -> None:
        await to_new_pin(world)
        await world.enter_pin(OLD)
        page = await world.until(lambda page: isinstance(page, PinPad) and page.trouble is not None)
        assert "不能与原密码相同" in world.words(page.trouble)
        await world.pull()

    world.play(scene())
    assert world.chip_pin("zhang") == OLD


def test_two_different_new_pins_are_asked_for_again(world: World) -> None:
    async def scene() -> None:
        await to_new_pin(world)
        await choose(world, NEW, "112358")
        page = await world.until(lambda page: isinstance(page, PinPad) and page.trouble is not None)
        assert "不一样" in world.words(page.trouble)
        await choose(world, NEW)
        await world.on(Result)
        await world.pull()

    world.play(scene())
    assert world.chip_pin("zhang") == NEW


@pytest.mark.parametrize("key", ["xin", "suo", "li", "zhao"])
def test_a_card_whose_state_forbids_it_is_refused_before_a_new_pin_is_asked_for(world: World, key: str) -> None:
    async def scene() -> None:
        await world.home()
        await world.press("change_pin")
        await world.on(PresentCard)
        await world.insert(key)
        await world.enter_pin(world.people[key].cards[0].chip.pin)
        result = await world.on(Result)
        assert result.outcome is Outcome.REFUSED
        await world.pull()

    world.play(scene())


def test_an_unreachable_bureau_leaves_the_chip_untouched(world: World) -> None:
    async def scene() -> None:
        await to_new_pin(world)
        world.backend.command("fault", "down")
        await choose(world, NEW)
        result = await world.on(Result)
        assert world.words(result.headline) == "密码没有修改，请继续使用原密码"
        world.backend.command("fault", "none")
        await world.pull()

    world.play(scene())
    assert world.chip_pin("zhang") == OLD
    assert marks(world) == []


@pytest.mark.parametrize("fault", ["operations:hang-up", "operations:error500", "operations:garbage"])
def test_a_lost_answer_to_the_mark_is_found_out_before_the_chip_is_touched(world: World, fault: str) -> None:
    async def scene() -> None:
        await to_new_pin(world)
        world.backend.command("fault", fault)
        await choose(world, NEW)
        await world.on(Result)
        world.backend.command("fault", "none")
        await world.pull()
        await world.settled()

    world.play(scene())
    assert world.chip_pin("zhang") == NEW
    assert marks(world) == ["changed"]


def test_while_nobody_knows_of_the_mark_the_pin_is_said_to_be_the_old_one(world: World) -> None:
    async def scene() -> None:
        await to_new_pin(world)
        world.backend.command("fault", "hang-up")
        await choose(world, NEW)
        result = await world.on(Result)
        assert (result.outcome, world.words(result.headline)) == (Outcome.UNKNOWN, "结果待确认")
        assert "密码还是原来的" in world.words(result.what_now[0])
        assert result.reference
        world.backend.command("fault", "none")
        await world.pull()
        await world.settled()

    world.play(scene())
    assert world.chip_pin("zhang") == OLD


@pytest.mark.parametrize("answered", [True, False], ids=["after the chip acted", "before the chip acted"])
def test_a_card_pulled_before_its_answer_is_asked_for_again_and_found_out(world: World, answered: bool) -> None:
    async def scene() -> None:
        page = await torn(world, after_acting=answered)
        assert "同一张卡" in world.words(page.trouble)
        world.slot.pull()
        await world.insert("zhang")
        result = await world.on(Result)
        assert result.outcome is (Outcome.DONE if answered else Outcome.FAILED)
        await world.pull()

    world.play(scene())
    assert world.chip_pin("zhang") == (NEW if answered else OLD)
    assert marks(world) == ["changed" if answered else "unchanged"]


@pytest.mark.parametrize(
    ("half", "chip", "outcome"), [(1, OLD, Outcome.FAILED), (2, NEW, Outcome.UNKNOWN)], ids=["bureau", "chip"]
)
def test_a_half_that_could_not_be_written_down_leaves_open_what_only_the_chip_knows(
    world: World, half: int, chip: str, outcome: Outcome
) -> None:
    confirmed = Journal.confirmed

    def unwritable(journal: Journal, key: str, *answer: Any) -> Operation:
        if key.endswith(f"-{half}"):
            raise JournalUnwritable("disk full")
        return confirmed(journal, key, *answer)

    async def scene() -> None:
        await to_new_pin(world)
        with patch.object(Journal, "confirmed", unwritable):
            await choose(world, NEW)
            result = await world.on(Result)
        assert (result.outcome, bool(result.reference)) == (outcome, outcome is Outcome.UNKNOWN)
        assert "密码还是原来的" not in world.words(result.what_now[0])
        await world.pull()

    world.play(scene())
    assert world.chip_pin("zhang") == chip


def test_a_failure_while_it_is_found_out_does_not_say_that_nothing_has_happened(world: World) -> None:
    async def scene() -> None:
        await torn(world, after_acting=True)
        world.backend.command("fault", "down")
        world.slot.pull()
        await world.insert("zhang")
        result = await world.on(Result)
        assert result.outcome is Outcome.UNKNOWN
        assert "还不知道卡片里是新密码还是原密码" in world.words(result.what_now[0])
        assert result.reference
        assert result.main
        assert world.words(result.main.label) == "退出，再插一次卡"
        world.backend.command("fault", "none")
        await world.press("finish")
        await world.on(TakeBack)
        await world.pull()

    world.play(scene())
    assert world.chip_pin("zhang") == NEW


def test_a_card_that_does_not_come_back_is_asked_the_next_time(world: World) -> None:
    async def scene() -> None:
        await torn(world, after_acting=True)
        world.slot.pull()
        await world.act("leave")
        await world.on(Standby)
        assert marks(world) == ["open"]
        await world.home()
        await world.press("change_pin")
        await world.on(PresentCard)
        await world.insert("zhang")
        await world.enter_pin(NEW)
        await world.until(lambda page: isinstance(page, PinPad) and "上次" in world.words(page.headline))
        await world.enter_pin(NEW)
        await world.until(lambda page: isinstance(page, PinPad) and world.words(page.headline) == "请输入新密码")
        assert marks(world) == ["changed"]
        await world.act("leave")
        await world.pull()
        await world.settled()

    world.play(scene())


def test_a_change_that_never_reached_the_chip_is_found_out_without_spending_a_try(world: World) -> None:
    async def scene() -> None:
        await torn(world, after_acting=False)
        world.slot.pull()
        await world.act("leave")
        await world.home()
        await world.press("change_pin")
        await world.on(PresentCard)
        await world.insert("zhang")
        await world.enter_pin(OLD)
        await world.until(lambda page: isinstance(page, PinPad) and "上次" in world.words(page.headline))
        tries = world.slot.chip("zhang").memory.tries_left
        for typed in ("111222", NEW):
            await world.enter_pin(typed)
            await world.until(lambda page: isinstance(page, PinPad) and page.trouble is not None)
        await world.enter_pin(NEW)
        await world.until(lambda page: isinstance(page, PinPad) and world.words(page.headline) == "请输入新密码")
        assert world.slot.chip("zhang").memory.tries_left == tries
        assert marks(world) == ["unchanged"]
        await world.act("leave")
        await world.pull()
        await world.settled()

    world.play(scene())
    assert world.chip_pin("zhang") == OLD


def test_no_pin_is_in_any_file(world: World) -> None:
    async def scene() -> None:
        await to_new_pin(world)
        await choose(world, NEW)
        await world.on(Result)
        await world.pull()

    world.play(scene())
    for file in (world.folder / "log", world.folder / "journal"):
        for path in file.rglob("*"):
            content = path.read_bytes()
            assert OLD.encode() not in content
            assert NEW.encode() not in content
