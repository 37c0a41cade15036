"""A visit's life: leaving, idling, cards that nobody asked for, cards that nobody takes, and an ending that holds."""

import asyncio
from dataclasses import replace
from datetime import datetime, time, timedelta, timezone

import pytest
from world import World

from kiosk import terminal
from kiosk.services import card_status as service
from kiosk.services.catalogue import Hours, catalogue
from kiosk.session import Session
from texts import Language
from ui.pages import (
    By,
    Paused,
    PresentCard,
    PresentId,
    Result,
    Standby,
    TakeBack,
)


def ways(world: World) -> list[str]:
    return [event["way"] for event in world.events("session.ended")]


def test_leaving_ends_the_session_from_any_page(world: World) -> None:
    async def scene() -> None:
        await world.to_present_card()
        await world.act("leave")
        await world.to_present_id()
        await world.act("leave")
        await world.record_by_card("zhang", "120119")
        await world.act("leave")
        await world.pull()
        await world.on(Standby)

    world.play(scene())
    assert ways(world) == ["left", "left", "left"]


def test_going_back_returns_to_the_page_before(world: World) -> None:
    async def scene() -> None:
        page = await world.to_present_id()
        assert page.back
        await world.act("back")
        first = await world.on(PresentCard)
        assert not first.back

    world.play(scene())


def test_nobody_goes_back_behind_an_identification(world: World) -> None:
    async def scene() -> None:
        record = await world.record_by_id_card("zhang")
        assert not record.back
        world.lift()

    world.play(scene())


def test_a_quiet_page_warns_and_then_ends_the_session(world: World) -> None:
    async def scene() -> None:
        await world.to_present_id()
        began = world.loop.time()
        while world.front.countdown is None:
            await world.front_changes()
        assert world.loop.time() - began == pytest.approx(90, abs=3)
        assert world.front.countdown.left == 30
        await world.on(Standby)
        assert world.loop.time() - began == pytest.approx(120, abs=3)

    world.play(scene())
    assert ways(world) == ["idle"]


def test_a_page_with_data_of_the_resident_ends_sooner(world: World) -> None:
    async def scene() -> None:
        await world.record_by_id_card("zhang")
        world.lift()
        began = world.loop.time()
        await world.on(Standby)
        assert world.loop.time() - began == pytest.approx(60, abs=3)

    world.play(scene())


def test_going_on_is_one_press_and_ten_at_most(world: World) -> None:
    async def scene() -> None:
        await world.to_present_id()
        for left in range(10, 0, -1):
            while world.front.countdown is None:
                await world.front_changes()
            assert world.front.countdown.extensions_left == left
            await world.act("extend")
            assert world.front.countdown is None
        began = world.loop.time()
        await world.act("extend")
        await world.on(Standby)
        assert world.loop.time() - began == pytest.approx(120, abs=3)

    world.play(scene())


def test_a_touch_while_nothing_warns_starts_the_count_anew(world: World) -> None:
    async def scene() -> None:
        await world.to_present_id()
        for _ in range(5):
            await asyncio.sleep(80)
            world.around.stage.active()
        assert isinstance(world.front.page, PresentId)

    world.play(scene())


def test_the_count_stands_still_while_voice_speaks_for_a_minute_at_most(world: World) -> None:
    async def scene() -> None:
        await world.to_present_id()
        began = world.loop.time()
        world.around.stage.speaking(True)
        await world.on(Standby)
        assert world.loop.time() - began == pytest.approx(180, abs=4)

    world.play(scene())


def test_a_session_ends_after_twenty_minutes_however_busy(world: World) -> None:
    async def scene() -> None:
        await world.to_present_id()
        began = world.loop.time()
        while not isinstance(world.front.page, Standby):
            await asyncio.sleep(20)
            world.around.stage.active()
        assert world.loop.time() - began == pytest.approx(1200, abs=25)

    world.play(scene())
    assert ways(world) == ["too_long"]


def test_a_card_that_no_page_asked_for_ends_the_session(world: World) -> None:
    async def scene() -> None:
        await world.record_by_id_card("zhang")
        world.lift()
        await world.insert("li")
        await world.on(TakeBack)
        await world.pull()
        await world.on(Standby)

    world.play(scene())
    assert ways(world)[0] == "card_put_in"


def test_a_card_that_is_not_taken_is_left_alone_told_and_never_read_again(world: World) -> None:
    async def scene() -> None:
        await world.record_by_card("zhang", "120119")
        chip = world.slot.chip("zhang")
        await world.act("leave")
        page = await world.on(TakeBack)
        alarms = {page.alarm}
        while isinstance(world.front.page, TakeBack):
            alarms.add(world.front.page.alarm)
            await world.front_changes()
        assert alarms == {0, 1, 2, 3}
        standby = await world.on(Standby)
        assert "没取走" in world.words(standby.notices[0])
        commands = chip.memory
        home = await world.home()
        assert "没取走" in world.words(home.notices[0])
        await world.press("card_status")
        await world.on(PresentId)
        await world.act("leave")
        assert chip.memory == commands
        await world.pull()
        await world.until(lambda page: isinstance(page, Standby) and not page.notices)
        await asyncio.sleep(60)

    world.play(scene())
    assert world.events("card.left_behind")
    assert world.events("card.taken_late")
    told = world.backend.command("notices")
    assert "card_left_behind" in told
    assert "card_taken_late" in told


def test_an_id_card_that_is_not_taken_is_told(world: World) -> None:
    async def scene() -> None:
        await world.record_by_id_card("zhang")
        await world.act("leave")
        await world.on(TakeBack)
        await world.on(Standby)
        await asyncio.sleep(1)

    world.play(scene())
    assert world.events("id_card.left_behind")


def test_an_answer_to_an_older_page_is_dropped(world: World) -> None:
    async def scene() -> None:
        await world.home()
        old = world.front.serial
        await world.press("card_status")
        await world.on(PresentCard)
        await asyncio.sleep(1)
        world.send(old, "press", "card_status")
        await asyncio.sleep(1)
        assert isinstance(world.front.page, PresentCard)

    world.play(scene())


def test_a_double_tap_does_not_answer_the_next_page(world: World) -> None:
    async def scene() -> None:
        await world.home()
        await world.press("card_status")
        await world.on(PresentCard)
        await asyncio.sleep(0.1)
        world.send(world.front.serial, "press", "id_card")
        await asyncio.sleep(1)
        assert isinstance(world.front.page, PresentCard)

    world.play(scene())


def test_an_accessibility_action_is_carried_out_late_rather_than_dropped(world: World) -> None:
    async def scene() -> None:
        await world.home()
        await world.press("card_status")
        await world.on(PresentCard)
        await asyncio.sleep(0.1)
        world.send(world.front.serial, "press", "id_card", By.ACCESSIBILITY)
        await world.on(PresentId)

    world.play(scene())


def test_home_goes_back_to_sleep(world: World) -> None:
    async def scene() -> None:
        await world.home()
        began = world.loop.time()
        await world.on(Standby)
        assert world.loop.time() - began == pytest.approx(60, abs=2)

    world.play(scene())


def test_a_mistake_in_a_service_is_a_page_without_a_trace_and_the_end_of_the_session(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(session: Session) -> None:
        await service.identify_for(session, service.TRANSITION, service.steps(0))
        raise ValueError("500103199001011234")

    monkeypatch.setattr(service, "card_status", broken)

    async def scene() -> None:
        await world.to_present_id()
        world.lay("zhang")
        result = await world.on(Result)
        assert "500103" not in repr(result)
        await world.act("leave")
        await world.on(TakeBack)
        world.lift()
        await world.on(Standby)

    world.play(scene())
    (fault,) = world.events("terminal.fault")
    assert fault["error"] == "ValueError"
    assert "500103" not in repr(world.events())


def test_a_service_that_cannot_be_loaded_ends_its_own_session_only(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(service, "card_status")

    async def scene() -> None:
        await world.home()
        await world.press("card_status")
        await world.on(Result)
        await world.act("leave")
        await world.home()

    world.play(scene())
    assert ways(world) == ["left"]
    assert [fault["error"] for fault in world.events("terminal.fault")] == ["AttributeError"]


def test_stopping_the_terminal_runs_the_same_ending(world: World) -> None:
    async def scene() -> None:
        await world.record_by_card("zhang", "120119")
        with world.loop.held():
            world.slot.pull()

    world.play(scene())
    assert ways(world) == ["stopped"]
    assert world.front.resets


def test_after_a_session_nothing_of_it_is_left_in_front_stage_or_memory(world: World) -> None:
    kept: list[Session] = []
    original = Session.__aenter__

    async def entering(self: Session) -> Session:
        kept.append(self)
        return await original(self)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Session, "__aenter__", entering)

        async def scene() -> None:
            await world.record_by_id_card("zhang")
            world.lift()
            await world.act("leave")
            await world.on(Standby)

        world.play(scene())
    (session,) = kept
    assert repr(session.memory) == "Memory(0 kept, 0 fetched)"
    person = world.people["zhang"]
    assert person.name not in repr(vars(session))
    assert person.id_number not in repr(vars(world.around.stage))


def test_english_chosen_by_the_resident_is_on_the_slip(world: World) -> None:
    async def scene() -> None:
        await world.record_by_id_card("zhang")
        world.around.stage.dressed(Language.EN, care=False)
        await world.press("print")
        await world.on(Result)
        world.lift()

    world.play(scene())
    printed = b"".join(path.read_bytes() for path in (world.folder / "paper").glob("*.bin"))
    assert b"Your card can be used" in printed


def test_a_closed_hour_closes_the_tile_with_its_hours(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    closed = tuple(replace(item, hours=Hours(time(8), time(20))) for item in catalogue())
    monkeypatch.setattr(terminal, "catalogue", lambda: closed)
    world.wall = datetime(2026, 11, 22, 3, 0, tzinfo=timezone(timedelta(hours=8)))

    async def scene() -> None:
        paused = await world.on(Paused)
        assert "08:00-20:00" in world.words(paused.how)

    world.play(scene())


def test_a_failure_after_an_answered_page_offers_no_way_back(world: World) -> None:
    async def scene() -> None:
        await world.to_present_id()
        world.lay("idexpired")
        result = await world.on(Result)
        assert not result.back
        world.lift()
        await world.act("leave")
        await world.on(Standby)

    world.play(scene())
    assert ways(world) == ["left"]
