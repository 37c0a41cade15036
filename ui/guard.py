"""The guard against double taps, and the clock it goes by: on both sides of the screen, so without asyncio or Qt."""

from typing import Protocol

GUARD_SECONDS = 0.4
"""How long after its first painted frame a page drops touches and keys, so that a double tap never answers it."""


class Clock(Protocol):
    """The terminal's clock; tests move it."""

    def now(self) -> float:
        """Monotonic seconds; may be called from any thread."""
        ...


class TouchGuard:
    """Whether the page of a serial number takes input that began at a moment."""

    def __init__(self) -> None:
        self._serial = 0
        self._open_from: float | None = None

    def shown(self, serial: int) -> None:
        """A new page is on its way to the screen: nothing is taken until it has been painted."""
        self._serial, self._open_from = serial, None

    def painted(self, serial: int, at: float) -> None:
        """The page's first frame was on the screen at `at`."""
        if serial == self._serial and self._open_from is None:
            self._open_from = at + GUARD_SECONDS

    def takes(self, serial: int, began: float) -> bool:
        """True when input that began at `began` counts."""
        return serial == self._serial and self._open_from is not None and began >= self._open_from

    @property
    def opens_at(self) -> float | None:
        """From when on the page takes input, or None while it has not been painted."""
        return self._open_from
