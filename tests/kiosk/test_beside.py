"""Staff beside a resident: they come in from the call for help, with consent; a supervisor reviews what policy says."""

import asyncio
import re

import pytest
from staff_hands import CHEN, YANG, ZHOU, come, identify, joined, option, panel
from world import World

from kiosk.backend.operations import Item
from kiosk.config import ConfigurationError
from kiosk.tables import REVIEWABLE
from sandbox.duty_desk import DutyDesk as Inbox
from ui.pages import Choice, Confirm, Keypad, Outcome, PresentId, Result, Standby

LOCK = {"review": "lock_application"}
BY_NOBODY = {Item.REPORT_BANK_LOSS, Item.VOID_RECORD}
"""What no resident confirms by itself: the bank's half of a loss, and the voiding of a spoilt paper."""


async def to_lock(world: World) -> None:
    await world.home()
    await world.press("lock_application")
    await world.on(PresentId)


async def code_given(world: World) -> None:
    """The ID card and the code: to the first confirmation."""
    world.lay("zhang")
    await world.until(lambda page: isinstance(page, Keypad) and page.headline.id.startswith("sms"))
    await world.act("enter", re.findall(r"\b(\d{6})\b", world.backend.command("inbox"))[-1])


async def confirmed(world: World) -> None:
    first = await world.on(Confirm)
    await world.act("proceed")
    await world.until(lambda page: isinstance(page, Confirm) and page.headline != first.headline)
    await world.act("proceed")


async def confirmed_beside_staff(world: World) -> None:
    """All of it, with Zhou beside the resident."""
    await to_lock(world)
    await joined(world)
    await world.on(PresentId)
    await code_given(world)
    await confirmed(world)


async def gone(world: World) -> None:
    await world.act("leave")
    world.lift()
    await world.on(Standby)


def states(world: World, why: str) -> list[str]:
    return [event["state"] for event in world.events("staff.hand_over") if event["why"] == why]


async def history(world: World) -> list[tuple[str, str]]:
    """The lines of the one operation's history that are about staff."""
    (operation,) = await world.around.operations.journal.call(lambda book: book.today())
    steps = await world.around.operations.journal.call(lambda book: book.history(operation.reference.number))
    body = operation.halves[0].body
    assert body is not None
    told = {name: body[name] for name in ("assisted_by", "reviewed_by") if name in body}
    written = [(step.step, step.detail) for step in steps if step.step.endswith("_by")]
    assert dict(written) == told
    return written


def test_staff_join_with_the_residents_consent_and_go_again(world: World) -> None:
    async def scene() -> None:
        await to_lock(world)
        await joined(world)
        page = await world.on(PresentId)
        assert world.words(page.attended) == "工作人员 1001 协助中"
        call = await panel(world)
        assert world.words(call.headline) == "工作人员 1001 协助中"
        assert [button.key for button in call.staff] == ["go", "take_over"]
        await world.act("go")
        await world.until(lambda page: isinstance(page, PresentId) and page.attended is None)
        await gone(world)

    world.play(scene())
    assert states(world, "assist") == ["requested", "identified", "approved", "returned"]
    assert len(world.events("staff.signed_out")) == 1
    assert len(world.events("help.called")) == 1


def test_the_journal_and_the_bureau_are_told_who_helped(world: World) -> None:
    async def scene() -> None:
        await confirmed_beside_staff(world)
        assert (await world.on(Result)).outcome is Outcome.DONE
        assert await history(world) == [("assisted_by", "1001")]
        await gone(world)

    world.play(scene())
    (signed_out,) = world.events("staff.signed_out")
    assert signed_out["staff"] == "1001"


def test_a_resident_who_would_rather_be_alone_is_alone(world: World) -> None:
    async def scene() -> None:
        await to_lock(world)
        await joined(world, "decline")
        assert (await world.on(PresentId)).attended is None
        await gone(world)

    world.play(scene())
    assert states(world, "assist") == ["requested", "identified", "refused", "returned"]


def test_a_technician_does_not_come_in_beside_a_resident(world: World) -> None:
    async def scene() -> None:
        await to_lock(world)
        await come(world)
        await identify(world, YANG)
        page = await world.until(lambda page: isinstance(page, Keypad) and page.trouble is not None)
        assert isinstance(page, Keypad)
        await world.press("not_now")
        assert (await world.on(PresentId)).attended is None
        await gone(world)

    world.play(scene())
    assert states(world, "assist") == ["requested", "returned"]


def test_staff_who_come_while_a_pin_is_typed_wait_for_it(world: World) -> None:
    async def scene() -> None:
        await world.to_present_card()
        await world.insert("zhang")
        await world.until(lambda page: type(page).__name__ == "PinPad")
        await world.act("call")
        await world.act("come")
        await world.enter_pin("120119")
        await world.until(lambda page: isinstance(page, Keypad))
        await world.press("not_now")
        await world.until(lambda page: type(page).__name__ == "Record")
        await world.act("leave")
        await world.pull()
        await world.on(Standby)

    world.play(scene())


def test_a_residents_timeout_sends_staff_away_too(world: World) -> None:
    async def scene() -> None:
        await to_lock(world)
        await come(world)
        await world.on(Standby)

    world.play(scene())
    assert world.events("staff.signed_in") == []
    assert states(world, "assist") == ["requested", "returned"]


def test_from_home_the_call_leads_to_the_desk(world: World) -> None:
    async def scene() -> None:
        await world.home()
        await come(world)
        await identify(world, ZHOU)
        await option(world, "sign_out")
        await world.press("sign_out")
        await world.on(Standby)

    world.play(scene())


def test_at_the_desk_the_call_offers_no_second_sign_in(world: World) -> None:
    async def scene() -> None:
        await world.home()
        await world.press("staff")
        await world.on(Keypad)
        assert (await panel(world)).staff == ()
        await world.act("hang_up")
        await world.act("leave")
        await world.on(Standby)

    world.play(scene())


async def to_review(world: World) -> Choice:
    await to_lock(world)
    await code_given(world)
    await confirmed(world)
    return await option(world, "here")


async def reviewed(world: World, answer: str) -> None:
    """The supervisor comes, is known, sees what it is about, and says so."""
    await world.press("here")
    await world.on(Keypad)
    await identify(world, CHEN)
    question = await option(world, "approve")
    said = world.words(question.headline) + world.words(question.how)
    assert "社保功能锁定" in said
    assert world.people["zhang"].id_number not in said
    await world.press(answer)


def test_what_policy_names_is_done_only_when_a_supervisor_approves(world: World) -> None:
    async def scene() -> None:
        await to_review(world)
        assert await world.around.operations.journal.call(lambda book: book.today()) == []
        await reviewed(world, "approve")
        assert (await world.on(Result)).outcome is Outcome.DONE
        assert await history(world) == [("reviewed_by", "2001")]
        await gone(world)

    world.play(scene(), staff=LOCK)
    assert states(world, "review") == ["requested", "identified", "approved", "returned"]
    assert world.application_state("zhang") == "3"


@pytest.mark.parametrize(("answer", "code"), [("refuse", "REVIEW_REFUSED"), ("not_now", "REVIEW_NOT_ASKED")])
def test_without_an_approval_nothing_is_done(world: World, answer: str, code: str) -> None:
    async def scene() -> None:
        await to_review(world)
        await (reviewed(world, answer) if answer == "refuse" else world.press(answer))
        result = await world.on(Result)
        assert (result.outcome, result.code) == (Outcome.REFUSED, code)
        assert await world.around.operations.journal.call(lambda book: book.today()) == []
        await gone(world)

    world.play(scene(), staff=LOCK)
    assert world.application_state("zhang") == "1"


def test_the_supervisor_is_rung_for_from_the_page_that_wants_one_although_somebody_helps_already(world: World) -> None:
    desk = Inbox(port=0)
    desk.start()

    async def scene() -> None:
        await confirmed_beside_staff(world)
        await option(world, "ring")
        await world.press("ring")
        while world.front.call is None or not desk.calls:
            await asyncio.sleep(0.2)
        assert world.words(world.front.call.headline) == "正在呼叫工作人员"
        await world.act("hang_up")
        await option(world, "ring")
        await reviewed(world, "approve")
        assert (await world.on(Result)).outcome is Outcome.DONE
        await gone(world)

    try:
        world.play(scene(), staff=LOCK, help={"endpoint": desk.url})
    finally:
        desk.stop()
    assert world.application_state("zhang") == "3"


def test_an_assistant_cannot_review(world: World) -> None:
    async def scene() -> None:
        await to_review(world)
        await world.press("here")
        await world.on(Keypad)
        await identify(world, ZHOU)
        await world.until(lambda page: isinstance(page, Keypad) and page.trouble is not None)
        await world.press("not_now")
        assert (await world.on(Result)).code == "REVIEW_NOT_ASKED"
        await gone(world)

    world.play(scene(), staff=LOCK)
    assert world.application_state("zhang") == "1"


def test_a_supervisor_who_helps_does_not_review_what_they_help_with(world: World) -> None:
    async def scene() -> None:
        await to_lock(world)
        await come(world)
        await identify(world, CHEN)
        await option(world, "agree")
        await world.press("agree")
        await world.on(PresentId)
        await code_given(world)
        await confirmed(world)
        await option(world, "here")
        await world.press("here")
        await world.on(Keypad)
        await world.act("enter", CHEN[0])
        page = await world.until(lambda page: isinstance(page, Keypad) and page.trouble is not None)
        assert isinstance(page, Keypad)
        assert world.words(page.trouble) == "须由另一位工作人员登录"
        await world.press("not_now")
        assert (await world.on(Result)).code == "REVIEW_NOT_ASKED"
        await gone(world)

    world.play(scene(), staff=LOCK)
    assert world.application_state("zhang") == "1"


def test_whatever_residents_confirm_may_be_reviewed() -> None:
    assert set(REVIEWABLE) >= {item.value for item in Item} - {item.value for item in BY_NOBODY} - OWN


OWN = {"rate_service", "accept_entrustment", "advance_entrustment"}
"""What is no resident's own operation: an opinion, and what staff do themselves."""


def test_a_review_of_something_unknown_is_no_configuration(world: World) -> None:
    with pytest.raises(ConfigurationError, match="review"):
        world.configuration(staff={"review": "loss_report"})
