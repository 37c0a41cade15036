"""How the two faults are made that every device can have: a call that is late, and one that cannot be ended."""

import asyncio
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from far_end import Scenario, far_end

from devices.faults import DeviceError, Fault
from devices.id_reader import IdReader, IdTimeouts
from kiosk import worker
from kiosk.device import STUCK, TOO_SLOW, Device
from kiosk.log import EventLog

LONG = IdTimeouts(status=0.01, find=0.4, poll_every=60.0)


class Deaf(IdReader):
    """A reader whose abort does not get through, as where a driver is held in the kernel."""

    def abort(self) -> None:
        """Nothing comes of it."""


def late(kind: type[IdReader], stuck_after: float) -> Callable[[Path], Fault | None]:
    """A silent reader, read with less patience than the reader's own deadline."""

    def play(folder: Path) -> Fault | None:
        before, worker.STUCK_AFTER = worker.STUCK_AFTER, stuck_after
        try:
            return asyncio.run(_read(kind, folder))
        finally:
            worker.STUCK_AFTER = before

    return play


async def _read(kind: type[IdReader], folder: Path) -> Fault | None:
    log = EventLog(folder, lambda: datetime.now().astimezone())
    with far_end(lambda _: b"") as end:
        device = Device("id_reader", lambda: kind(f"socket://127.0.0.1:{end.port}", timeouts=LONG), log)
        device.start()
        try:
            await device.call(lambda reader: reader.read(), 0.03)
        except DeviceError as error:
            return error.fault
        finally:
            await device.stop()
            log.close()
    return None


SCENARIOS: dict[Fault, Scenario] = {
    TOO_SLOW: Scenario("设备在规定时间内没有应答，调用被中止", late(IdReader, 2.0)),
    STUCK: Scenario("设备没有应答，中止也不起作用（同驱动卡在内核里）", late(Deaf, 0.05)),
}
