"""What staff do before the terminal: sign in, come to the desk, to diagnostics, and leave."""

from world import World

from ui.pages import Choice, Keypad, PresentId, Standby

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
