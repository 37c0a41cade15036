"""A device as the core sees it: its worker, what it was last seen to be, and calls that fail with a name."""

import asyncio
from collections.abc import Callable
from typing import Generic, TypeVar

from devices.faults import DeviceError, Fault, Owner
from devices.status import Driver, State, Status, Supplies
from kiosk.log import EventLog
from kiosk.worker import DeadlineError, StuckError, Worker

D = TypeVar("D", bound=Driver)
R = TypeVar("R")

TOO_SLOW = Fault("device_too_slow", Owner.ITSELF)
STUCK = Fault("device_stuck", Owner.ENGINEER)
FAULTS = (TOO_SLOW, STUCK)


class Device(Generic[D]):
    """One device on one worker. Lives on the core's loop; `status` is the newest observation."""

    def __init__(
        self,
        name: str,
        make: Callable[[], D],
        log: EventLog,
        *,
        every: float = 0.2,
        on_seen: Callable[[D, Status], None] | None = None,
    ) -> None:
        """`on_seen` is called after every look, on the worker's thread, and must not block."""
        self.name = name
        self._on_seen = on_seen
        self._log = log
        self._loop = asyncio.get_running_loop()
        self._every = every
        self._changed = asyncio.Event()
        self._last_seen: Status | None = None
        self._lost_at: float | None = None
        self._seen_once = False
        self._given_back = False
        self.status = Status(State.OFFLINE, self._loop.time())
        self.on_change: Callable[[], None] = lambda: None
        self._worker: Worker[D] = Worker(name, make, poll=self._look, every=every)

    def start(self) -> None:
        """Begin to watch the device."""
        self._worker.start()

    async def stop(self) -> None:
        """Give the device back; a look that this breaks off is no outage."""
        self._given_back = True
        await self._worker.stop()

    def take_up(self) -> None:
        """After `stop`: watch it again, by a fresh driver; the first look counts as news."""
        self._given_back = False
        self._last_seen = None
        self._worker.renew()

    @property
    def busy(self) -> bool:
        """Whether a call is under way."""
        return self._worker.busy

    @property
    def observed_at(self) -> float:
        """When the device was last looked at, by `time.monotonic()`; `status` is as old as its last change."""
        return self._last_seen.observed_at if self._last_seen is not None else self.status.observed_at

    @property
    def usable(self) -> bool:
        """Whether a service may count on it: on line, or a link that cannot be observed."""
        return self.status.state in (State.ONLINE, State.BUSY, State.NOT_OBSERVABLE)

    async def call(self, function: Callable[[D], R], seconds: float, *, ends_with_caller: bool = False) -> R:
        """A driver's call within `seconds`; a late or stuck one is a `DeviceError` like any other.

        `ends_with_caller`: it is aborted when nobody waits for it any more, as a document whose session has ended.
        """
        try:
            return await self._worker.call(function, seconds, ends_with_caller=ends_with_caller)
        except StuckError as error:
            self._observe(Status(State.HARDWARE_ERROR, self._loop.time(), fault=STUCK))
            raise DeviceError(STUCK, self.name) from error
        except DeadlineError as error:
            raise DeviceError(TOO_SLOW, self.name) from error

    def renew_if_stuck(self) -> None:
        """Between two sessions: a stuck worker is replaced by a fresh one, whose first look counts as news."""
        if self._worker.stuck:
            self._log.write("device.stuck", device=self.name)
            self._last_seen = None
            self._worker.renew()

    async def look(self, seconds: float = 2.0) -> Status:
        """Observe the device now, rather than when it is polled next."""
        await self.call(self._look, seconds)
        return self.status

    async def first_seen(self) -> None:
        """Wait until the device has been looked at once."""
        while not self._seen_once:
            self._changed.clear()
            await self._changed.wait()

    async def until(self, seen: Callable[[Status], bool]) -> Status:
        """Wait until an observation is as asked for; at once when the newest one is."""
        while not seen(self.status):
            self._changed.clear()
            await self._changed.wait()
        return self.status

    def _look(self, driver: D) -> None:
        """On the worker's thread, while nothing else is to be done, or when it is asked for.

        What it sees reaches the core by one way and in its order, whether or not somebody still waits for this look.
        """
        before, status = self._last_seen, driver.poll()
        self._last_seen = status
        if self._on_seen is not None:
            self._on_seen(driver, status)
        if status.same_as(before):
            return
        try:
            self._loop.call_soon_threadsafe(self._observe, status)
        except RuntimeError:
            if not self._loop.is_closed():
                raise

    def _observe(self, status: Status) -> None:
        if self._given_back:
            return
        before, self.status, self._seen_once = self.status, status, True
        self._note_outage()
        if before.supplies is not status.supplies and status.supplies in (Supplies.LOW, Supplies.OUT):
            self._log.write("device.supplies", device=self.name, supplies=status.supplies.value)
        self._changed.set()
        self.on_change()

    def _note_outage(self) -> None:
        """An outage is logged once when it begins and once when it ends."""
        status, now = self.status, self._loop.time()
        if not self.usable and self._lost_at is None:
            self._lost_at = now
            fault = status.fault.id if status.fault else None
            self._log.write(
                "device.lost", device=self.name, state=status.state.value, fault=fault, detail=status.detail
            )
        elif self.usable and self._lost_at is not None:
            self._log.write("device.back", device=self.name, seconds=round(now - self._lost_at, 1))
            self._lost_at = None
