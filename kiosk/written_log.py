"""The running terminal's event log: what it cannot write closes the doors, and no operation begins unwritten."""

import traceback
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from kiosk.log import EventLog, LogUnwritable
from kiosk.log_chain import End
from kiosk.log_files import Keep

if TYPE_CHECKING:
    from kiosk.keyring import Keyring

NEVER_UNWRITTEN: Final = frozenset({"operation.started"})
"""What must not happen when it cannot be written first."""


class WrittenLog(EventLog):
    """As `EventLog`, for code that tells what has happened already: there a failure is noted rather than raised.

    `writable` is False from the first failure until `check` succeeds; `on_unwritable` is called at that failure, from
    whichever thread had something to write. What comes before an act (`NEVER_UNWRITTEN`) raises `LogUnwritable`.
    """

    def __init__(
        self, folder: Path, wall: Callable[[], datetime], *, keyring: "Keyring | None" = None, keep: Keep | None = None
    ) -> None:
        super().__init__(folder, wall, keyring=keyring, keep=keep)
        self.writable = True
        self.on_unwritable: Callable[[], object] = _nothing

    def _write(self, event: str, fields: Mapping[str, object]) -> None:
        """One line, or the doors are closed."""
        try:
            super()._write(event, fields)
        except LogUnwritable:
            self._failed()
            if event in NEVER_UNWRITTEN:
                raise

    def fault(self, error: Exception) -> None:
        """A mistake of the program: of which kind and where, never its message, which may quote data."""
        where = traceback.extract_tb(error.__traceback__)[-1]
        self.write("terminal.fault", error=type(error).__name__, where=f"{where.name}:{where.lineno}")

    def newest(self) -> End:
        """As of any event log; its failure closes the doors too."""
        try:
            return super().newest()
        except LogUnwritable:
            self._failed()
            raise

    def check(self) -> bool:
        """While it could not be written: try again, with a line that says so. Whether it can be written now."""
        if not self.writable:
            try:
                super()._write("log.writable_again", {})
            except LogUnwritable:
                return False
            self.writable = True
        return True

    def _failed(self) -> None:
        if self.writable:
            self.writable = False
            self.on_unwritable()


def _nothing() -> None:
    """Nobody waits for it yet; `writable` tells."""
