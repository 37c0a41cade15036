"""Work on devices that the terminal has given back: on a thread, one thing at a time, and never left half-way."""

import asyncio
from collections.abc import Callable
from typing import TypeVar

R = TypeVar("R")


async def on_a_thread(work: Callable[[], R]) -> R:
    """What `work` gives. Who stops waiting waits for its end all the same: the device is in its hands until then."""
    working = asyncio.ensure_future(asyncio.to_thread(work))
    try:
        return await asyncio.shield(working)
    except asyncio.CancelledError:
        await asyncio.wait([working])
        raise
