"""The core's lines to the bureau: a client for residents' calls, one for all else, and whether the bureau answers."""

import asyncio
from collections.abc import Callable
from typing import TypeVar

from kiosk.backend.client import Bureau
from kiosk.backend.errors import BackendError, BackendSilent, BackendUnreachable
from kiosk.backend.schemas import SystemInfo
from kiosk.log import EventLog
from kiosk.worker import DeadlineError, Worker

R = TypeVar("R")

GRACE = 2.0
"""Seconds beyond the client's own total deadline, which includes its retry: the way to its thread and back."""


class BureauLine:
    """Asynchronous calls to the bureau; an outage is logged once when it begins and once when it ends.

    What nobody waits for at the screen (settling, heartbeats) goes `aside`, on a worker of its own.
    """

    def __init__(self, make: Callable[[], Bureau], log: EventLog, *, seconds: float) -> None:
        self._log = log
        self._seconds = seconds
        self._loop = asyncio.get_running_loop()
        self._lost_at: float | None = None
        self._worker: Worker[Bureau] = Worker("bureau", make)
        self._aside: Worker[Bureau] = Worker("bureau-aside", make)
        self.on_change: Callable[[], None] = lambda: None

    def start(self) -> None:
        """Begin to take calls."""
        self._worker.start()
        self._aside.start()

    async def stop(self) -> None:
        """End the connections."""
        await asyncio.gather(self._worker.stop(), self._aside.stop())

    @property
    def reachable(self) -> bool:
        """Whether the last call was answered; true before the first."""
        return self._lost_at is None

    @property
    def busy(self) -> bool:
        """Whether a call is under way."""
        return self._worker.busy or self._aside.busy

    def renew_if_stuck(self) -> None:
        """Between two sessions: what is stuck is replaced by a fresh worker."""
        for worker in (self._worker, self._aside):
            if worker.stuck:
                self._log.write("device.stuck", device=worker.name)
                worker.renew()

    async def system(self) -> SystemInfo:
        """Who answers there, and whether it is a test system."""
        return await self.call("system", lambda bureau: bureau.system(), aside=True)

    async def call(
        self,
        name: str,
        function: Callable[[Bureau], R],
        *,
        aside: bool = False,
        alone: bool = False,
        seconds: float | None = None,
    ) -> R:
        """One call by name (for the log), with the usual deadline or its own.

        `alone`: its silence closes nothing here: another house answers it, or it is about one operation of before.
        Raises the client's `BackendError`s; one that hangs is `BackendSilent`.
        """
        worker = self._aside if aside else self._worker
        try:
            answer = await worker.call(function, (seconds or self._seconds) + GRACE)
        except DeadlineError as error:
            self._failed(name, silent := BackendSilent(f"{name}: no end within the deadline"), alone=alone)
            raise silent from error
        except BackendError as error:
            self._failed(name, error, alone=alone)
            raise
        self._answered()
        return answer

    def _failed(self, name: str, error: BackendError, *, alone: bool) -> None:
        self._log.write("backend.failed", call=name, kind=type(error).__name__, detail=error.detail)
        ours = isinstance(error, BackendUnreachable) or (isinstance(error, BackendSilent) and not alone)
        if ours and self._lost_at is None:
            self._lost_at = self._loop.time()
            self._log.write("backend.lost", kind=type(error).__name__, detail=error.detail)
            self.on_change()

    def _answered(self) -> None:
        if self._lost_at is not None:
            self._log.write("backend.back", seconds=round(self._loop.time() - self._lost_at, 1))
            self._lost_at = None
            self.on_change()
