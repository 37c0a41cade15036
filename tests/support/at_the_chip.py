"""What residents have done on their card's chip: the ways to the page on which a PIN is typed, and what is left."""

from io import BytesIO
from typing import Any

from at_the_bureau import code_sent
from world import World

from ui.pages import Confirm, Home, Keypad, PinPad, PresentCard, PresentId, Working

ASKED = (PresentCard, PresentId, Keypad)
NEW = "704926"


async def identified_with_card(world: World, item: str, key: str) -> None:
    """From Standby through card, ID card and SMS code, in whatever order they are asked for, as far as it goes."""
    await world.home()
    await world.press(item)
    done: set[type] = set()
    while type(page := await _next(world, done)) in ASKED:
        done.add(type(page))
        if isinstance(page, PresentCard):
            await world.insert(key)
        elif isinstance(page, PresentId):
            world.lay(key)
        else:
            await world.act("enter", code_sent(world))


async def _next(world: World, done: set[type]) -> object:
    """Whatever comes now that is not merely passing."""
    passing = (Home, Working, *done)
    return await world.until(lambda page: not isinstance(page, passing))


async def confirmed(world: World) -> None:
    """Through the confirmation."""
    await world.on(Confirm)
    await world.act("proceed")


async def typed(world: World, headline: str, digits: str) -> None:
    """A PIN, where it is asked for by this headline's text id."""
    await world.until(lambda page: isinstance(page, PinPad) and page.headline.id == headline, headline)
    await world.enter_pin(digits)
    await world.until(lambda page: not isinstance(page, PinPad) or page.headline.id != headline or page.trouble)


async def new_pin_chosen(world: World, item: str, new: str = NEW) -> None:
    """Twice alike."""
    await typed(world, f"{item}.new", new)
    await typed(world, f"{item}.again", new)


async def to_new_pin(world: World, key: str) -> None:
    """Everything of a reset before the new PIN."""
    await identified_with_card(world, "reset_pin", key)
    await confirmed(world)
    await world.on(PinPad)


async def gone(world: World) -> None:
    """They take everything back."""
    await world.pull()
    world.lift()


def overheard(world: World) -> list[bytes]:
    """The bodies of all requests that the bureau gets from now on."""
    bodies: list[bytes] = []
    app = world.backend._app
    answer = app.wsgi_app

    def listening(environ: dict[str, Any], start: Any) -> Any:
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        bodies.append(body)
        return answer({**environ, "wsgi.input": BytesIO(body)}, start)

    app.wsgi_app = listening
    return bodies


def tries_left(world: World, key: str) -> int:
    """The chip's counter."""
    return world.slot.chip(key).memory.tries_left
