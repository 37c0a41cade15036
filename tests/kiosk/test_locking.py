"""社保功能锁定 and 解锁: a flag at the bureau that leaves the chip and the bank account alone."""

from unittest.mock import patch

import pytest
from at_the_bureau import (
    LOCK,
    LOCKED,
    NORMAL,
    PATIENT,
    UNLOCK,
    confirmed,
    gone,
    identified,
    refused,
    said,
    to_last_confirmation,
)
from world import World

from kiosk.journal import Journal, JournalUnwritable
from ui.pages import Confirm, Outcome, PresentCard, Result


def test_locking_is_confirmed_twice_saying_what_stops_and_what_does_not(world: World) -> None:
    async def scene() -> None:
        await identified(world, LOCK.item, LOCK.who)
        first = await world.on(Confirm)
        second = await confirmed(world, first)
        for page in (first, second):
            assert "看病" in said(world, page)
            assert "不受影响：银行账户" in said(world, page)
        await world.act("proceed")
        assert world.words((await world.on(Result)).headline) == "已锁定，社保功能暂停使用"
        world.lift()

    world.play(scene(), backend=PATIENT)


@pytest.mark.parametrize(("step", "ends"), [("sending", NORMAL), ("confirmed", LOCKED)])
def test_what_may_have_been_sent_and_could_not_be_written_down_is_not_said_to_be_undone(
    world: World, step: str, ends: str
) -> None:
    async def scene() -> None:
        await to_last_confirmation(world, LOCK)
        with patch.object(Journal, step, side_effect=JournalUnwritable("disk full")):
            await world.act("proceed")
            result = await world.on(Result)
        assert (result.outcome, result.code) == (Outcome.UNKNOWN, "journal")
        assert world.words(result.headline) == "结果待确认"
        assert result.reference
        await world.act("leave")
        world.lift()
        await world.settled()

    world.play(scene(), backend=PATIENT)
    assert world.application_state(LOCK.who) == ends


def test_unlocking_says_that_the_pin_stays_as_it_is(world: World) -> None:
    async def scene() -> None:
        assert "密码" in said(world, await to_last_confirmation(world, UNLOCK))
        await world.act("proceed")
        assert world.words((await world.on(Result)).headline) == "已解锁，社保功能可以使用了"
        await gone(world)

    world.play(scene(), backend=PATIENT)


@pytest.mark.parametrize(
    ("item", "key", "words"),
    [
        ("lock_application", "xin", "还没有启用"),
        ("lock_application", "li", "已挂失"),
        ("lock_application", "zhao", "已挂失"),
        ("lock_application", "chen", "已申请补换卡"),
        ("lock_application", "suo", "已经锁定"),
        ("lock_application", "zhuxiao", "已注销"),
        ("lock_application", "old", "没有登记手机号"),
        ("unlock_application", "zhang", "没有锁定"),
        ("unlock_application", "xin", "还没有启用"),
        ("unlock_application", "li", "已挂失"),
        ("unlock_application", "zhao", "已挂失"),
        ("unlock_application", "chen", "已申请补换卡"),
        ("unlock_application", "zhuxiao", "已注销"),
    ],
)
def test_what_the_state_forbids_is_refused_before_anything_is_confirmed(
    world: World, item: str, key: str, words: str
) -> None:
    async def scene() -> None:
        result = await refused(world, item, key)
        assert result.outcome is Outcome.REFUSED
        assert words in world.words(result.headline)
        world.lift()

    world.play(scene(), backend=PATIENT)
    assert world.events("operation.started") == []


def test_somebody_elses_card_unlocks_nothing(world: World) -> None:
    async def scene() -> None:
        await identified(world, UNLOCK.item, UNLOCK.who)
        await world.on(PresentCard)
        await world.insert("zhang")
        assert (await world.on(Result)).outcome is Outcome.REFUSED
        await gone(world)

    world.play(scene(), backend=PATIENT)
    assert world.application_state(UNLOCK.who) == LOCKED


def test_a_card_pulled_before_the_confirmation_is_asked_for_again(world: World) -> None:
    async def scene() -> None:
        await to_last_confirmation(world, UNLOCK)
        await world.pull()
        await world.on(Result)
        await world.press("again")
        await world.on(PresentCard)
        await world.insert(UNLOCK.who)
        await world.on(Confirm)
        await world.act("proceed")
        assert (await world.on(Result)).outcome is Outcome.DONE
        await gone(world)

    world.play(scene(), backend=PATIENT)
    assert world.application_state(UNLOCK.who) == NORMAL
