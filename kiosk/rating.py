"""好差评 at the end of a visit: five levels, reasons if one likes, or nothing, which is kept as 未评价, never as 满意.

Once a visit (GB/T 39734, 「一次一评」), voluntary and without a name. It comes when the cards are back, and whoever has
gone is not asked.
"""

import asyncio
import tomllib
from collections.abc import Awaitable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import resources
from kiosk.backend.operations import Item
from kiosk.backend.ratings import ServiceRating
from kiosk.clock import LoopClock
from kiosk.config import LimitsTable
from kiosk.journal import Draft, HalfDraft, new_intention
from kiosk.operations import BUREAU
from kiosk.waiting import first_of
from texts import Text
from ui.pages import NotRated, Rate, Rating, Reason
from ui.stage import Stage

LONGEST: Final = 120.0
"""Seconds that the page stands at most, however often it is touched: somebody may be waiting behind."""
TICK: Final = 0.5


@dataclass(frozen=True, slots=True)
class Matter:
    """What was done in a visit: the item, and the number of its operation where it had one."""

    item: str
    reference: str | None = None


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(resources.path("rating.toml").read_text("utf-8"))


def page() -> Rate:
    """Nothing is chosen beforehand, and no level stands out."""
    reasons = tuple(
        Reason(key, Text(f"rate_service.reason.{key}"), frozenset(levels))
        for key, levels in _table()["reasons"].items()
    )
    return Rate(headline=Text("rate_service.headline"), how=Text("rate_service.how"), reasons=reasons)


def rating_draft(matter: Matter, answer: Rating | NotRated) -> Draft:
    """One half, at the bureau; sent again until it is answered. It touches nobody's operations, and waits for none."""
    given = answer if isinstance(answer, Rating) else None
    rating = ServiceRating(
        item=matter.item,
        about=matter.reference,
        level=given.level if given else None,
        reasons=given.reasons if given else (),
        list=_table()["list"],
    )
    intention = new_intention()
    return Draft(
        intention=intention,
        item=Item.RATE_SERVICE.value,
        kind="visit",
        person=f"rating {intention}",
        halves=(HalfDraft(BUREAU, rating.body()),),
        repeatable=True,
    )


async def asked(
    stage: Stage, clock: LoopClock, limits: LimitsTable, *, unless: Sequence[Awaitable[Any]]
) -> Rating | NotRated:
    """The answer; `NotRated` when nobody touches the page for a while, or one of `unless` happens first."""
    answering = asyncio.ensure_future(stage.ask(page()))
    quiet = asyncio.ensure_future(_until_quiet(stage, clock, limits))
    async with first_of(answering, quiet, *map(asyncio.ensure_future, unless)):
        answer = answering.result() if answering.done() else None
    return answer if isinstance(answer, Rating) else NotRated()


async def _until_quiet(stage: Stage, clock: LoopClock, limits: LimitsTable) -> None:
    """Returns when the page was not touched for so long; while voice speaks, nothing counts."""
    began = touched = clock.now()

    def touch() -> None:
        nonlocal touched
        touched = clock.now()

    stage.on_activity = touch
    try:
        while clock.now() - began < LONGEST:
            if stage.speaks:
                touch()
            if clock.now() - touched >= (limits.rating_care if stage.care else limits.rating):
                return
            await clock.sleep(TICK)
    finally:
        stage.on_activity = _nothing


def _nothing() -> None:
    """Nobody is asked."""
