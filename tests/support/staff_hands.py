"""What staff do before the terminal: sign in, come to the desk, to diagnostics, and leave."""

from world import World

from ui.pages import Choice, Keypad, Standby

ZHOU, CHEN, YANG = ("1001", "246810"), ("2001", "802468"), ("9001", "975310")
"""An assistant, a supervisor and a technician: number and password."""


async def at_desk(world: World, who: tuple[str, str]) -> Choice:
    """From Standby to the desk's menu."""
    await world.home()
    await world.press("staff")
    await world.on(Keypad)
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
