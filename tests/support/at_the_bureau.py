"""What residents have done at the bureau alone: for each item and kind whose card, which pages, what it becomes."""

import re
from dataclasses import dataclass

from world import World

from ui.pages import Choice, Confirm, Keypad, PresentCard, PresentId, Result, Signature, Standby
from ui.specimens_signing import WRITTEN

SEALED, NORMAL, FORMAL_LOSS, LOCKED, TEMPORARY_LOSS, CANCELLED = "0", "1", "2", "3", "4", "9"

PATIENT = {"query_seconds": 10.0}
"""[backend] of a terminal on a machine that is busy with tests, where nothing is meant to be silent."""


@dataclass(frozen=True)
class Way:
    """One thing that is done by ID card and SMS code: the pages up to its last confirmation, and the card's states."""

    name: str
    item: str
    who: str
    before: str
    after: str
    kind: str = ""
    """What is pressed where kinds are offered."""
    shows_card: bool = False
    confirms: int = 1

    def __str__(self) -> str:
        return self.name


TEMPORARY = Way("temporary loss", "report_loss", "zhang", NORMAL, TEMPORARY_LOSS, kind="temporary")
FORMAL = Way("formal loss", "report_loss", "zhang", NORMAL, FORMAL_LOSS, kind="formal", confirms=2)
HARDER = Way("formal after temporary", "report_loss", "li", TEMPORARY_LOSS, FORMAL_LOSS, kind="formal", confirms=2)
LOCK = Way("lock", "lock_application", "zhang", NORMAL, LOCKED, confirms=2)
UNLOCK = Way("unlock", "unlock_application", "suo", LOCKED, NORMAL, shows_card=True)
FOUND = Way("withdraw temporary", "withdraw_loss_report", "li", TEMPORARY_LOSS, NORMAL, shows_card=True)
FOUND_LATE = Way("withdraw formal", "withdraw_loss_report", "zhao", FORMAL_LOSS, NORMAL, shows_card=True)
WAYS = (TEMPORARY, FORMAL, HARDER, LOCK, UNLOCK, FOUND, FOUND_LATE)


def code_sent(world: World) -> str:
    """The newest code in the sandbox's inbox."""
    return re.findall(r"\b(\d{6})\b", world.backend.command("inbox"))[-1]


async def identified(world: World, item: str, key: str) -> None:
    """From Standby through ID card and SMS code."""
    await world.home()
    await world.press(item)
    await world.on(PresentId)
    world.lay(key)
    await world.on(Keypad)
    await world.act("enter", code_sent(world))


async def refused(world: World, item: str, key: str) -> Result:
    """As `identified`, to the refusal; a person without a registered telephone is refused before any code."""
    await world.home()
    await world.press(item)
    await world.on(PresentId)
    world.lay(key)
    page = await world.until(lambda page: isinstance(page, Keypad | Result))
    if isinstance(page, Keypad):
        await world.act("enter", code_sent(world))
    return await world.on(Result)


async def to_last_confirmation(world: World, way: Way) -> Confirm:
    """Everything before the answer that does it."""
    await identified(world, way.item, way.who)
    if way.kind:
        await world.on(Choice)
        await world.press(way.kind)
    if way.shows_card:
        await world.on(PresentCard)
        await world.insert(way.who)
    page = await world.on(Confirm)
    for _ in range(way.confirms - 1):
        page = await confirmed(world, page)
    return page


async def confirmed(world: World, first: Confirm) -> Confirm:
    """确认, to the next confirmation; where a signature is asked for between them, it is given."""
    await world.act("proceed")
    page = await world.until(lambda page: isinstance(page, Confirm | Signature) and page.headline != first.headline)
    if isinstance(page, Signature):
        await world.act("sign", WRITTEN)
        page = await world.on(Confirm)
    assert isinstance(page, Confirm)
    return page


async def done(world: World, way: Way) -> Result:
    """The whole way to the result."""
    await to_last_confirmation(world, way)
    await world.act("proceed")
    return await world.on(Result)


async def gone(world: World) -> None:
    """They take everything back and leave."""
    await world.pull()
    world.lift()
    await world.on(Standby)


def said(world: World, page: Confirm) -> str:
    """Everything that a confirmation says in its points, and under them."""
    points = "".join(f"{world.words(point.label)}：{world.words(point.words)}；" for point in page.points)
    return points + world.words(page.note)


def told(world: World, page: Result) -> str:
    """Everything that a result says."""
    rows = [f"{world.words(row.label)}：{world.words(row.value)}，{world.words(row.meaning)}" for row in page.rows]
    return "\n".join([world.words(page.headline), *map(world.words, page.what_now), *rows])
