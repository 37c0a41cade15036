"""挂失, for a while and for good: what is said before, what holds afterwards, and the account at the bank beside it."""

import itertools
import sqlite3
from contextlib import closing
from dataclasses import replace
from typing import Any
from unittest.mock import patch

import pytest
from at_the_bureau import (
    FORMAL,
    FORMAL_LOSS,
    HARDER,
    NORMAL,
    PATIENT,
    SEALED,
    TEMPORARY,
    TEMPORARY_LOSS,
    Way,
    code_sent,
    confirmed,
    done,
    gone,
    identified,
    refused,
    said,
    to_last_confirmation,
    told,
)
from world import World

from devices.id_card import check_digit
from kiosk.journal import Journal, JournalUnwritable
from ui.face_pages import Consent
from ui.pages import Choice, Confirm, Keypad, Notice, Outcome, PresentId, Result, Signature
from ui.specimens import pages

BANKS_SILENCE = ["bank:hang-up", "bank:error500", "bank:half", "bank:garbage", "bank:dropped", "bank:wrong-key"]
NOT_CONNECTED = "bank_together"


def account(world: World, key: str) -> str:
    """How the bank holds the account of somebody's card."""
    number = world.people[key].cards[-1].number
    with closing(sqlite3.connect(world.folder / "backend" / "backend.sqlite")) as database:
        (state,) = database.execute("SELECT bank_state FROM sandbox_cards WHERE number = ?", (number,)).fetchone()
    return str(state)


# What is said.


def test_both_kinds_are_offered_with_what_tells_them_apart(world: World) -> None:
    async def scene() -> None:
        await identified(world, "report_loss", "zhang")
        page = await world.on(Choice)
        temporary, formal = page.options
        assert "7 天后自动恢复" in world.words(temporary.detail)
        assert "补卡" in world.words(formal.detail)
        world.lift()

    world.play(scene(), backend=PATIENT)


def test_a_temporary_loss_says_its_end_before_and_afterwards(world: World) -> None:
    async def scene() -> None:
        assert "7 天后（" in said(world, await to_last_confirmation(world, TEMPORARY))
        await world.act("proceed")
        words = told(world, await world.on(Result))
        assert words.startswith("已临时挂失，社保功能停用了")
        assert "自动恢复到挂失前的状态" in words
        world.lift()

    world.play(scene(), backend=PATIENT)


def test_a_formal_loss_is_confirmed_twice_and_says_that_it_has_no_end(world: World) -> None:
    async def scene() -> None:
        await identified(world, "report_loss", "zhang")
        await world.on(Choice)
        await world.press("formal")
        first = await world.on(Confirm)
        assert "没有期限" in said(world, first)
        second = await confirmed(world, first)
        assert "申请补卡之前可以解挂" in said(world, second)
        await world.act("proceed")
        assert "没有期限，直到解挂或补卡" in told(world, await world.on(Result))
        world.lift()

    world.play(scene(), backend=PATIENT)
    assert world.application_state("zhang") == FORMAL_LOSS
    assert world.rows("SELECT kind, taken_by IS NOT NULL FROM sandbox_uploads") == [("signature", 1)]


def test_a_formal_loss_is_signed_between_its_two_confirmations(world: World) -> None:
    async def scene() -> None:
        await identified(world, "report_loss", "zhang")
        await world.on(Choice)
        await world.press("formal")
        await world.on(Confirm)
        await world.act("proceed")
        page = await world.on(Signature)
        assert "正式挂失" in world.words(page.signs)
        await world.press("counter")
        await world.on(Consent)
        await world.act("decline")
        refused = await world.on(Result)
        assert refused.code == "SIGN_AT_COUNTER"
        assert "可以先办临时挂失" in world.words(refused.what_now[0])
        world.lift()

    world.play(scene(), backend=PATIENT)
    assert world.application_state("zhang") == NORMAL


def test_where_the_city_wants_no_signature_none_is_asked_for(world: World) -> None:
    async def scene() -> None:
        world.backend.command("rules", "formal_loss_signed", "off")
        assert (await done(world, FORMAL)).outcome is Outcome.DONE
        world.lift()

    world.play(scene(), backend=PATIENT)
    assert not any(isinstance(page, Signature) for page in world.front.shown)


def test_a_card_lost_for_a_while_can_only_be_lost_for_good(world: World) -> None:
    async def scene() -> None:
        await identified(world, "report_loss", "li")
        temporary, formal = (await world.on(Choice)).options
        assert (temporary.enabled, formal.enabled) == (False, True)
        assert "已经挂失" in world.words(temporary.reason)
        world.lift()

    world.play(scene(), backend=PATIENT)


def test_a_card_that_was_never_activated_is_told_to_stay_so(world: World) -> None:
    sealed = Way("", "report_loss", "xin", SEALED, TEMPORARY_LOSS, kind="temporary")

    async def scene() -> None:
        assert "仍是未启用" in said(world, await to_last_confirmation(world, sealed))
        await world.act("proceed")
        assert (await world.on(Result)).outcome is Outcome.DONE
        world.lift()
        world.backend.command("clock", "+8d")

    world.play(scene(), backend=PATIENT)
    assert world.application_state("xin") == SEALED


def test_a_childs_card_is_stopped_for_a_while_but_for_good_only_at_the_counter(world: World) -> None:
    async def scene() -> None:
        await identified(world, "report_loss", "child")
        temporary, formal = (await world.on(Choice)).options
        assert (temporary.enabled, formal.enabled) == (True, False)
        assert "监护人" in world.words(formal.reason)
        world.lift()

    world.play(scene(), backend=PATIENT)


def test_a_city_that_takes_formal_losses_at_its_counters_only_says_so(world: World) -> None:
    async def scene() -> None:
        world.backend.command("rules", "formal_loss_here", "off")
        await identified(world, "report_loss", "zhang")
        formal = (await world.on(Choice)).options[1]
        assert "不能在自助终端办理" in world.words(formal.reason)
        world.lift()

    world.play(scene(), backend=PATIENT)


@pytest.mark.parametrize(
    ("key", "words"), [("zhao", "已经挂失"), ("chen", "已申请补换卡"), ("zhuxiao", "已注销"), ("old", "没有登记手机号")]
)
def test_a_card_that_cannot_be_reported_is_refused_before_anything_is_chosen(
    world: World, key: str, words: str
) -> None:
    async def scene() -> None:
        result = await refused(world, "report_loss", key)
        assert result.outcome is Outcome.REFUSED
        assert words in world.words(result.headline)
        world.lift()

    world.play(scene(), backend=PATIENT)


def test_a_wrong_code_is_said_with_the_tries_left(world: World) -> None:
    async def scene() -> None:
        await world.home()
        await world.press("report_loss")
        await world.on(PresentId)
        world.lay("zhang")
        await world.on(Keypad)
        await world.act("enter", "000000" if code_sent(world) != "000000" else "111111")
        page = await world.until(lambda page: isinstance(page, Keypad) and page.trouble is not None)
        assert isinstance(page, Keypad)
        assert "还可以输入 2 次" in world.words(page.trouble)
        await world.act("enter", code_sent(world))
        await world.on(Choice)
        world.lift()

    world.play(scene(), backend=PATIENT)


# The wallet is gone: neither card nor ID card.


async def to_number(world: World) -> Keypad:
    """Past the hotline, to the page that takes the number."""
    await world.home()
    await world.press("report_loss")
    await world.on(PresentId)
    await world.press("typed_number")
    notice = await world.on(Notice)
    assert "023-12333" in world.words(notice.points[0][1])
    await world.act("proceed")
    return await world.on(Keypad)


async def code_typed(world: World) -> None:
    page = await world.until(lambda page: isinstance(page, Keypad) and page.headline.id == "sms.enter")
    assert "****" not in world.words(page.how)
    await world.act("enter", code_sent(world))


def test_with_neither_card_nor_id_card_a_typed_number_and_the_phone_stop_the_card_for_a_while(world: World) -> None:
    async def scene() -> None:
        await to_number(world)
        await world.act("enter", world.people["zhang"].id_number)
        await code_typed(world)
        temporary, formal = (await world.on(Choice)).options
        assert (temporary.enabled, formal.enabled) == (True, False)
        assert "出示身份证" in world.words(formal.reason)
        await world.press("temporary")
        await world.on(Confirm)
        await world.act("proceed")
        assert (await world.on(Result)).outcome is Outcome.DONE

    world.play(scene(), backend=PATIENT)
    assert (world.application_state("zhang"), account(world, "zhang")) == (TEMPORARY_LOSS, "verbal_loss")


def test_a_number_that_cannot_be_is_asked_for_again_and_goes_nowhere(world: World) -> None:
    async def scene() -> None:
        await to_number(world)
        right = world.people["zhang"].id_number
        await world.act("enter", right[:-1] + ("1" if right[-1] != "1" else "2"))
        page = await world.until(lambda page: isinstance(page, Keypad) and page.trouble is not None)
        assert isinstance(page, Keypad)
        assert "不对" in world.words(page.trouble)

    world.play(scene(), backend=PATIENT)
    assert "sms" not in world.backend.command("requests", "100")


@pytest.mark.parametrize("key", ["nobody", "old", "heshi"])
def test_whose_number_it_is_is_told_to_nobody_who_only_typed_it(world: World, key: str) -> None:
    number = "500103199001010012" if key == "nobody" else world.people[key].id_number

    async def scene() -> None:
        await to_number(world)
        await world.act("enter", number[:-1] + check_digit(number[:-1]))
        result = await world.on(Result)
        assert (result.code, world.words(result.headline)) == ("NOT_WITHOUT_ID", "没有身份证，不能在这里办理")
        assert "口头挂失" in told(world, result)

    world.play(scene(), backend=PATIENT)


def test_a_city_that_wants_the_id_card_refuses_the_typed_number(world: World) -> None:
    async def scene() -> None:
        world.backend.command("rules", "loss_without_id", "off")
        await to_number(world)
        await world.act("enter", world.people["zhang"].id_number)
        await code_typed(world)
        assert "身份证" in world.words((await world.on(Result)).headline)

    world.play(scene(), backend=PATIENT)
    assert world.application_state("zhang") == NORMAL


# The bank's half.


@pytest.mark.parametrize("way", [TEMPORARY, FORMAL], ids=str)
def test_the_account_is_reported_with_the_card_where_its_bank_is_connected(world: World, way: Way) -> None:
    async def scene() -> None:
        first = await to_last_confirmation(world, replace(way, confirms=1))
        assert "同时替您向" in said(world, first)
        if way.confirms > 1:
            await confirmed(world, first)
        await world.act("proceed")
        assert "银行账户：已口头挂失" in told(world, await world.on(Result))
        world.lift()

    world.play(scene(), backend=PATIENT)
    assert (world.application_state("zhang"), account(world, "zhang")) == (way.after, "verbal_loss")
    for name in ("operation.started", "operation.ended"):
        assert [event["item"] for event in world.events(name)] == ["report_loss", "report_bank_loss"]


def test_where_the_bank_is_not_connected_its_hotline_stands_instead(world: World) -> None:
    async def scene() -> None:
        world.backend.command("rules", NOT_CONNECTED, "off")
        assert "不会一起挂失，请另外拨打" in said(world, await to_last_confirmation(world, TEMPORARY))
        await world.act("proceed")
        result = await world.on(Result)
        assert world.words(result.headline) == "社保卡已挂失，银行账户没有挂失"
        assert "银行账户：没有挂失，请另外拨打" in told(world, result)
        world.lift()

    world.play(scene(), backend=PATIENT)
    assert account(world, "zhang") == "normal"
    assert [event["item"] for event in world.events("operation.started")] == ["report_loss"]


def test_a_bank_that_refuses_leaves_the_card_reported_and_says_whom_to_call(world: World) -> None:
    async def scene() -> None:
        await to_last_confirmation(world, TEMPORARY)
        world.backend.command("fault", "bank:refuse", "BUSY")
        await world.act("proceed")
        result = await world.on(Result)
        assert (result.outcome, world.words(result.headline)) == (Outcome.FAILED, "社保卡已挂失，银行账户没有挂失")
        assert "请现在就拨打" in world.words(result.what_now[0])
        assert "银行账户：没有挂失，银行没有受理。请马上拨打" in told(world, result)
        world.backend.command("fault", "none")
        world.lift()

    world.play(scene(), backend=PATIENT)
    assert (world.application_state("zhang"), account(world, "zhang")) == (TEMPORARY_LOSS, "normal")


@pytest.mark.parametrize("fault", BANKS_SILENCE)
def test_a_silent_bank_is_told_as_not_known_and_is_asked_until_it_answers(world: World, fault: str) -> None:
    async def scene() -> None:
        await to_last_confirmation(world, TEMPORARY)
        world.backend.command("fault", fault)
        await world.act("proceed")
        result = await world.on(Result)
        shown = pages()["result_unknown"]
        assert isinstance(shown, Result)
        assert (result.headline, result.outcome) == (shown.headline, shown.outcome)
        assert [words.id for words in result.what_now] == [words.id for words in shown.what_now]
        assert "银行账户：结果待确认" in told(world, result)
        assert "受理号 T01-" in told(world, result)
        assert world.around.equipment.bureau.reachable, "a silent bank closes nothing else"
        world.backend.command("fault", "none")
        world.lift()
        await world.settled()

    world.play(scene(), backend=PATIENT)
    assert (world.application_state("zhang"), account(world, "zhang")) == (TEMPORARY_LOSS, "verbal_loss")


@pytest.mark.parametrize("step", ["sending", "confirmed"])
def test_what_could_not_be_written_of_the_account_does_not_undo_what_was_done_about_the_card(
    world: World, step: str
) -> None:
    real, calls = getattr(Journal, step), itertools.count()

    def unwritable_the_second_time(journal: Journal, *of: Any) -> Any:
        if next(calls):
            raise JournalUnwritable("disk full")
        return real(journal, *of)

    async def scene() -> None:
        await to_last_confirmation(world, TEMPORARY)
        with patch.object(Journal, step, unwritable_the_second_time):
            await world.act("proceed")
            result = await world.on(Result)
        assert result.outcome is Outcome.UNKNOWN
        assert "银行账户：结果待确认" in told(world, result)
        world.lift()

    world.play(scene(), backend=PATIENT)
    assert world.application_state("zhang") == TEMPORARY_LOSS


def test_a_bank_that_stays_silent_keeps_nobody_from_withdrawing_or_reporting_again(world: World) -> None:
    async def scene() -> None:
        await to_last_confirmation(world, TEMPORARY)
        world.backend.command("fault", "bank:dropped")
        await world.act("proceed")
        await world.on(Result)
        await world.act("leave")
        await gone(world)
        world.backend.command("clock", "+2m")
        result = await done(world, Way("", "report_loss", "zhang", "", "", kind="formal", confirms=2))
        assert "银行账户：结果待确认" in told(world, result)
        world.lift()

    world.play(scene(), backend=PATIENT)
    assert world.application_state("zhang") == FORMAL_LOSS
    assert world.backend.command("operations").count("report_bank_loss confirmed") <= 1


def test_an_account_that_is_lost_already_is_left_alone(world: World) -> None:
    async def scene() -> None:
        assert (await done(world, HARDER)).outcome is Outcome.DONE
        world.lift()

    world.play(scene(), backend=PATIENT)
    assert [event["item"] for event in world.events("operation.started")] == ["report_loss"]


def test_where_the_card_was_not_reported_the_bank_hears_nothing(world: World) -> None:
    async def scene() -> None:
        await to_last_confirmation(world, TEMPORARY)
        world.backend.command("fault", "down")
        await world.act("proceed")
        words = told(world, await world.on(Result))
        assert words.startswith("挂失没有办成，卡还没有停用")
        assert "银行账户：没有挂失，没有发给银行" in words
        world.backend.command("fault", "none")
        world.lift()
        await world.settled()

    world.play(scene(), backend=PATIENT)
    assert (world.application_state("zhang"), account(world, "zhang")) == (NORMAL, "normal")
