"""The journal as a worker's driver: opened when it is first used, and anew after it has failed."""

from collections.abc import Callable
from typing import TypeVar

from kiosk.journal.errors import JournalBusy, JournalCorrupt, JournalUnwritable
from kiosk.journal.journal import Journal

R = TypeVar("R")


class JournalLine:
    """`Worker("journal", lambda: JournalLine(open_journal))`, then `worker.call(lambda line: line.use(…), seconds)`.

    A call that raised `JournalUnwritable` may have been written all the same: that is known when the file has been
    opened anew. Whoever got it from `sending` sends nothing, and leaves the operation to be settled by its key.
    """

    def __init__(self, open_journal: Callable[[], Journal]) -> None:
        self._open = open_journal
        self._journal: Journal | None = None

    def use(self, function: Callable[[Journal], R]) -> R:
        """`function(journal)`. Raises what it raises, and what opening raises; the next call opens anew if need be."""
        journal = self._journal or self._open()
        self._journal = journal
        try:
            return function(journal)
        except JournalBusy:
            raise
        except (JournalUnwritable, JournalCorrupt):
            self.close()
            raise

    def abort(self) -> None:
        """From any thread: the call that runs ends soon."""
        if self._journal is not None:
            self._journal.abort()

    def close(self) -> None:
        """Give the file back."""
        if self._journal is not None:
            self._journal.close()
        self._journal = None
