"""Speaks systemd's notify protocol (sd_notify(3)): ready, alive, stopping; alive only while core and screen are.

The package sdnotify does no more than `Notifier` and swallows every error; twenty lines of our own need no supplier.
"""

import asyncio
import socket
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Final

READY: Final = "READY=1"
ALIVE: Final = "WATCHDOG=1"
STOPPING: Final = "STOPPING=1"
LOOK_EVERY: Final = 10.0
"""Seconds between two looks; `WatchdogSec` of the unit is two minutes and a half."""


class Notifier:
    """Tells the service manager at `address`, a Unix datagram socket; a name that begins with @ is an abstract one."""

    def __init__(self, address: str) -> None:
        self._address = f"\0{address[1:]}" if address.startswith("@") else address

    @classmethod
    def of(cls, environment: Mapping[str, str]) -> "Notifier":
        """The manager that started this process; none outside a unit, and then nothing is told."""
        return cls(environment.get("NOTIFY_SOCKET", ""))

    def tell(self, state: str) -> None:
        """One assignment. A manager that cannot be reached acts by itself, which is what the watchdog is for."""
        if not self._address:
            return
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as line, suppress(OSError):
            line.setblocking(False)
            line.sendto(state.encode(), self._address)


class Watchdog:
    """Runs on the core's loop, so that a loop that stands still feeds nothing.

    Each feeding is earned by a frame that was painted since the one before. At Standby nothing repaints but the clock,
    once a minute: a screen that misses two minutes is started anew.
    """

    def __init__(
        self, notifier: Notifier, last_frame_at: Callable[[], float | None], *, every: float = LOOK_EVERY
    ) -> None:
        self._notifier = notifier
        self._last_frame_at = last_frame_at
        self._every = every
        self._fed_for: float | None = None

    async def run(self) -> None:
        """For as long as the terminal runs."""
        while True:
            painted = self._last_frame_at()
            if painted is not None and painted != self._fed_for:
                self._fed_for = painted
                self._notifier.tell(ALIVE)
            await asyncio.sleep(self._every)
