"""Branch staff at the terminal: they sign in, look after the machine, and everything they do is under their name."""

import asyncio
import re
import time
from datetime import datetime

import pytest
from staff_hands import CHEN, YANG, ZHOU, at_desk, leave, to_number
from world import World

from kiosk.backend.client import Bureau
from kiosk.backend.errors import BackendRefused
from kiosk.backend.operations import Item
from kiosk.journal import Journal
from kiosk.staff.desk import acts
from texts import Language, known_ids
from ui.pages import (
    Choice,
    CodeEntry,
    Confirm,
    Keypad,
    Outcome,
    Paused,
    PinPad,
    PresentId,
    Record,
    Result,
    Standby,
    TextEntry,
)


async def sign_in(world: World, who: tuple[str, str] = ZHOU, password: str = "") -> None:
    await to_number(world)
    await answer(world, who, password)


async def answer(world: World, who: tuple[str, str], password: str = "") -> None:
    await world.act("enter", who[0])
    await world.enter_pin(password or who[1])


def wrong(world: World, page: Keypad) -> str:
    return "" if page.trouble is None else world.words(page.trouble)


async def on_the_screen(world: World) -> PinPad:
    """The page with keys of its own, which comes in the pad's time; that is real."""
    with world.loop.held():
        while not isinstance(page := world.front.page, PinPad) or page.on_pad:
            await asyncio.to_thread(time.sleep, 0.02)
    return page


@pytest.mark.parametrize("fault", ["gone", "stall", "tampered"])
def test_a_pin_pad_that_is_out_of_order_keeps_no_technician_out(world: World, fault: str) -> None:
    """Who comes to mend it types on the screen."""

    async def scene() -> None:
        assert world.pad is not None
        await world.home()
        world.pad.command("fault", fault)
        await world.press("staff")
        await world.on(Keypad)
        await world.act("enter", YANG[0])
        page = await on_the_screen(world)
        world.type_pin(page, YANG[1])
        await world.act("enter")
        desk = await world.on(Choice)
        assert "diagnostics" in {option.key for option in desk.options}

    world.play(scene(), devices=world.plug_in_pad())


def test_staff_sign_in_and_out_and_the_log_says_both(world: World) -> None:
    async def scene() -> None:
        menu = await at_desk(world)
        assert "1001" in world.words(menu.how)
        await leave(world)

    world.play(scene())
    (signed_in,) = world.events("staff.signed_in")
    assert (signed_in["staff"], signed_in["role"], signed_in["by"]) == ("1001", "assistant", "bureau")
    assert [event["staff"] for event in world.events("staff.signed_out")] == ["1001"]


def test_a_wrong_password_and_an_unknown_number_are_told_alike(world: World) -> None:
    async def scene() -> None:
        await sign_in(world, ZHOU, "111111")
        known = await world.until(lambda page: isinstance(page, Keypad) and page.trouble is not None)
        await answer(world, ("4444", "111111"))
        await world.on(PinPad)
        unknown = await world.on(Keypad)
        assert wrong(world, known) == wrong(world, unknown) == "工号或密码不正确"
        await world.act("leave")
        await world.on(Standby)

    world.play(scene())
    assert [event["staff"] for event in world.events("staff.refused")] == ["1001", "4444"]


def test_after_three_wrong_tries_there_is_a_wait(world: World) -> None:
    async def scene() -> None:
        await to_number(world)
        for _ in range(3):
            await answer(world, ZHOU, "111111")
            await world.until(lambda page: not isinstance(page, PinPad))
        result = await world.on(Result)
        assert result.outcome is Outcome.REFUSED
        assert result.code == "STAFF_WAIT"
        await world.act("leave")
        await world.on(Standby)
        await to_closed(world)

    world.play(scene())
    assert len(world.events("staff.closed")) == 2


async def to_closed(world: World) -> None:
    await world.home()
    await world.press("staff")
    assert world.words((await world.on(Result)).headline).startswith("登录次数过多")
    await world.act("leave")


def test_while_the_bureau_is_away_only_who_was_here_lately_signs_in(world: World) -> None:
    async def scene() -> None:
        await at_desk(world)
        await leave(world)
        world.backend.stop()
        await at_desk(world)
        await world.press("sign_out")
        await world.on(Paused)
        await world.press("staff")
        await world.on(Keypad)
        await answer(world, CHEN)
        assert (await world.on(Result)).code == "STAFF_UNJUDGED"
        await world.act("leave")

    world.play(scene())
    assert [event["by"] for event in world.events("staff.signed_in")] == ["bureau", "roll"]


@pytest.mark.parametrize("fault", ["error500", "signature", "garbage", "bad-schema", "not-http", "refuse"])
def test_a_bureau_that_judges_nobody_keeps_no_technician_out(world: World, fault: str) -> None:
    """Who comes to mend the way there was here lately; who was not is told so, in words for staff."""

    async def scene() -> None:
        await at_desk(world, YANG)
        await leave(world)
        world.backend.command("fault", fault)
        await at_desk(world, YANG)
        await world.press("sign_out")
        if isinstance(await world.until(lambda page: isinstance(page, Standby | Paused)), Paused):
            await world.press("staff")
            await world.on(Keypad)
            await answer(world, CHEN)
        else:
            await sign_in(world, CHEN)
        result = await world.on(Result)
        assert result.code == "STAFF_UNJUDGED"
        assert "您的卡" not in " ".join(map(world.words, (result.headline, *result.what_now)))
        await world.act("leave")

    world.play(scene())
    assert [event["by"] for event in world.events("staff.signed_in")] == ["bureau", "roll"]


def test_a_number_that_the_bureau_has_locked_is_told(world: World) -> None:
    async def scene() -> None:
        await to_number(world)
        await wrong_ten_times(world)
        await answer(world, ZHOU)
        assert (await world.on(Result)).code == "STAFF_LOCKED"
        await world.act("leave")

    world.play(scene())


def test_a_challenge_is_answered_once(world: World) -> None:
    async def scene() -> None:
        await world.on(Standby)
        with world.loop.held():
            await world.around.equipment.bureau.call("staff", _answered_twice)

    world.play(scene())


def _answered_twice(bureau: Bureau) -> None:
    nonce = bureau.staff_challenge(ZHOU[0]).nonce
    for code in ("STAFF_WRONG", "STAFF_EXPIRED"):
        with pytest.raises(BackendRefused, match=code):
            bureau.staff_sign_in(ZHOU[0], nonce, "0" * 64)


async def wrong_ten_times(world: World) -> None:
    with world.loop.held():
        for _ in range(10):
            await world.around.equipment.bureau.call("staff", _wrong_answer)


def _wrong_answer(bureau: Bureau) -> None:
    challenge = bureau.staff_challenge(ZHOU[0])
    with pytest.raises(BackendRefused, match="STAFF_WRONG"):
        bureau.staff_sign_in(ZHOU[0], challenge.nonce, "0" * 64)


def test_each_role_has_its_own_tiles(world: World) -> None:
    async def scene() -> None:
        for who, role in ((ZHOU, "assistant"), (CHEN, "supervisor"), (YANG, "technician")):
            menu = await at_desk(world, who)
            own = [act.key for act in acts().values() if role in {each.value for each in act.roles}]
            assert [button.key for button in menu.options] == [*own, "sign_out"]
            await leave(world)

    world.play(scene())


def test_a_technician_sees_nothing_of_residents() -> None:
    own = {act.key for act in acts().values() if "technician" in {role.value for role in act.roles}}
    assert own.isdisjoint({"today", "reprint", "tickets", "reckoning"})


def test_paused_service_says_why_and_only_staff_resume_it(world: World) -> None:
    async def scene() -> None:
        await at_desk(world)
        await world.press("service")
        await world.press("repair")
        assert (await world.on(Result)).outcome is Outcome.DONE
        await world.press("menu")
        await world.on(Choice)
        await world.press("sign_out")
        paused = await world.on(Paused)
        assert "检修" in world.words(paused.how)
        assert world.words(paused.told) == "工作人员处理好就重新开放。"
        await world.press("staff")
        await world.on(Keypad)
        await answer(world, CHEN)
        await world.press("service")
        await world.press("open")
        await world.press("menu")
        await leave(world)

    world.play(scene())
    assert [(event["staff"], event["outcome"]) for event in world.events("staff.acted")] == [
        ("1001", "repair"),
        ("2001", "open"),
    ]


async def used(world: World) -> None:
    """Until the printer's thread has counted what was printed, in real time."""
    ends = time.monotonic() + 20
    with world.loop.held():
        while world.around.equipment.paper_roll.forecast.used_metres == 0 and time.monotonic() < ends:
            await asyncio.sleep(0)
    assert world.around.equipment.paper_roll.forecast.used_metres > 0


def test_a_new_roll_is_counted_from_its_beginning(world: World) -> None:
    async def scene() -> None:
        await world.record_by_card("zhang", "120119")
        await world.press("print")
        await world.on(Result)
        await world.press("finish")
        await world.pull()
        await world.on(Standby)
        await used(world)
        await at_desk(world)
        await world.press("paper")
        await world.on(Record)
        await world.press("renewed")
        await world.on(Result)
        assert world.around.equipment.paper_roll.forecast.used_metres == 0
        await world.press("menu")
        await leave(world)

    world.play(scene())


async def lock_a_card(world: World) -> None:
    """Something done at this terminal, whose slip was printed."""
    await world.home()
    await world.press("lock_application")
    await world.on(PresentId)
    world.lay("zhang")
    await world.on(Keypad)
    await world.act("enter", re.findall(r"\b(\d{6})\b", world.backend.command("inbox"))[-1])
    first = await world.on(Confirm)
    await world.act("proceed")
    await world.until(lambda page: isinstance(page, Confirm) and page.headline != first.headline)
    await world.act("proceed")
    await world.on(Result)
    await world.press("print")
    await world.until(lambda page: isinstance(page, Result) and page.main is not None and page.main.key == "finish")
    await world.press("finish")
    world.lift()
    await world.on(Standby)


@pytest.mark.parametrize("item", Item, ids=lambda item: item.value)
@pytest.mark.parametrize("language", Language)
def test_whatever_is_carried_out_has_a_name_for_staff(item: Item, language: Language) -> None:
    assert f"{item.value}.title" in known_ids(language)


def test_the_day_shows_what_was_done_and_nobodys_whole_number(world: World) -> None:
    async def scene() -> None:
        await lock_a_card(world)
        await at_desk(world)
        await world.press("today")
        record = await world.on(Record)
        assert world.words(record.headline) == "今天 1 笔业务"
        (card,) = record.cards
        assert "社保功能锁定" in world.words(card.title)
        assert world.people["zhang"].id_number not in world.words(card.title)
        assert world.words(card.rows[0].value) == "已办成"
        await world.press("menu")
        await leave(world)

    world.play(scene())


def test_a_slip_printed_again_says_so_and_is_counted(world: World) -> None:
    async def scene() -> None:
        await lock_a_card(world)
        await at_desk(world)
        await world.press("reprint")
        (operation, _) = (await world.until(lambda page: isinstance(page, Choice) and len(page.options) == 2)).options
        await world.press(operation.key)
        assert (await world.on(Result)).outcome is Outcome.DONE
        first, again = (slip.with_suffix(".bin").read_bytes() for slip in world.printer.slips)
        assert ["补打".encode("gb18030") in slip for slip in (first, again)] == [False, True]
        await world.press("menu")
        await leave(world)

    world.play(scene())
    assert [(event["act"], event["outcome"]) for event in world.events("staff.acted")] == [("reprint", "printed")]


def test_a_slip_that_does_not_come_out_tells_staff_what_to_do(world: World) -> None:
    async def scene() -> None:
        await lock_a_card(world)
        await at_desk(world)
        await world.press("reprint")
        (operation, _) = (await world.until(lambda page: isinstance(page, Choice) and len(page.options) == 2)).options
        world.printer.command("fault", "paper-out")
        await world.press(operation.key)
        result = await world.on(Result)
        assert result.outcome is Outcome.FAILED
        remedy, then = (world.words(line) for line in result.what_now)
        assert "纸卷" in remedy
        assert "补打凭条" in then
        await world.press("menu")
        await leave(world)

    world.play(scene())


def test_the_day_is_compared_and_printed(world: World) -> None:
    async def scene() -> None:
        await lock_a_card(world)
        await at_desk(world)
        await world.press("reckoning")
        await world.until(lambda page: isinstance(page, Choice) and page.options[0].key == "today" and page.how is None)
        await world.press("today")
        result = await world.on(Result)
        assert world.words(result.headline) == "一致，没有差异"
        assert len(world.printer.slips) == 2
        await world.press("menu")
        await leave(world)

    world.play(scene())


def test_a_days_sheet_that_does_not_come_out_is_said_not_to_have(world: World) -> None:
    async def scene() -> None:
        await at_desk(world)
        world.printer.command("fault", "paper-out")
        await world.press("reckoning")
        await world.until(lambda page: isinstance(page, Choice) and page.options[0].key == "today" and page.how is None)
        await world.press("today")
        result = await world.on(Result)
        assert world.words(result.headline) == "一致，没有差异"
        assert "对账单没有打印出来" in world.words(result.what_now[0])
        await world.press("menu")
        await leave(world)

    world.play(scene())


def test_a_ticket_is_closed_only_when_another_supervisor_stands_for_it(world: World) -> None:
    async def scene() -> None:
        await lock_a_card(world)
        journal = world.around.operations.journal
        (operation,) = await journal.call(lambda book: book.today())
        await journal.call(lambda book: book.tickets.open_for(operation.reference.number, "unsettled"))
        await at_desk(world)
        await world.press("tickets")
        (ticket, _) = (await world.until(lambda page: isinstance(page, Choice) and len(page.options) == 2)).options
        await world.press(ticket.key)
        await world.on(Confirm)
        await world.act("proceed")
        await world.on(Keypad)
        await world.act("enter", ZHOU[0])
        assert wrong(world, await world.until(lambda page: isinstance(page, Keypad) and page.trouble is not None))
        assert await journal.call(lambda book: len(book.tickets.all_open())) == 1
        await answer(world, CHEN)
        await world.on(Result)
        assert await journal.call(lambda book: book.tickets.all_open()) == []
        await world.press("menu")
        await leave(world)

    world.play(scene())
    (approved,) = world.events("staff.approved")
    assert (approved["staff"], approved["by"]) == ("1001", "2001")


def test_a_card_left_behind_is_entered_and_handed_over_before_a_colleague(world: World) -> None:
    async def scene() -> None:
        await at_desk(world)
        await world.press("left_cards")
        await world.press("enter")
        await world.press("id_card")
        await world.on(CodeEntry)
        await world.act("enter", "002X")
        await world.on(Result)
        await world.press("menu")
        await world.until(lambda page: isinstance(page, Choice) and page.options[0].key == "today")
        await world.press("left_cards")
        await world.until(lambda page: isinstance(page, Choice) and page.options[0].key == "1")
        await world.press("1")
        await world.on(TextEntry)
        await world.act("enter", "张三")
        await world.on(Keypad)
        await answer(world, CHEN)
        await world.on(Result)
        await world.press("menu")
        await leave(world)

    world.play(scene())
    assert [event["outcome"] for event in world.events("staff.acted")] == ["entered", "handed_over"]


def test_staff_who_walk_away_are_signed_out_after_a_minutes_grace(world: World) -> None:
    async def scene() -> None:
        await at_desk(world)
        await world.around.clock.sleep(545)
        assert world.front.countdown is not None
        await world.on(Standby)

    world.play(scene())
    assert [event["way"] for event in world.events("session.ended")] == ["idle"]
    assert len(world.events("staff.signed_out")) == 1


def test_home_without_signing_in_leads_nowhere_else(world: World) -> None:
    async def scene() -> None:
        await to_number(world)
        world.send(world.front.serial, "press", "today")
        world.send(world.front.serial, "press", "sign_out")
        assert isinstance(await world.on(Keypad), Keypad)
        await world.act("leave")
        await world.on(Standby)

    world.play(scene())
    assert world.events("staff.acted") == []


def test_a_notice_hangs_on_standby_until_midnight_or_until_it_is_taken_down(world: World) -> None:
    async def scene() -> None:
        await at_desk(world)
        await put_up(world)
        standby = await world.on(Standby)
        assert [world.words(notice.words) for notice in standby.public] == ["今天下午三点停电"]
        await at_desk(world)
        await world.press("notices")
        await world.until(lambda page: isinstance(page, Choice) and len(page.options) == 3)
        await world.press("take_down")
        await world.on(Result)
        await world.press("menu")
        await leave(world)
        assert (await world.on(Standby)).public == ()

    world.play(scene())
    assert [event["outcome"] for event in world.events("staff.acted")] == ["put_up", "taken_down"]


async def put_up(world: World) -> None:
    await world.press("notices")
    await world.until(lambda page: isinstance(page, Choice) and page.options[0].key == "write")
    await world.press("write")
    await world.on(TextEntry)
    await world.act("enter", "今天下午三点停电")
    await world.on(Result)
    await world.press("menu")
    await leave(world)


def test_a_sign_in_ends_after_its_longest_time_though_somebody_is_there(world: World) -> None:
    async def scene() -> None:
        await at_desk(world)
        began = world.around.clock.now()
        while not isinstance(world.front.page, Standby):
            world.around.stage.active()
            await world.around.clock.sleep(60)
        assert 600 <= world.around.clock.now() - began <= 720

    world.play(scene(), staff={"longest": 600})
    assert [event["way"] for event in world.events("session.ended")] == ["too_long"]
    assert world.configuration().staff.longest == 12 * 3600


def unsettle(book: Journal) -> None:
    """As if no answer had come."""
    with book._store.transaction():
        book._store.do("UPDATE half SET state = 'unknown'")
        book._store.do("UPDATE operation SET settled = NULL")


def test_what_is_unsettled_from_a_day_before_stands_first_with_its_day(world: World) -> None:
    async def scene() -> None:
        await lock_a_card(world)
        world.backend.command("fault", "settle:error500")
        await world.around.operations.journal.call(unsettle)
        world.wall = datetime.fromisoformat("2026-11-22T09:00:00+08:00")
        await at_desk(world)
        await world.press("today")
        record = await world.on(Record)
        assert "另有 1 笔" in world.words(record.how)
        assert world.words(record.cards[0].title).startswith("11-21 ")
        await world.press("menu")
        await leave(world)

    world.wall = datetime.fromisoformat("2026-11-21T22:00:00+08:00")
    world.play(scene())
