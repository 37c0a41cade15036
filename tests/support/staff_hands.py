"""What staff do before the terminal: sign in, come beside a resident, to the desk, to diagnostics, and leave."""

from world import World

from ui.pages import Choice, HelpCall, Keypad, PresentId, Standby

ZHOU, CHEN, YANG = ("1001", "246810"), ("2001", "802468"), ("9001", "975310")
"""An assistant, a supervisor and a technician: number and password."""


async def to_number(world: World) -> Keypad:
    """From Standby to the page that takes a staff number, or a staff card."""
    await world.home()
    await world.press("staff")
    return await world.on(Keypad)


async def to_number_beside(world: World) -> Keypad:
    """The same from the call for help of a resident who is asked for their ID card."""
    await world.home()
    await world.press("lock_application")
    await world.on(PresentId)
    await world.act("call")
    await world.act("come")
    return await world.on(Keypad)


async def at_desk(world: World, who: tuple[str, str] = ZHOU) -> Choice:
    """From Standby to the desk's menu."""
    await to_number(world)
    await world.act("enter", who[0])
    await world.enter_pin(who[1])
    return await world.on(Choice)


async def to_diagnostics(world: World) -> None:
    """The technician at the page with everything, while it is being looked at."""
    await at_desk(world, YANG)
    await world.press("diagnostics")


async def leave(world: World) -> None:
    """From the desk's menu to Standby."""
    await world.on(Choice)
    await world.press("sign_out")
    await world.on(Standby)


async def panel(world: World) -> HelpCall:
    """What stands over whatever page once 呼叫工作人员 was pressed."""
    await world.act("call")
    while world.front.call is None:
        await world.front_changes()
    return world.front.call


async def come(world: World) -> Keypad:
    """They press 员工登录 in that panel."""
    assert (await panel(world)).staff
    await world.act("come")
    return await world.on(Keypad)


async def identify(world: World, who: tuple[str, str]) -> None:
    """Number and password."""
    await world.act("enter", who[0])
    await world.enter_pin(who[1])


async def joined(world: World, answer: str = "agree") -> None:
    """Zhou signs in beside the resident, who says yes or no; or who is not there, and Zhou says so."""
    await come(world)
    await identify(world, ZHOU)
    consent = await option(world, "agree")
    assert "1001" in world.words(consent.headline)
    await world.press(answer)


async def option(world: World, key: str) -> Choice:
    """Wait for a choice that has it."""
    page = await world.until(lambda page: isinstance(page, Choice) and key in {each.key for each in page.options}, key)
    assert isinstance(page, Choice)
    return page
