"""解挂: the very card that was lost is put in, and is again what it was before."""

import pytest
from at_the_bureau import (
    FORMAL_LOSS,
    FOUND,
    FOUND_LATE,
    HARDER,
    LOCKED,
    NORMAL,
    PATIENT,
    TEMPORARY_LOSS,
    Way,
    done,
    gone,
    identified,
    refused,
    said,
    to_last_confirmation,
    told,
)
from world import World

from ui.pages import Confirm, Outcome, PresentCard, Result


@pytest.mark.parametrize("way", [FOUND, FOUND_LATE], ids=str)
def test_what_comes_back_is_said_and_that_the_banks_half_does_not(world: World, way: Way) -> None:
    async def scene() -> None:
        assert "不会一起解挂" in said(world, await to_last_confirmation(world, way))
        await world.act("proceed")
        assert "恢复到挂失前的状态" in told(world, await world.on(Result))
        await gone(world)

    world.play(scene(), backend=PATIENT)


@pytest.mark.parametrize("kinds", [("temporary",), ("formal",), ("temporary", "formal")], ids=str)
def test_a_card_that_was_locked_before_its_loss_is_locked_again(world: World, kinds: tuple[str, ...]) -> None:
    async def scene() -> None:
        for kind in kinds:
            confirms = 2 if kind == "formal" else 1
            await done(world, Way("", "report_loss", "suo", LOCKED, "", kind=kind, confirms=confirms))
            await world.act("leave")
            await gone(world)
            world.backend.command("clock", "+2m")
        await done(world, Way("", "withdraw_loss_report", "suo", "", LOCKED, shows_card=True))
        await gone(world)

    world.play(scene(), backend=PATIENT)
    assert world.application_state("suo") == LOCKED


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("zhang", "没有挂失"),
        ("xin", "没有挂失"),
        ("suo", "没有挂失"),
        ("chen", "已申请补换卡"),
        ("zhuxiao", "已注销"),
    ],
)
def test_what_the_state_forbids_is_refused_before_the_card_is_asked_for(world: World, key: str, words: str) -> None:
    async def scene() -> None:
        result = await refused(world, "withdraw_loss_report", key)
        assert result.outcome is Outcome.REFUSED
        assert words in world.words(result.headline)
        world.lift()

    world.play(scene(), backend=PATIENT)
    assert world.events("operation.started") == []


def test_another_card_than_the_lost_one_withdraws_nothing(world: World) -> None:
    async def scene() -> None:
        await identified(world, "withdraw_loss_report", "li")
        await world.on(PresentCard)
        await world.insert("zhang")
        assert (await world.on(Result)).outcome is Outcome.REFUSED
        await gone(world)

    world.play(scene(), backend=PATIENT)
    assert world.application_state("li") == TEMPORARY_LOSS


def test_where_the_city_forbids_it_a_formal_loss_stays_and_a_temporary_one_does_not(world: World) -> None:
    async def scene() -> None:
        world.backend.command("rules", "undo_formal_loss", "off")
        await identified(world, "withdraw_loss_report", "zhao")
        await world.on(PresentCard)
        await world.insert("zhao")
        assert world.words((await world.on(Result)).headline) == "正式挂失后不能解挂"
        await world.act("leave")
        await gone(world)
        assert (await done(world, FOUND)).outcome is Outcome.DONE
        world.lift()

    world.play(scene(), backend=PATIENT)
    assert (world.application_state("zhao"), world.application_state("li")) == (FORMAL_LOSS, NORMAL)


def test_where_the_city_forbids_it_the_formal_loss_says_so_before_it_is_reported(world: World) -> None:
    async def scene() -> None:
        world.backend.command("rules", "undo_formal_loss", "off")
        assert "不能解挂" in said(world, await to_last_confirmation(world, HARDER))
        world.lift()

    world.play(scene(), backend=PATIENT)


def test_a_card_pulled_before_the_confirmation_is_asked_for_again(world: World) -> None:
    async def scene() -> None:
        await to_last_confirmation(world, FOUND)
        await world.pull()
        await world.on(Result)
        await world.press("again")
        await world.on(PresentCard)
        await world.insert("li")
        await world.on(Confirm)
        await world.act("proceed")
        assert (await world.on(Result)).outcome is Outcome.DONE
        await gone(world)

    world.play(scene(), backend=PATIENT)
    assert world.application_state("li") == NORMAL
