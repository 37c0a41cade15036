"""What the terminal does for itself, by day and by night: its records looked after, each day reconciled."""

import asyncio
from datetime import date, time, timedelta
from typing import Final

from kiosk.backend.errors import BackendError
from kiosk.clock import Wall
from kiosk.config import Configuration
from kiosk.equipment import Equipment
from kiosk.journal.desk import JournalDesk
from kiosk.log import EventLog
from kiosk.reckoning import Reckoned, note, reckon, their_day
from kiosk.reconciliation import entries

CATCHES_UP: Final = 7
"""Days that are reconciled afterwards at most, when the terminal was off."""


class Upkeep:
    """Raises `JournalError` where the journal cannot be used; the bureau's being away only puts things off."""

    def __init__(
        self, configuration: Configuration, equipment: Equipment, journal: JournalDesk, log: EventLog, wall: Wall
    ) -> None:
        self._keep_personal_days = configuration.journal.keep_personal_days
        self._reconcile_at = time.fromisoformat(configuration.journal.reconcile_at)
        self._equipment = equipment
        self._journal = journal
        self._log = log
        self._wall = wall
        self._shredded: date | None = None

    async def minute(self) -> None:
        """What is due now."""
        await self._journal.call(lambda journal: journal.check_writable())
        await self._shred()
        for day in await self._due():
            if not await self.reconcile(day):
                return

    async def reconcile(self, day: date) -> bool:
        """日终对账 of one day; False when the bureau could not be asked."""
        if await self.reckoned(day) is None:
            return False
        await self._journal.call(lambda journal: journal.days.note_reconciled(day))
        return True

    async def reckoned(self, day: date) -> Reckoned | None:
        """The day beside the bureau's, each difference in the log; None when the bureau could not be asked."""
        ours = [entry.key for entry in entries(await self._journal.call(lambda journal: journal.of_day(day)))]
        try:
            theirs = await self._equipment.bureau.call(
                "day", lambda bureau: their_day(bureau.day, ours, day), aside=True
            )
        except BackendError:
            return None
        reckoned = await self._journal.call(lambda journal: reckon(journal, day, theirs))
        await asyncio.to_thread(note, self._log, reckoned)
        return reckoned

    async def _shred(self) -> None:
        """Once a day: personal data whose time is over."""
        today = self._wall().date()
        if self._shredded == today:
            return
        gone = await self._journal.call(lambda journal: journal.shred(self._keep_personal_days))
        self._shredded = today
        if gone:
            self._log.write("journal.shredded", operations=gone)

    async def _due(self) -> list[date]:
        """The days before today that nobody has reconciled, once it is time for yesterday's; the oldest first."""
        now = self._wall()
        yesterday = now.date() - timedelta(days=1)
        newest = yesterday if now.time() >= self._reconcile_at else yesterday - timedelta(days=1)
        last = await self._journal.call(lambda journal: journal.days.reconciled())
        missing = 1 if last is None else min((newest - last).days, CATCHES_UP)
        return [newest - timedelta(days=back) for back in reversed(range(missing))]
