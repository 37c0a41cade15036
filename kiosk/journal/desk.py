"""The core's way to the journal: asynchronous calls, on a worker of the journal's own."""

from collections.abc import Callable
from typing import TypeVar

from kiosk.journal.errors import JournalUnwritable
from kiosk.journal.journal import Journal
from kiosk.journal.line import JournalLine
from kiosk.worker import DeadlineError, Worker

R = TypeVar("R")

SECONDS = 10.0
"""For one call: a commit on a disk that is busy, not on one that has died."""


class JournalDesk:
    """Raises the journal's own errors; a call that hangs is `JournalUnwritable` too."""

    def __init__(self, open_journal: Callable[[], Journal]) -> None:
        self._worker: Worker[JournalLine] = Worker("journal", lambda: JournalLine(open_journal))

    def start(self) -> None:
        """Begin to take calls."""
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
        try:
            return await self._worker.call(lambda line: line.use(function), SECONDS)
        except DeadlineError as error:
            raise JournalUnwritable("no answer from the disk") from error
