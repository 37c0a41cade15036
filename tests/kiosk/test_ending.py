"""Every way out of a visit runs the same ending: PIN, identity, card and page are left as if nobody had been there."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from face_hands import needs_networks, settings
from resident import Resident
from staff_hands import joined, panel
from world import World

from devices.camera import Camera
from devices.pin import Pin
from devices.receipt_printer import ReceiptPrinter
from kiosk.services import card_status
from kiosk.session import Session
from sandbox.camera import CameraSimulator
from sandbox.chip import ChipCard
from texts import Language
from ui.face_pages import Consent, FaceCapture
from ui.pages import Choice, Outcome, PinPad, PresentId, Record, Result, Standby, TakeBack

WHO, PIN, NEW = "zhang", "120119", "704926"
Out = Callable[[World], Awaitable[None]]


class Watched:
    """What a session had in hand."""

    def __init__(self) -> None:
        self.sessions: list[Session] = []
        self.pins: list[Pin] = []
        self.powered_off = 0


@contextmanager
def watching(world: World) -> Iterator[Watched]:
    """From the outside: each session that begins, each PIN that it makes, each time its card is powered off."""
    watched = Watched()
    entering, making, off = Session.__aenter__, Session.new_pin, ChipCard.power_off

    async def entered(session: Session) -> Session:
        watched.sessions.append(session)
        return await entering(session)

    def made(session: Session, *arguments: Any) -> Pin:
        watched.pins.append(pin := making(session, *arguments))
        return pin

    def powered_off(chip: ChipCard) -> None:
        watched.powered_off += 1
        off(chip)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Session, "__aenter__", entered)
        patch.setattr(Session, "new_pin", made)
        patch.setattr(ChipCard, "power_off", powered_off)
        yield watched


async def finished(world: World) -> None:
    answers = {"identity.enter_pin": (PIN,), "change_pin.new": (NEW,), "change_pin.again": (NEW,)}
    await Resident(world, "change_pin", WHO, answers).visit()


async def left(world: World) -> None:
    await world.record_by_card(WHO, PIN)
    await world.act("leave")


async def idle(world: World) -> None:
    await world.record_by_card(WHO, PIN)


async def too_long(world: World) -> None:
    await world.record_by_card(WHO, PIN)
    while isinstance(world.front.page, Record):
        world.around.stage.active()
        await asyncio.sleep(20)


async def card_pulled(world: World) -> None:
    """While its PIN is asked for: the same card is asked for again, and does not come."""
    await world.to_present_card()
    await world.insert(WHO)
    page = await world.on(PinPad)
    world.type_pin(page, PIN[:3])
    await world.pull()


async def device_lost(world: World) -> None:
    await world.to_present_card()
    await world.insert(WHO)
    page = await world.on(PinPad)
    world.type_pin(page, PIN)
    world.slot.stop()
    await world.act("enter")
    await world.until(lambda page: not isinstance(page, PinPad))
    await world.act("leave")


async def taken_over(world: World) -> None:
    """By staff who help, with the resident's consent."""
    await world.record_by_card(WHO, PIN)
    await joined(world)
    await world.on(Record)
    await panel(world)
    await world.act("take_over")


async def found_alone(world: World) -> None:
    """By staff who find nobody who could agree."""
    await world.record_by_card(WHO, PIN)
    await joined(world, "gone")


async def stopped(world: World) -> None:
    """As by SIGTERM: the scene is over while somebody is in the middle of it."""
    await world.record_by_card(WHO, PIN)
    with world.loop.held():
        world.slot.pull()


async def error(world: World) -> None:
    async def broken(session: Session) -> None:
        await card_status.identify_for(session, card_status.TRANSITION, card_status.steps(0))
        raise ValueError

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(card_status, "card_status", broken)
        await world.to_present_card()
        await world.insert(WHO)
        await world.enter_pin(PIN)
        await world.on(Result)
        await world.act("leave")


WAYS: dict[str, tuple[Out, str]] = {
    "finished": (finished, "finished"),
    "left": (left, "left"),
    "timed out": (idle, "idle"),
    "too long": (too_long, "too_long"),
    "card pulled": (card_pulled, "idle"),
    "device lost": (device_lost, "left"),
    "exception": (error, "left"),
    "staff take over": (taken_over, "taken_over"),
    "staff find nobody": (found_alone, "taken_over"),
}


@pytest.mark.parametrize("name", WAYS)
def test_however_a_visit_ends_nothing_of_it_is_left(world: World, name: str) -> None:
    out, way = WAYS[name]

    async def scene() -> None:
        await out(world)
        await back_at_standby(world)
        nothing_is_left(world, watched)

    with watching(world) as watched:
        world.play(scene())
    assert [event["way"] for event in world.events("session.ended")] == [way]


def test_a_terminal_that_is_stopped_ends_the_visit_as_any_other(world: World) -> None:
    with watching(world) as watched:
        world.play(stopped(world))
    nothing_is_left(world, watched)
    assert [event["way"] for event in world.events("session.ended")] == ["stopped"]


async def at_the_mirror(world: World) -> None:
    """Somebody certifies for their pension, and stands before the open camera."""
    await world.home()
    await world.press("certify_pension")
    await world.on(Choice)
    await world.press("self")
    await world.on(PresentId)
    world.lay("zhuxiao")
    await world.on(Record)
    world.lift()
    await world.press("begin")
    await world.on(Consent)
    await world.act("agree")
    await world.on(FaceCapture)


@needs_networks
@pytest.mark.parametrize("way", ["left", "taken_over"])
def test_the_camera_is_off_again(
    world: World, camera: CameraSimulator, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    switched: list[str] = []
    for name, act in (("open", Camera.open), ("close", Camera.close)):
        monkeypatch.setattr(Camera, name, lambda eye, name=name, act=act: (switched.append(name), act(eye))[1])

    async def scene() -> None:
        await at_the_mirror(world)
        assert switched[-1] == "open"
        await (world.act("leave") if way == "left" else joined(world, "gone"))
        await world.on(Standby)
        assert switched[-1] == "close"

    world.play(scene(), **settings(camera))
    assert [event["way"] for event in world.events("session.ended")] == [way]


@pytest.mark.parametrize("way", ["left", "idle"])
def test_a_slip_that_did_not_come_out_is_cleared_from_the_printer(
    world: World, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    cleared: list[bool] = []
    clear = ReceiptPrinter.clear
    monkeypatch.setattr(ReceiptPrinter, "clear", lambda printer: (cleared.append(True), clear(printer))[1])

    async def scene() -> None:
        await world.record_by_card(WHO, PIN)
        world.printer.command("fault", "paper-out-midway")
        await world.press("print")
        await world.on(Result)
        await world.pull()
        before = len(cleared)
        if way == "left":
            await world.act("leave")
        await world.on(Standby)
        assert len(cleared) > before

    world.play(scene())
    assert [event["way"] for event in world.events("session.ended")] == [way]


@pytest.mark.parametrize(("care", "minutes"), [(False, 20), (True, 30)])
def test_no_visit_lasts_longer_than_its_absolute_limit(world: World, care: bool, minutes: int) -> None:
    async def scene() -> None:
        world.around.stage.dressed(Language.ZH_CN, care)
        await world.to_present_id()
        began = world.loop.time()
        while not isinstance(world.front.page, Standby):
            world.around.stage.active()
            await asyncio.sleep(20)
        assert world.loop.time() - began == pytest.approx(minutes * 60, abs=25)

    world.play(scene())
    assert [event["way"] for event in world.events("session.ended")] == ["too_long"]


def test_what_cannot_be_closed_keeps_nothing_else_open(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    closed: list[str] = []

    async def card() -> None:
        closed.append("card")

    async def mistaken() -> None:
        raise ZeroDivisionError

    async def service(session: Session) -> None:
        session.at_end(card)
        session.at_end(mistaken)

    monkeypatch.setattr(card_status, "card_status", service)

    async def scene() -> None:
        await world.home()
        await world.press("card_status")
        await world.on(Standby)

    world.play(scene())
    assert closed == ["card"]
    assert [event["error"] for event in world.events("terminal.fault")] == ["ZeroDivisionError"]


@pytest.mark.parametrize("out", [taken_over, found_alone])
def test_what_staff_end_is_told_and_in_the_log_under_their_number(world: World, out: Out) -> None:
    async def scene() -> None:
        await out(world)
        shown = len(world.front.shown)
        await world.on(TakeBack)
        await world.pull()
        page = await world.on(Result)
        assert world.words(page.headline) == "这次办理已经结束"
        assert "1001" in world.words(page.what_now[-1])
        assert not any(isinstance(each, Record) for each in world.front.shown[shown:])
        await world.act("press", "understood")
        await world.on(Standby)

    world.play(scene())
    (event,) = world.events("staff.took_over")
    assert event["staff"] == "1001"
    assert len(world.events("staff.signed_out")) == 1


def test_staff_may_end_a_visit_that_has_come_to_a_failure(world: World) -> None:
    async def scene() -> None:
        world.backend.command("fault", "garbage")
        await world.to_present_id()
        world.lay(WHO)
        page = await world.on(Result)
        assert page.outcome is Outcome.FAILED
        world.backend.command("fault", "none")
        await joined(world, "gone")
        world.lift()
        await world.on(Standby)

    world.play(scene())
    assert [event["way"] for event in world.events("session.ended")] == ["taken_over"]


async def back_at_standby(world: World) -> None:
    """They take back what is theirs when they are asked to."""
    await world.until(lambda page: isinstance(page, TakeBack | Standby))
    if isinstance(world.front.page, TakeBack):
        await world.pull()
    await world.on(Standby)


def nothing_is_left(world: World, watched: Watched) -> None:
    (session,) = watched.sessions
    person, stage = world.people[WHO], world.around.stage
    assert watched.pins
    assert all(pin.length == 0 for pin in watched.pins)
    assert repr(session.memory) == "Memory(0 kept, 0 fetched)"
    assert person.name not in repr(vars(session))
    for secret in (person.name, person.id_number):
        assert secret not in repr((vars(stage), world.front.page))
    assert watched.powered_off
    assert world.front.resets
