"""Where a resident types a PIN: keys drawn on the screen, or a pad of its own; either way it comes out as a `Pin`.

What an encrypting pad hands over is opened into a `Pin` and nothing else. The chip's VERIFY needs the digits
themselves, so a bank's PIN block (ISO 9564-1 formats 0 to 3), bound to an account, is of no use here.
"""

import threading
from collections.abc import Callable
from contextlib import ExitStack
from time import monotonic
from typing import Final, Protocol

from devices.faults import DeviceError, Fault, Owner
from devices.pin import Pin
from devices.status import Driver, State, Status

ZT598: Final = "zt598:"
SCREEN: Final = "screen"


class PinPadFault:
    """Every known way in which typing a PIN fails, the resident's own doing first."""

    CANCELLED = Fault("pin_pad_cancelled", Owner.RESIDENT)
    TIMED_OUT = Fault("pin_pad_timed_out", Owner.RESIDENT)
    STOPPED = Fault("pin_pad_stopped", Owner.ITSELF)
    UNREACHABLE = Fault("pin_pad_unreachable", Owner.STAFF)
    LOST = Fault("pin_pad_lost", Owner.STAFF)
    SILENT = Fault("pin_pad_silent", Owner.STAFF)
    STALLED = Fault("pin_pad_stalled", Owner.ITSELF)
    DAMAGED = Fault("pin_pad_damaged", Owner.ITSELF)
    TAMPERED = Fault("pin_pad_tampered", Owner.ENGINEER)
    REMOVED = Fault("pin_pad_removed", Owner.ENGINEER)
    BATTERY_LOW = Fault("pin_pad_battery_low", Owner.ENGINEER)
    KEY_MISSING = Fault("pin_pad_key_missing", Owner.ENGINEER)
    KEY_WRONG = Fault("pin_pad_key_wrong", Owner.ENGINEER)
    NOT_AUTHENTICATED = Fault("pin_pad_not_authenticated", Owner.ENGINEER)
    LOCKED = Fault("pin_pad_locked", Owner.ENGINEER)
    REQUEST_REFUSED = Fault("pin_pad_request_refused", Owner.ENGINEER)
    CIPHER_FAILED = Fault("pin_pad_cipher_failed", Owner.ENGINEER)
    BROKEN = Fault("pin_pad_broken", Owner.ENGINEER)
    NOTHING_TYPED = Fault("pin_pad_nothing_typed", Owner.RESIDENT)
    REFUSED = Fault("pin_pad_refused", Owner.ENGINEER)


FAULTS: Final = tuple(value for value in vars(PinPadFault).values() if isinstance(value, Fault))


class PinPad(Driver, Protocol):
    """A place to type a PIN. All calls but `abort` come from one thread."""

    @property
    def plain(self) -> bool:
        """Whether digits leave the pad unenciphered: for a terminal whose bureau accepts it."""
        ...

    def enter(self, least: int, most: int, seconds: float, on_count: Callable[[int], None]) -> Pin:
        """Let the resident type `least` to `most` digits and confirm them; the caller wipes what is returned.

        `seconds`: the longest pause between two keys. `on_count` hears how many digits stand there, in the pad's
        thread. Raises `DeviceError`: `CANCELLED`, `TIMED_OUT`, `STOPPED` by `abort`, or what is wrong with the pad;
        then nothing of what was typed is left, neither here nor in the pad.
        """
        ...


class ScreenPad:
    """The keys are drawn by the screen, which types into `handle` and then says `confirm` or `cancel`.

    For terminals whose bureau accepts a PIN typed on the screen; a terminal shared with a bank needs a pad.
    """

    def __init__(self, *, layout: str = "1234567890", clock: Callable[[], float] = monotonic) -> None:
        self._layout = layout
        self._clock = clock
        self._changed = threading.Condition()
        self._pin: Pin | None = None
        self._outcome: Fault | None = None
        self._confirmed = False

    @property
    def plain(self) -> bool:
        """Always: the digits' positions come straight from the touch panel."""
        return True

    @property
    def handle(self) -> Pin | None:
        """What the keys on the screen type into, as long as `enter` runs."""
        return self._pin

    def confirm(self) -> None:
        """From the screen's thread: the resident has pressed 确认."""
        with self._changed:
            self._confirmed = True
            self._changed.notify_all()

    def cancel(self) -> None:
        """From the screen's thread: the resident has pressed 取消."""
        self._end(PinPadFault.CANCELLED)

    def touched(self) -> None:
        """From the screen's thread: a key was pressed; the count is told, and the pause begins anew."""
        with self._changed:
            self._changed.notify_all()

    def enter(self, least: int, most: int, seconds: float, on_count: Callable[[int], None]) -> Pin:
        """See `PinPad.enter`."""
        pin = Pin(most, self._layout)
        with self._changed, ExitStack() as undo:
            self._pin, self._outcome, self._confirmed = pin, None, False
            undo.callback(pin.wipe)
            try:
                self._follow(pin, least, seconds, on_count)
            finally:
                self._pin = None
            undo.pop_all()
        return pin

    def poll(self) -> Status:
        """Online: these keys are part of the screen, which is watched elsewhere."""
        return Status(State.ONLINE, self._clock(), detail="keys on the screen")

    def abort(self) -> None:
        """From any thread: `enter` ends with `STOPPED`."""
        self._end(PinPadFault.STOPPED)

    def close(self) -> None:
        """End what runs."""
        self.abort()

    def _follow(self, pin: Pin, least: int, seconds: float, on_count: Callable[[int], None]) -> None:
        while not (self._confirmed and pin.length >= least):
            self._confirmed = False
            if not self._changed.wait(seconds):
                raise DeviceError(PinPadFault.TIMED_OUT, f"no key within {seconds:g} s")
            if self._outcome is not None:
                raise DeviceError(self._outcome)
            on_count(pin.length)

    def _end(self, outcome: Fault) -> None:
        with self._changed:
            self._outcome = outcome
            self._changed.notify_all()


def open_pin_pad(url: str, *, clock: Callable[[], float] = monotonic) -> PinPad:
    """The driver for `screen` or `zt598:PORT`, PORT being what pyserial opens. Touches no hardware; `ValueError`."""
    if url == SCREEN:
        return ScreenPad(clock=clock)
    if url.startswith(ZT598):
        from devices.zt598 import Zt598  # noqa: PLC0415 (brings pyserial, which a screen alone does not need)

        return Zt598(url.removeprefix(ZT598), clock=clock)
    raise ValueError("a PIN pad is screen or zt598:PORT")
