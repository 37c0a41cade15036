"""Where a resident types a PIN, when it is a pad of its own: whatever pad it is, it types into a `Pin`.

With `screen` there is no pad, and the keys that the screen draws type into the same `Pin`: for terminals whose bureau
accepts it. A terminal shared with a bank has a pad.

An encrypting pad seals the `Pin` (`Pin.seal`): its digits are opened just before the APDU that carries them. The
chip's VERIFY needs the digits themselves, so a bank's PIN block (ISO 9564-1 formats 0 to 3), bound to an account, is of
no use here.
"""

from collections.abc import Callable
from time import monotonic
from typing import Final, Protocol

from devices.faults import Fault, Owner
from devices.pin import Pin
from devices.status import Driver

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

    def enter(self, pin: Pin, least: int, seconds: float, on_key: Callable[[int], None]) -> None:
        """Let the resident type into `pin` until they confirm `least` digits or more.

        `seconds`: the longest pause between two keys. `on_key` hears after each key how many digits stand there, in the
        pad's thread. Raises `DeviceError`: `CANCELLED`, `TIMED_OUT`, `STOPPED` by `abort` or because `pin` was wiped,
        or what is wrong with the pad; then nothing of what was typed is left, neither in `pin` nor in the pad.
        """
        ...


def open_pin_pad(url: str, *, clock: Callable[[], float] = monotonic) -> PinPad:
    """The driver for `zt598:PORT`, PORT being what pyserial opens. Touches no hardware; `ValueError`."""
    if not url.startswith(ZT598):
        raise ValueError("a PIN pad is zt598:PORT")
    from devices.zt598 import Zt598  # noqa: PLC0415 (brings pyserial, which a terminal without a pad does not need)

    return Zt598(url.removeprefix(ZT598), clock=clock)
