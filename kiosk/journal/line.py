"""The core's line to the journal: the blocking `Journal` on a worker of its own."""

from collections.abc import Callable
from typing import TypeVar

from kiosk.journal.journal import Journal
from kiosk.worker import Worker

R = TypeVar("R")

SECONDS = 10.0
"""For one call: a commit on a disk that is busy, not one that has died."""


class JournalLine:
    """Asynchronous calls to the journal. Raises the journal's own errors; one that hangs is a `DeadlineError`."""

    def __init__(self, make: Callable[[], Journal]) -> None:
        self._worker: Worker[Journal] = Worker("journal", make)

    def start(self) -> None:
        """Open the journal."""
        self._worker.start()

    async def stop(self) -> None:
        """Give the file back."""
        await self._worker.stop()

    @property
    def busy(self) -> bool:
        """Whether a call is under way."""
        return self._worker.busy

    async def call(self, function: Callable[[Journal], R]) -> R:
        """One call on the journal's thread."""
        return await self._worker.call(function, SECONDS)
