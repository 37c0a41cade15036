"""From the state of a card into what can be done about it, in the same visit, without identifying again."""

from dataclasses import replace
from datetime import time

import pytest
from at_the_bureau import FORMAL_LOSS, NORMAL, PATIENT, TEMPORARY_LOSS, code_sent, confirmed, gone
from world import World

from kiosk.services.catalogue import Hours, catalogue
from kiosk.slip_code import TAKE_AWAY
from ui.pages import Choice, Confirm, Keypad, Outcome, PresentCard, PresentId, Record, Result

OFFERED = {
    "zhang": ("print", ["report_loss", "lock_application", "change_pin"]),
    "li": ("report_loss", ["withdraw_loss_report", "print"]),
    "suo": ("unlock_application", ["report_loss", "print"]),
    "xin": ("activate", ["report_loss", "print"]),
    "zhao": ("replace_card", ["withdraw_loss_report", "print"]),
    "zhuxiao": ("apply_card", ["print"]),
    "chen": ("print", ["check_reference"]),
}
"""By state: the main button, which a card that is of no use as it is needs, and the others."""


def keys(record: Record) -> tuple[str, list[str]]:
    assert record.main is not None
    return record.main.key, [button.key for button in record.next_steps if button != TAKE_AWAY]


@pytest.mark.parametrize("key", OFFERED)
def test_what_can_be_done_next_follows_from_the_state(world: World, key: str) -> None:
    async def scene() -> None:
        assert keys(await world.record_by_id_card(key)) == OFFERED[key]
        world.lift()

    world.play(scene(), backend=PATIENT)


def test_of_a_card_that_is_lost_for_a_while_it_is_said_which_loss_can_still_be_reported(world: World) -> None:
    async def scene() -> None:
        record = await world.record_by_id_card("li")
        assert world.words(record.main and record.main.label) == "正式挂失"
        assert world.words(record.how) == "卡确实丢了，请点“正式挂失”；找到了，可以解挂。"
        world.lift()

    world.play(scene(), backend=PATIENT)


def test_a_card_that_was_reported_lost_and_is_in_the_reader_was_found(world: World) -> None:
    async def scene() -> None:
        record = await world.record_by_card("li", "318742")
        assert keys(record) == ("withdraw_loss_report", ["report_loss", "print"])
        assert world.words(record.how) == "卡找到了，请点“解挂”，恢复使用。"
        await world.press("print")
        await world.on(Result)
        await world.pull()

    world.play(scene(), backend=PATIENT)


@pytest.mark.parametrize(
    ("closed", "left"),
    [("withdraw_loss_report", ("report_loss", ["print"])), ("report_loss", ("print", ["withdraw_loss_report"]))],
)
def test_an_item_that_is_not_open_now_has_no_button(
    world: World, monkeypatch: pytest.MonkeyPatch, closed: str, left: tuple[str, list[str]]
) -> None:
    shut = tuple(replace(item, hours=Hours(time(0), time(0))) if item.key == closed else item for item in catalogue())
    monkeypatch.setattr("kiosk.terminal.catalogue", lambda: shut)

    async def scene() -> None:
        assert keys(await world.record_by_id_card("li")) == left
        world.lift()

    world.play(scene(), backend=PATIENT)


def test_with_the_id_card_shown_only_the_code_is_asked_for(world: World) -> None:
    async def scene() -> None:
        await world.record_by_id_card("li")
        await world.press("report_loss")
        await world.on(Keypad)
        await world.act("enter", code_sent(world))
        await world.on(Choice)
        await world.press("formal")
        await confirmed(world, await world.on(Confirm))
        await world.act("proceed")
        assert (await world.on(Result)).outcome is Outcome.DONE
        world.lift()

    world.play(scene(), backend=PATIENT)
    assert world.application_state("li") == FORMAL_LOSS
    assert sum(isinstance(page, PresentId) for page in world.front.shown) == 1
    assert [event["item"] for event in world.events("session.went_on")] == ["report_loss"]


def test_a_card_in_the_reader_need_not_be_put_in_again_to_be_taken_up(world: World) -> None:
    async def scene() -> None:
        await world.record_by_card("li", "318742")
        await world.press("withdraw_loss_report")
        await world.on(PresentId)
        world.lay("li")
        await world.on(Keypad)
        await world.act("enter", code_sent(world))
        await world.on(Confirm)
        await world.act("proceed")
        assert (await world.on(Result)).outcome is Outcome.DONE
        await gone(world)

    world.play(scene(), backend=PATIENT)
    assert world.application_state("li") == NORMAL
    assert sum(isinstance(page, PresentCard) for page in world.front.shown) == 1


def test_somebody_elses_id_card_goes_no_further(world: World) -> None:
    async def scene() -> None:
        await world.record_by_card("li", "318742")
        await world.press("withdraw_loss_report")
        await world.on(PresentId)
        world.lay("zhang")
        result = await world.on(Result)
        assert "不是同一个人" in world.words(result.headline)
        await gone(world)

    world.play(scene(), backend=PATIENT)
    assert world.application_state("li") == TEMPORARY_LOSS


def test_a_refusal_leads_into_the_item_that_helps(world: World) -> None:
    async def scene() -> None:
        await world.home()
        await world.press("lock_application")
        await world.on(PresentId)
        world.lay("suo")
        await world.on(Keypad)
        await world.act("enter", code_sent(world))
        refusal = await world.on(Result)
        assert refusal.main is not None
        assert refusal.main.key == "unlock_application"
        await world.press("unlock_application")
        await world.on(PresentCard)
        await world.insert("suo")
        await world.on(Confirm)
        await world.act("proceed")
        assert (await world.on(Result)).outcome is Outcome.DONE
        await gone(world)

    world.play(scene(), backend=PATIENT)
    assert world.application_state("suo") == NORMAL


def test_what_was_looked_up_before_a_change_is_looked_up_anew_after_it(world: World) -> None:
    async def scene() -> None:
        await world.record_by_id_card("zhang")
        await world.press("report_loss")
        await world.on(Keypad)
        await world.act("enter", code_sent(world))
        await world.on(Choice)
        await world.press("temporary")
        await world.on(Confirm)
        world.backend.command("fault", "operations:refuse", "BUSY")
        await world.act("proceed")
        await world.on(Result)
        world.lift()

    world.play(scene(), backend=PATIENT)
    assert world.backend.command("requests", "100").count("/v1/cards/query") == 2


@pytest.mark.parametrize(("key", "reached"), [("chen", 2), ("huan", 0), ("lingka", 4)])
def test_a_card_that_is_being_made_shows_all_five_steps(world: World, key: str, reached: int) -> None:
    async def scene() -> None:
        record = await world.record_by_id_card(key)
        values = [world.words(row.value) for row in record.cards[1].rows]
        assert values == ["已完成"] * reached + ["已到这一步"] + ["还没到"] * (4 - reached)
        assert world.words(record.cards[1].rows[reached].meaning)
        world.lift()

    world.play(scene(), backend=PATIENT)


def test_of_a_card_that_is_being_replaced_the_new_one_is_the_news(world: World) -> None:
    async def scene() -> None:
        record = await world.record_by_id_card("chen")
        assert world.words(record.headline) == "您的新卡正在制作"
        world.lift()

    world.play(scene(), backend=PATIENT)
