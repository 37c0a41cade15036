"""Watches over a session's time: nobody there, a warning, 继续办理, and the longest that a visit may take."""

import asyncio
from collections.abc import Generator
from contextlib import contextmanager
from math import ceil

from kiosk.clock import LoopClock
from kiosk.config import LimitsTable
from ui.pages import AnyPage, Countdown, Result
from ui.stage import Stage

TICK = 1.0


class IdleWatch:
    """Counts quiet seconds on the page that is up; stands still inside `paused`, while a device or the bureau works."""

    def __init__(self, stage: Stage, limits: LimitsTable, clock: LoopClock) -> None:
        self._stage = stage
        self._limits = limits
        self._clock = clock
        self._quiet_from = clock.now()
        self._page: AnyPage | None = None
        self._paused = 0
        self._extended = 0
        self._warned: int | None = None

    def keep_to(self, limits: LimitsTable) -> None:
        """By these limits from now on."""
        self._limits = limits
        self._calm()

    def touched(self) -> None:
        """Somebody is there. While the warning stands only 继续办理 counts."""
        if self._warned is None:
            self._quiet_from = self._clock.now()

    def extend(self) -> None:
        """继续办理 was pressed."""
        if self._warned is not None and self._extended < self._limits.extensions:
            self._extended += 1
            self._calm()

    @contextmanager
    def paused(self) -> Generator[None]:
        """Nothing counts inside, and the count begins anew afterwards."""
        self._paused += 1
        try:
            yield
        finally:
            self._paused -= 1
            self._calm()

    async def until_idle(self) -> None:
        """Returns when nobody has been there for the page's limit."""
        while self._tick():
            await self._clock.sleep(TICK)

    def _tick(self) -> bool:
        """One second's look; False when the session is to end."""
        if self._stage.page is not self._page or self._paused or self._stage.speaks:
            self._page = self._stage.page
            self._calm()
        left = self._limit() - (self._clock.now() - self._quiet_from)
        if left <= 0:
            return False
        if left <= self._limits.warning:
            self._warn(ceil(left))
        return True

    def _warn(self, left: int) -> None:
        if left != self._warned:
            self._warned = left
            self._stage.warn(Countdown(left, self._limits.warning, self._limits.extensions - self._extended))

    def _calm(self) -> None:
        self._quiet_from = self._clock.now()
        if self._warned is not None:
            self._warned = None
            self._stage.warn(None)

    def _limit(self) -> int:
        limits, page = self._limits, self._page
        usual = limits.session_idle_care if self._stage.care else limits.session_idle
        if isinstance(page, Result):
            return max(limits.result_idle, usual) if self._stage.care else limits.result_idle
        if page is not None and page.sensitive and not self._stage.care:
            return limits.sensitive_idle
        return usual


async def until_whole(stage: Stage, limits: LimitsTable, clock: LoopClock) -> None:
    """Returns when the visit has taken as long as any may; care mode, whenever switched on, gives more."""
    began = clock.now()
    await asyncio.sleep(limits.session_whole)
    while stage.care and clock.now() - began < limits.session_whole_care:
        await asyncio.sleep(TICK)
