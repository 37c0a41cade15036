"""Tells the bureau every minute how the terminal is, and where its event log ends."""

import asyncio
from typing import Any

from kiosk.backend.client import Bureau
from kiosk.backend.errors import BackendError
from kiosk.backend.operations import DeviceTold, Heartbeat, HeartbeatTaken, LogEnd
from kiosk.clock import Wall
from kiosk.device import Device
from kiosk.equipment import Equipment
from kiosk.journal import JournalError
from kiosk.journal.desk import JournalDesk
from kiosk.log import EventLog, LogUnwritable
from kiosk.log_chain import End

EVERY = 60.0
"""Seconds between two of them."""
FIRST_AFTER = 5.0
"""Seconds after the start: every device that answers has been looked at by then."""


class Heartbeats:
    """One that is lost is the bureau's business, which sees it missing; no resident hears of it."""

    def __init__(self, equipment: Equipment, district: str, journal: JournalDesk, log: EventLog, wall: Wall) -> None:
        self._equipment = equipment
        self._district = district
        self._journal = journal
        self._log = log
        self._wall = wall

    async def run(self) -> None:
        """For as long as the terminal runs."""
        await asyncio.sleep(FIRST_AFTER)
        while True:
            await self.beat()
            await asyncio.sleep(EVERY)

    async def beat(self) -> HeartbeatTaken | None:
        """Tell it once; None when it was not taken, or there was nothing true to tell."""
        try:
            newest = await asyncio.to_thread(self._log.newest)  # it waits for the disk
            unsettled = await self._journal.call(lambda journal: len(journal.unsettled()))
            return await self._equipment.bureau.call(
                "heartbeat", lambda bureau: self._told(bureau, newest, unsettled), aside=True
            )
        except (BackendError, JournalError, LogUnwritable):
            return None

    def _told(self, bureau: Bureau, newest: End, unsettled: int) -> HeartbeatTaken:
        """On the line's own thread, where the offset is what the last call found."""
        return bureau.heartbeat(
            Heartbeat(
                at=self._wall(),
                district=self._district,
                devices=tuple(_device(device) for device in self._equipment.devices),
                event_log=LogEnd(records=newest.records, digest=newest.digest),
                open_operations=unsettled,
                clock_offset=round(bureau.clock_offset, 3),
            )
        )


def _device(device: Device[Any]) -> DeviceTold:
    status = device.status
    return DeviceTold(
        name=device.name,
        state=status.state.value,
        media=status.media.value if status.media else None,
        supplies=status.supplies.value if status.supplies else None,
        fault=status.fault.id if status.fault else "",
    )
