"""An event loop whose time is virtual: it jumps to the next timer whenever nothing real is under way."""

import asyncio
import selectors
from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import Any

GLANCE = 0.002
"""Real seconds to wait for workers while time stands still."""


class _Selector(selectors.DefaultSelector):
    def __init__(self) -> None:
        super().__init__()
        self.jump: Callable[[float], bool] = lambda _: False

    def select(self, timeout: float | None = None) -> list[Any]:
        ready = super().select(0 if timeout is not None else None)
        if ready or timeout is None or timeout <= 0 or self.jump(timeout):
            return ready
        return super().select(min(timeout, GLANCE))


class VirtualLoop(asyncio.SelectorEventLoop):
    """`time()` stands still while `busy()` says so, inside `held()` and while another thread does what it was given
    (`asyncio.to_thread`); otherwise it jumps from timer to timer."""

    def __init__(self) -> None:
        selector = _Selector()
        super().__init__(selector)
        selector.jump = self._jump
        self._now = 1000.0
        self._holds = 0
        self._elsewhere = 0
        self.busy: Callable[[], bool] = lambda: False

    def time(self) -> float:
        return self._now

    def run_in_executor(self, executor: Any, func: Callable[..., Any], *args: Any) -> asyncio.Future[Any]:
        future = super().run_in_executor(executor, func, *args)
        self._elsewhere += 1
        future.add_done_callback(self._back)
        return future

    def _back(self, _: asyncio.Future[Any]) -> None:
        self._elsewhere -= 1

    @contextmanager
    def held(self) -> Generator[None]:
        """Time stands still inside: something real (a card going in) is on its way."""
        self._holds += 1
        try:
            yield
        finally:
            self._holds -= 1

    def _jump(self, seconds: float) -> bool:
        if self._holds or self._elsewhere or self.busy():
            return False
        self._now += seconds
        return True
