"""The terminal's clock: the event loop's monotonic time, which tests move, and the wall's."""

import asyncio
from collections.abc import Callable
from datetime import datetime


class LoopClock:
    """`now` and `sleep` by an event loop's own time, so that one virtual loop moves every wait of the terminal."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop

    def now(self) -> float:
        """Monotonic seconds; may be called from any thread."""
        return self._loop.time()

    async def sleep(self, seconds: float) -> None:
        """Wait on the loop."""
        await asyncio.sleep(seconds)


Wall = Callable[[], datetime]


def wall() -> datetime:
    """Now, with the machine's time zone."""
    return datetime.now().astimezone()
