"""The last page of a visit, when the cards are back: answered, or gone when nobody touches it or the next one comes."""

import asyncio
from collections.abc import Awaitable, Sequence
from typing import Any, Final, TypeVar

from kiosk.clock import LoopClock
from kiosk.config import LimitsTable
from kiosk.waiting import first_of
from ui.pages import Back, Page
from ui.stage import Stage, nothing

A = TypeVar("A")

LONGEST: Final = 120.0
"""Seconds that the page stands at most, however often it is touched: somebody may be waiting behind."""
TICK: Final = 0.5


async def afterword(
    stage: Stage, page: Page[A], clock: LoopClock, limits: LimitsTable, *, unless: Sequence[Awaitable[Any]]
) -> A | None:
    """The answer; None when nobody touches the page for a while, or one of `unless` happens first."""
    answering = asyncio.ensure_future(stage.ask(page))
    quiet = asyncio.ensure_future(_until_quiet(stage, clock, limits))
    async with first_of(answering, quiet, *map(asyncio.ensure_future, unless)):
        answer = answering.result() if answering.done() else None
    return None if isinstance(answer, Back) else answer


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
        stage.on_activity = nothing
