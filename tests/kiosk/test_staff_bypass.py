"""Nobody comes to the staff's desk but through its sign-in: by no key, way back, restart, argument or timeout."""

import pytest
from staff_hands import YANG, ZHOU, at_desk, leave, to_number, to_number_beside
from world import World

from kiosk.staff.desk import acts
from ui.pages import Choice, Home, Keypad, PinPad, PresentId, Standby

ACTIONS = ("press", "enter", "proceed", "back", "come", "go", "extend", "hang_up", "wake", "sign_out", "reveal")
KEYS = (None, "staff", "menu", "sign_out", "agree", "approve", "here", "open", *acts())


async def everything_pressed(world: World) -> None:
    """Whatever a front could send, once for each page that comes of it."""
    for action in ACTIONS:
        for key in KEYS:
            await world.act(action, key)


def nothing_was_done(world: World) -> None:
    assert world.events("staff.signed_in") == []
    assert world.events("staff.acted") == []


def test_no_key_leads_past_the_number(world: World) -> None:
    async def scene() -> None:
        await to_number(world)
        await everything_pressed(world)
        assert isinstance(world.front.page, Keypad)
        await world.act("leave")
        await world.on(Standby)

    world.play(scene())
    nothing_was_done(world)


def test_no_key_leads_past_the_password(world: World) -> None:
    async def scene() -> None:
        await to_number(world)
        await world.act("enter", ZHOU[0])
        await world.on(PinPad)
        for action in set(ACTIONS) - {"enter"}:
            await world.act(action, "today")
        assert isinstance(world.front.page, PinPad)
        await world.act("enter")
        assert isinstance(world.front.page, PinPad)
        await world.act("leave")
        await world.on(Standby)

    world.play(scene())
    nothing_was_done(world)


def test_what_stood_before_signing_out_answers_nothing_afterwards(world: World) -> None:
    async def scene() -> None:
        menu = await at_desk(world, ZHOU)
        serial = world.front.serial
        await leave(world)
        for button in menu.options:
            world.send(serial, "press", button.key)
            world.send(world.front.serial, "press", button.key)
        world.send(serial, "back")
        await world.home()
        for button in menu.options:
            await world.act("press", button.key)
        await world.act("back")
        assert isinstance(world.front.page, Home)

    world.play(scene())
    assert world.events("staff.acted") == []


def test_the_next_to_come_signs_in_anew(world: World) -> None:
    async def scene() -> None:
        await at_desk(world, ZHOU)
        await leave(world)
        await to_number(world)
        await world.act("leave")
        await world.on(Standby)

    world.play(scene())
    assert len(world.events("staff.signed_in")) == 1


def test_a_restart_signs_everybody_out(world: World) -> None:
    async def before() -> None:
        await at_desk(world, ZHOU)

    async def after() -> None:
        assert isinstance(await world.on(Standby), Standby)
        await to_number(world)
        await world.act("leave")

    world.play(before())
    world.play(after())
    assert len(world.events("staff.signed_in")) == len(world.events("staff.signed_out")) == 1


def test_a_restart_does_not_end_the_waits(world: World) -> None:
    async def wrong() -> None:
        await to_number(world)
        for _ in range(3):
            await world.act("enter", ZHOU[0])
            await world.enter_pin("111111")
            await world.until(lambda page: not isinstance(page, PinPad))
        await world.until(lambda page: getattr(page, "code", "") == "STAFF_WAIT")

    async def again() -> None:
        await world.home()
        await world.press("staff")
        await world.until(lambda page: getattr(page, "code", "") == "STAFF_WAIT")

    world.play(wrong())
    world.play(again())
    nothing_was_done(world)


def test_the_argument_diagnostics_lets_nobody_in_but_a_technician(world: World) -> None:
    async def scene() -> None:
        await world.on(Keypad)
        await world.act("enter", ZHOU[0])
        await world.enter_pin(ZHOU[1])
        page = await world.until(lambda page: isinstance(page, Keypad) and page.trouble is not None)
        assert isinstance(page, Keypad)
        assert "运维人员" in world.words(page.trouble)
        await world.act("leave")
        await world.on(Keypad)

    world.technician_first = True
    world.play(scene())
    assert world.events("staff.acted") == []


def test_a_timeout_at_the_sign_in_ends_it(world: World) -> None:
    async def scene() -> None:
        await to_number(world)
        await world.act("enter", YANG[0])
        await world.on(PinPad)
        await world.on(Standby)
        await to_number(world)

    world.play(scene())
    nothing_was_done(world)


@pytest.mark.parametrize("at", ["number", "password"])
def test_a_residents_timeout_lets_no_staff_in_and_nobody_out_to_the_desk(world: World, at: str) -> None:
    async def scene() -> None:
        await to_number_beside(world)
        if at == "password":
            await world.act("enter", ZHOU[0])
            await world.on(PinPad)
        await world.on(Standby)

    world.play(scene())
    nothing_was_done(world)


def test_who_helps_a_resident_does_not_come_to_the_desk_by_it(world: World) -> None:
    async def scene() -> None:
        await to_number_beside(world)
        await world.act("enter", ZHOU[0])
        await world.enter_pin(ZHOU[1])
        await world.until(lambda page: isinstance(page, Choice))
        await world.press("agree")
        await world.on(PresentId)
        for key in acts():
            await world.act("press", key)
        await world.act("leave")
        await world.on(Standby)
        await to_number(world)

    world.play(scene())
    assert world.events("staff.acted") == []
