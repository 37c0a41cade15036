"""启用: a sealed card gets its holder's own PIN, and is active once the bureau has heard of it."""

import pytest
from at_the_chip import NEW, confirmed, gone, identified_with_card, new_pin_chosen, typed
from world import World

from ui.pages import Confirm, Outcome, PinPad, PresentCard, Result

INITIAL = "123456"
SEALED, NORMAL = "0", "1"


async def to_new_pin(world: World, key: str = "xin", initial: str = INITIAL) -> None:
    await identified_with_card(world, "activate", key)
    await typed(world, "activate.initial", initial)
    await confirmed(world)
    await world.on(PinPad)


async def to_result(world: World) -> Result:
    await to_new_pin(world)
    await new_pin_chosen(world, "activate")
    return await world.on(Result)


@pytest.mark.parametrize("key", ["xin", "lingka"])
def test_a_sealed_card_gets_its_holders_pin_and_works(world: World, key: str) -> None:
    async def scene() -> None:
        await to_new_pin(world, key)
        await new_pin_chosen(world, "activate")
        result = await world.on(Result)
        assert result.outcome is Outcome.DONE
        assert any("到银行激活" in world.words(row.value) for row in result.rows)
        await world.press("print")
        await world.until(lambda page: isinstance(page, Result) and page.picture is not None)
        await gone(world)

    world.play(scene())
    assert world.application_state(key) == NORMAL
    assert world.chip_pin(key) == NEW
    assert world.marks() == ["changed"]


def test_the_initial_pin_is_no_new_one(world: World) -> None:
    async def scene() -> None:
        await to_new_pin(world)
        await typed(world, "activate.new", INITIAL)
        page = await world.until(lambda page: isinstance(page, PinPad) and page.trouble is not None)
        assert "不能与原密码相同" in world.words(page.trouble)
        await world.act("leave")
        await gone(world)

    world.play(scene())
    assert world.application_state("xin") == SEALED


def test_a_wrong_initial_pin_is_told_with_the_tries_that_are_left(world: World) -> None:
    async def scene() -> None:
        await identified_with_card(world, "activate", "xin")
        await typed(world, "activate.initial", "112233")
        page = await world.until(lambda page: isinstance(page, PinPad) and page.trouble is not None)
        assert "还可以输入 5 次" in world.words(page.trouble)
        await typed(world, "activate.initial", INITIAL)
        await world.on(Confirm)
        await world.act("leave")
        await gone(world)

    world.play(scene())


def test_who_does_not_know_the_initial_pin_has_it_set_by_the_hsm(world: World) -> None:
    async def scene() -> None:
        await identified_with_card(world, "activate", "xin")
        await world.on(PinPad)
        await world.press("not_known")
        await confirmed(world)
        await new_pin_chosen(world, "activate")
        assert (await world.on(Result)).outcome is Outcome.DONE
        await gone(world)

    world.play(scene())
    assert (world.application_state("xin"), world.chip_pin("xin")) == (NORMAL, NEW)


@pytest.mark.parametrize(
    ("key", "words"), [("zhang", "已经启用"), ("suo", "已锁定"), ("li", "已挂失"), ("zhuxiao", "已注销")]
)
def test_a_card_in_another_state_is_refused_before_any_pin(world: World, key: str, words: str) -> None:
    async def scene() -> None:
        await identified_with_card(world, "activate", key)
        result = await world.on(Result)
        assert result.outcome is Outcome.REFUSED
        assert words in world.words(result.headline)
        await gone(world)

    world.play(scene())


def test_what_the_bureau_has_not_heard_is_not_called_done(world: World) -> None:
    async def scene() -> None:
        await to_new_pin(world)
        await typed(world, "activate.new", NEW)
        world.slot.chip("xin").transmit = _then(world.slot.chip("xin").transmit, world.backend.stop)
        await typed(world, "activate.again", NEW)
        result = await world.on(Result)
        assert result.outcome is Outcome.UNKNOWN
        assert world.application_state("xin") == SEALED
        world.backend.start()
        await gone(world)
        await world.settled()
        standings = await world.around.operations.journal.call(lambda book: [each.standing for each in book.today()])
        assert [standing.value for standing in standings] == ["done"]

    world.play(scene())
    assert (world.application_state("xin"), world.chip_pin("xin")) == (NORMAL, NEW)


def _then(transmit, act):
    def transmitted(apdu: bytes) -> bytes:
        answer = transmit(apdu)
        if apdu[:2] == b"\x80\x5e":
            act()
        return answer

    return transmitted


@pytest.mark.parametrize("acted", [True, False], ids=["after the chip acted", "before the chip acted"])
def test_a_card_pulled_in_the_middle_is_asked_for_again_and_found_out(world: World, acted: bool) -> None:
    async def scene() -> None:
        await to_new_pin(world)
        world.pull_at_pin_change(after_acting=acted)
        await new_pin_chosen(world, "activate")
        await world.until(lambda page: isinstance(page, PresentCard) and page.trouble is not None)
        world.slot.pull()
        await world.insert("xin")
        assert (await world.on(Result)).outcome is (Outcome.DONE if acted else Outcome.FAILED)
        await gone(world)

    world.play(scene())
    assert world.application_state("xin") == (NORMAL if acted else SEALED)
    assert world.chip_pin("xin") == (NEW if acted else INITIAL)


def test_an_activation_whose_end_nobody_heard_is_found_out_the_next_time(world: World) -> None:
    async def scene() -> None:
        await to_new_pin(world)
        world.pull_at_pin_change(after_acting=True)
        await new_pin_chosen(world, "activate")
        await world.until(lambda page: isinstance(page, PresentCard) and page.trouble is not None)
        world.slot.pull()
        await world.act("leave")
        world.lift()
        assert world.application_state("xin") == SEALED
        world.backend.command("clock", "+2m")
        await identified_with_card(world, "activate", "xin")
        await typed(world, "activate.initial", NEW)
        await typed(world, "open_mark.type_new", NEW)
        result = await world.on(Result)
        assert result.outcome is Outcome.DONE
        await gone(world)
        await world.settled()

    world.play(scene())
    assert world.application_state("xin") == NORMAL
    assert world.marks() == ["changed"]
