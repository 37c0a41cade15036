"""密码解锁: tries used up, PIN remembered; the chip lets it be tried again, and nothing else changes."""

import pytest
from at_the_chip import confirmed, gone, identified_with_card, tries_left
from world import World

from ui.pages import Confirm, Outcome, PresentCard, Result

PIN = "830476"


async def to_result(world: World, key: str = "locked") -> Result:
    await identified_with_card(world, "unblock_pin", key)
    await confirmed(world)
    return await world.on(Result)


def test_the_pin_is_the_same_and_has_all_its_tries(world: World) -> None:
    async def scene() -> None:
        result = await to_result(world)
        assert result.outcome is Outcome.DONE
        assert world.words(result.headline) == "密码已解锁，请使用原来的密码"
        await gone(world)

    world.play(scene())
    assert (world.chip_pin("locked"), tries_left(world, "locked")) == (PIN, 6)
    assert world.marks() == ["changed"]


def test_it_is_told_apart_from_the_lock_of_the_social_security_function(world: World) -> None:
    async def scene() -> None:
        home = await world.home()
        titles = [world.words(tile.label) for tile in home.everything]
        assert {"密码解锁", "社保功能解锁"} <= set(titles)
        await world.press("unblock_pin")
        world.lay("locked")
        await world.on(PresentCard)
        await world.act("leave")
        world.lift()

    world.play(scene())


def test_the_confirmation_names_both_other_ways(world: World) -> None:
    async def scene() -> None:
        await identified_with_card(world, "unblock_pin", "locked")
        page = await world.on(Confirm)
        assert "重置密码" in world.words(page.note)
        assert "社保功能解锁" in world.words(page.note)
        await world.act("leave")
        await gone(world)

    world.play(scene())
    assert tries_left(world, "locked") == 0


@pytest.mark.parametrize(("key", "words"), [("zhang", "没有锁定"), ("nopin", "还没有设置密码")])
def test_a_pin_that_is_not_locked_is_left_as_it_is_and_the_way_on_is_offered(
    world: World, key: str, words: str
) -> None:
    async def scene() -> None:
        await identified_with_card(world, "unblock_pin", key)
        result = await world.on(Result)
        assert words in world.words(result.headline)
        assert result.main is not None
        assert result.main.key == "reset_pin"
        await gone(world)

    world.play(scene())
    assert world.events("operation.started") == []


def test_from_a_pin_that_is_not_locked_one_goes_on_to_its_reset_without_identifying_again(world: World) -> None:
    async def scene() -> None:
        await identified_with_card(world, "unblock_pin", "zhang")
        await world.on(Result)
        await world.press("reset_pin")
        assert (await world.on(Confirm)).headline.id == "reset_pin.confirm"
        await world.act("leave")
        await gone(world)

    world.play(scene())


async def torn(world: World, *, acted: bool) -> None:
    """The card is pulled before it answers, having acted or not, and is asked for again."""
    await identified_with_card(world, "unblock_pin", "locked")
    world.pull_at_pin_change(after_acting=acted)
    await confirmed(world)
    await world.until(lambda page: isinstance(page, PresentCard) and page.trouble is not None)
    world.slot.pull()


async def left_open(world: World) -> None:
    """The chip has unblocked its PIN, its holder has gone, and nobody has told the bureau."""
    await torn(world, acted=True)
    await world.act("leave")
    world.lift()
    assert world.marks() == ["open"]
    world.backend.command("clock", "+2m")


@pytest.mark.parametrize("acted", [True, False], ids=["after the chip acted", "before the chip acted"])
def test_a_card_pulled_in_the_middle_shows_by_its_counter_how_it_ended(world: World, acted: bool) -> None:
    async def scene() -> None:
        await torn(world, acted=acted)
        await world.insert("locked")
        assert (await world.on(Result)).outcome is (Outcome.DONE if acted else Outcome.FAILED)
        await gone(world)

    world.play(scene())
    assert (tries_left(world, "locked") == 6) is acted
    assert world.chip_pin("locked") == PIN
    assert world.marks() == ["changed" if acted else "unchanged"]


def test_an_unblocking_whose_end_nobody_heard_is_heard_when_the_card_comes_again(world: World) -> None:
    async def scene() -> None:
        await left_open(world)
        await identified_with_card(world, "unblock_pin", "locked")
        assert "没有锁定" in world.words((await world.on(Result)).headline)
        await gone(world)
        await world.settled()

    world.play(scene())
    assert world.marks() == ["changed"]


def test_an_unblocking_that_cannot_be_told_now_is_no_pin_change_in_words(world: World) -> None:
    async def scene() -> None:
        await left_open(world)
        world.backend.command("fault", "operations:hang-up")
        await identified_with_card(world, "unblock_pin", "locked")
        assert (await world.on(Result)).code == "silent"
        world.backend.command("fault", "none")
        await gone(world)

    world.play(scene())


def test_without_the_hsm_it_stays_locked_and_it_is_said_so(world: World) -> None:
    async def scene() -> None:
        await identified_with_card(world, "unblock_pin", "locked")
        world.backend.command("fault", "hsm-down")
        await confirmed(world)
        result = await world.on(Result)
        assert result.outcome is Outcome.FAILED
        assert "仍是锁定" in world.words(result.headline)
        world.backend.command("fault", "none")
        await gone(world)

    world.play(scene())
    assert tries_left(world, "locked") == 0
