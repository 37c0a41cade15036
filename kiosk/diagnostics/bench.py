"""What the self-checks look at: the configuration, the machine's own files, and its clocks."""

import ctypes
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from kiosk.clock import Wall, wall
from kiosk.config import Configuration, ConfigurationError, Mode

_UNSYNCHRONISED = 0x0040
"""STA_UNSYNC of adjtimex(2)."""
_TIMEX_BYTES = 512
"""More than `struct timex` has on any Linux."""
_STATUS_AT = 5 * ctypes.sizeof(ctypes.c_long)
"""Behind modes (padded to a long), offset, freq, maxerror, esterror."""


def free_bytes(folder: Path) -> int:
    """What is left on the disk of `folder`, or of the nearest folder above it that exists."""
    existing = next(path for path in (folder, *folder.absolute().parents) if path.exists())
    return shutil.disk_usage(existing).free


def clock_synchronised() -> bool:
    """Whether the kernel's clock is kept by some time service, by adjtimex(2), which anybody may read."""
    timex = ctypes.create_string_buffer(_TIMEX_BYTES)
    if ctypes.CDLL(None, use_errno=True).adjtimex(timex) < 0:
        raise OSError(ctypes.get_errno(), "adjtimex")
    return not int.from_bytes(timex.raw[_STATUS_AT : _STATUS_AT + 4], "little") & _UNSYNCHRONISED


@dataclass(frozen=True)
class Bench:
    """One terminal to be looked at. `configured` is what kiosk.toml says, or why it cannot be used."""

    configured: Configuration | ConfigurationError
    proc: Path = Path("/proc")
    wall: Wall = wall
    free_bytes: Callable[[Path], int] = free_bytes
    clock_synchronised: Callable[[], bool] = clock_synchronised
    exchanges: int = 5
    """How often a round trip is measured; the median counts."""
    patience: float = 1.0
    """Seconds in which a device that answers must have done so."""

    @property
    def configuration(self) -> Configuration:
        """`ConfigurationError` when there is none to work with."""
        if isinstance(self.configured, ConfigurationError):
            raise self.configured
        return self.configured

    @property
    def live(self) -> bool:
        """Whether residents are served in earnest; so it is taken to be where nothing says otherwise."""
        return isinstance(self.configured, ConfigurationError) or self.configured.terminal.mode is Mode.LIVE

    def url(self, device: str) -> str:
        """The URL of a device, "" where none is configured."""
        devices = None if isinstance(self.configured, ConfigurationError) else self.configured.devices
        return str(getattr(devices, device, None) or "")
