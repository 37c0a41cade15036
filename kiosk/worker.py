"""One daemon thread for one blocking driver: calls with total deadlines, an abort, and polling while idle."""

import asyncio
import queue
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

STUCK_AFTER = 2.0
"""Seconds after its deadline, and its abort, from which on a call counts as stuck."""


class Blocking(Protocol):
    """What a worker drives."""

    def abort(self) -> None:
        """From any thread: make a blocking call return soon."""
        ...

    def close(self) -> None:
        """Give everything back."""
        ...


D = TypeVar("D", bound=Blocking)
R = TypeVar("R")


class DeadlineError(Exception):
    """A call did not return within its deadline and was aborted."""


class StuckError(DeadlineError):
    """A call did not return even after its abort: the worker is of no use any more; `Worker.renew` makes a new one."""


@dataclass(slots=True)
class _Job(Generic[D]):
    """One call on its way: `run` is called on the thread and settles the future through the loop."""

    run: Callable[[D], None]
    drop: Callable[[], None]
    fail: Callable[[Exception], None]
    dropped: bool = False
    running: bool = False


class Worker(Generic[D]):
    """A thread that owns one driver, made by `make` on that thread.

    `poll` is called every `every` seconds (real time) while there is nothing else to do. Calls run in order.
    A caller that is cancelled leaves its call to end by itself, aborted at its deadline, or takes it along at once.
    """

    def __init__(
        self, name: str, make: Callable[[], D], *, poll: Callable[[D], None] | None = None, every: float = 0.2
    ) -> None:
        self.name = name
        self._make = make
        self._poll = poll
        self._every = every
        self.stuck = False
        self._waiting = 0
        self._jobs: queue.SimpleQueue[_Job[D] | None] = queue.SimpleQueue()
        self._driver: D | None = None
        self._thread = threading.Thread(target=self._work, args=(self._jobs,), name=name, daemon=True)

    def start(self) -> None:
        """Begin to poll and to take calls."""
        self._thread.start()

    @property
    def busy(self) -> bool:
        """Whether a call is waiting or running; polling does not count."""
        return self._waiting > 0

    async def call(self, function: Callable[[D], R], deadline: float, *, ends_with_caller: bool = False) -> R:
        """`function(driver)` on the worker's thread within `deadline` seconds, its queueing included.

        `ends_with_caller`: a call whose caller is cancelled is aborted.
        Raises what it raises, `DeadlineError`, or `StuckError` (at once, when the worker was stuck before).
        """
        if self.stuck:
            raise StuckError(self.name)
        future: asyncio.Future[R] = asyncio.get_running_loop().create_future()
        job = _job(function, future)
        self._waiting += 1
        future.add_done_callback(self._done)
        self._jobs.put(job)
        bounded = asyncio.ensure_future(self._bounded(future, job, deadline))
        try:
            return await asyncio.shield(bounded)
        except asyncio.CancelledError:
            job.dropped = True
            if ends_with_caller and job.running:
                self._abort()
            bounded.add_done_callback(_retrieve)
            raise

    async def _bounded(self, future: "asyncio.Future[R]", job: _Job[D], deadline: float) -> R:
        await asyncio.wait([future], timeout=deadline)
        if not future.done():
            job.dropped = True
            await self._broken_off(future, job)
            raise DeadlineError(self.name)
        return future.result()

    async def _broken_off(self, future: "asyncio.Future[R]", job: _Job[D]) -> None:
        """End a call that is late: one that still waits is dropped, one that runs is aborted, or found stuck."""
        if job.running:
            self._abort()
            await asyncio.wait([future], timeout=STUCK_AFTER)
            self.stuck = not future.done()
        if future.done():
            _retrieve(future)
            return
        future.cancel()
        if self.stuck:
            raise StuckError(self.name)

    def renew(self) -> None:
        """After `StuckError`: leave the old thread to itself and begin with a fresh one and a fresh driver."""
        self._jobs.put(None)
        self._jobs = queue.SimpleQueue()
        self._driver, self.stuck = None, False
        self._thread = threading.Thread(target=self._work, args=(self._jobs,), name=self.name, daemon=True)
        self._thread.start()

    async def stop(self, within: float = STUCK_AFTER) -> None:
        """Finish what is running, close the driver, end the thread; a thread that does not end is left behind."""
        self._jobs.put(None)
        self._abort()
        await asyncio.get_running_loop().run_in_executor(None, self._thread.join, within)

    def _abort(self) -> None:
        if self._driver is not None:
            self._driver.abort()

    def _done(self, _: "asyncio.Future[R]") -> None:
        self._waiting -= 1

    def _work(self, jobs: "queue.SimpleQueue[_Job[D] | None]") -> None:
        try:
            driver = self._make()
        except Exception as error:  # noqa: BLE001 - not swallowed: every call raises it
            self._fail_all(jobs, error)
            return
        self._driver = driver
        try:
            while (job := self._next(jobs, driver)) is not None:
                job.running = True
                if job.dropped:
                    job.drop()
                else:
                    job.run(driver)
        finally:
            driver.close()

    @staticmethod
    def _fail_all(jobs: "queue.SimpleQueue[_Job[D] | None]", error: Exception) -> None:
        """There is no driver: whoever calls is told why."""
        while (job := jobs.get()) is not None:
            job.fail(error)

    def _next(self, jobs: "queue.SimpleQueue[_Job[D] | None]", driver: D) -> _Job[D] | None:
        """The next call; until there is one, the driver is polled."""
        while True:
            try:
                return jobs.get(timeout=self._every if self._poll else None)
            except queue.Empty:
                if self._poll and jobs is self._jobs:
                    self._poll(driver)


def _job(function: Callable[[D], R], future: "asyncio.Future[R]") -> _Job[D]:
    """`function` as a job: whatever becomes of it reaches `future` through its loop."""
    loop = future.get_loop()

    def fail(error: Exception) -> None:
        _post(loop, lambda: future.done() or future.set_exception(error))

    def run(driver: D) -> None:
        try:
            result = function(driver)
        except Exception as error:  # noqa: BLE001 - not swallowed: it is raised where the call is awaited
            fail(error)
        else:
            _post(loop, lambda: future.done() or future.set_result(result))

    return _Job(run, lambda: _post(loop, future.cancel), fail)


def _retrieve(future: "asyncio.Future[R]") -> None:
    """Nobody waits for this outcome any more; asyncio need not say that it was never looked at."""
    if not future.cancelled():
        future.exception()


def _post(loop: asyncio.AbstractEventLoop, callback: Callable[[], object]) -> None:
    """Hand over to the loop, unless it has ended in the meantime."""
    try:
        loop.call_soon_threadsafe(callback)
    except RuntimeError:
        if not loop.is_closed():
            raise
