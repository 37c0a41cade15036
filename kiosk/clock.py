"""The terminal's clock: the event loop's monotonic time, which tests move, and the wall's."""

import time
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import asyncio


class MonotonicClock:
    """What a real event loop's time is, for whoever needs it before there is a loop."""

    def now(self) -> float:
        """Monotonic seconds; may be called from any thread."""
        return time.monotonic()


class LoopClock:
    """`now` and `sleep` by an event loop's own time, so that one virtual loop moves every wait of the terminal."""

    def __init__(self, loop: "asyncio.AbstractEventLoop") -> None:
        self._loop = loop

    def now(self) -> float:
        """Monotonic seconds; may be called from any thread."""
        return self._loop.time()

    async def sleep(self, seconds: float) -> None:
        """Wait on the loop."""
        import asyncio  # noqa: PLC0415 - loads behind the first frame

        await asyncio.sleep(seconds)


Wall = Callable[[], datetime]


def wall() -> datetime:
    """Now, with the machine's time zone."""
    return datetime.now().astimezone()


def minute(moment: str) -> str:
    """A moment in ISO 8601, as people read it: "2026-11-22 09:30"."""
    return moment[:16].replace("T", " ")
