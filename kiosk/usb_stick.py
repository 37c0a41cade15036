"""A USB stick enabled for one export: wanted by a file that a service of the machine watches, then given back.

The terminal's own user can neither mount nor load a driver. `deploy/kiosk-usb.path` sees the file, mounts the first
stick that is put in, and takes it away again as soon as the file is gone, or after a few minutes.
"""

import os
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final

from kiosk.clock import LoopClock

WANTED: Final = "usb-export-wanted"
"""In the journal's folder, for as long as a stick is wanted."""
PUT_IN_WITHIN, GONE_WITHIN = 90.0, 15.0
_LOOK_EVERY: Final = 0.5


class NoStickError(Exception):
    """Nobody put one in, or the machine did not mount it."""


@asynccontextmanager
async def stick(
    folder: Path, place: Path, clock: LoopClock, *, mounted: Callable[[Path], bool] = os.path.ismount
) -> AsyncGenerator[Path]:
    """Inside, a stick is mounted at `place`; afterwards it is none any more. `NoStickError`, `OSError`."""
    wanted = folder / WANTED
    wanted.touch(mode=0o600)
    try:
        if not await _until(lambda: mounted(place), PUT_IN_WITHIN, clock):
            raise NoStickError
        yield place
    finally:
        wanted.unlink(missing_ok=True)
        await _until(lambda: not mounted(place), GONE_WITHIN, clock)


async def _until(true: Callable[[], bool], seconds: float, clock: LoopClock) -> bool:
    ends = clock.now() + seconds
    while not true():
        if clock.now() > ends:
            return False
        await clock.sleep(_LOOK_EVERY)
    return True
