"""One thread for one driver: order, deadlines, aborts, stuck calls."""

import asyncio
import threading
from collections.abc import Coroutine
from typing import Any

import pytest

from kiosk import worker
from kiosk.worker import DeadlineError, StuckError, Worker


class Slow:
    """A driver whose calls wait for an event; `obedient` ones end on abort."""

    def __init__(self, *, obedient: bool = True) -> None:
        self.ended = threading.Event()
        self.obedient = obedient
        self.closed = False
        self.polls = 0

    def wait(self) -> str:
        self.ended.wait(5)
        return "waited"

    def abort(self) -> None:
        if self.obedient:
            self.ended.set()

    def close(self) -> None:
        self.closed = True


def played(scene: Coroutine[Any, Any, None]) -> None:
    asyncio.run(scene)


def test_calls_run_in_order_on_one_thread_and_raise_what_they_raise() -> None:
    async def scene() -> None:
        working = Worker("w", Slow)
        working.start()
        threads = [await working.call(lambda _: threading.get_ident(), 5) for _ in range(3)]
        assert len(set(threads)) == 1
        assert threads[0] != threading.get_ident()
        with pytest.raises(ZeroDivisionError):
            await working.call(lambda _: 1 // 0, 5)
        await working.stop()

    played(scene())


@pytest.mark.parametrize("ends_with_caller", [True, False])
def test_a_call_whose_caller_is_gone_goes_on_or_is_aborted_as_asked_for(ends_with_caller: bool) -> None:
    async def scene() -> None:
        slow = Slow()
        working = Worker("w", lambda: slow)
        working.start()
        begun = threading.Event()

        def call(driver: Slow) -> str:
            begun.set()
            return driver.wait()

        calling = asyncio.ensure_future(working.call(call, 5, ends_with_caller=ends_with_caller))
        await asyncio.to_thread(begun.wait, 5)
        calling.cancel()
        await asyncio.gather(calling, return_exceptions=True)
        assert slow.ended.is_set() is ends_with_caller
        slow.abort()
        assert await working.call(lambda _: "next", 5) == "next"
        await working.stop()

    played(scene())


def test_a_late_call_is_aborted_and_the_next_one_runs() -> None:
    async def scene() -> None:
        working = Worker("w", Slow)
        working.start()
        with pytest.raises(DeadlineError):
            await working.call(Slow.wait, 0.02)
        assert await working.call(lambda _: "next", 5) == "next"
        assert not working.stuck
        await working.stop()

    played(scene())


def test_a_call_that_waits_behind_a_long_one_is_dropped_without_aborting_it() -> None:
    async def scene() -> None:
        working = Worker("w", Slow)
        working.start()
        driver = await working.call(lambda slow: slow, 5)
        long = asyncio.ensure_future(working.call(Slow.wait, 5))
        await asyncio.sleep(0)
        with pytest.raises(DeadlineError):
            await working.call(lambda _: "short", 0.02)
        assert not driver.ended.is_set()
        driver.ended.set()
        assert await long == "waited"
        await working.stop()

    played(scene())


def test_a_call_that_does_not_obey_its_abort_is_stuck_until_renewed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "STUCK_AFTER", 0.02)

    async def scene() -> None:
        working = Worker("w", lambda: Slow(obedient=False))
        working.start()
        old = await working.call(lambda slow: slow, 5)
        with pytest.raises(StuckError):
            await working.call(Slow.wait, 0.02)
        with pytest.raises(StuckError):
            await working.call(lambda _: "no", 5)
        working.renew()
        assert await working.call(lambda slow: slow is not old, 5)
        old.ended.set()
        await working.stop()

    played(scene())


def test_a_caller_that_leaves_lets_the_call_finish_and_the_worker_go_on() -> None:
    async def scene() -> None:
        working = Worker("w", Slow)
        working.start()
        driver = await working.call(lambda slow: slow, 5)
        leaving = asyncio.ensure_future(working.call(Slow.wait, 5))
        await asyncio.sleep(0.01)
        leaving.cancel()
        with pytest.raises(asyncio.CancelledError):
            await leaving
        assert not driver.ended.is_set()
        driver.ended.set()
        assert await working.call(lambda _: "next", 5) == "next"
        assert not working.busy
        await working.stop()

    played(scene())


def test_the_driver_is_polled_while_there_is_nothing_else_to_do_and_closed_at_the_end() -> None:
    async def scene() -> None:
        polled = threading.Event()
        working = Worker("w", Slow, poll=lambda _: polled.set(), every=0.005)
        working.start()
        await asyncio.to_thread(polled.wait, 5)
        assert polled.is_set()
        driver = await working.call(lambda slow: slow, 5)
        await working.stop()
        assert driver.closed

    played(scene())


def test_a_driver_that_cannot_be_made_fails_every_call_with_the_reason() -> None:
    def make() -> Slow:
        raise FileNotFoundError("journal")

    async def scene() -> None:
        working = Worker("w", make)
        working.start()
        for _ in range(2):
            with pytest.raises(FileNotFoundError):
                await working.call(lambda _: None, 5)
        await working.stop()

    played(scene())
