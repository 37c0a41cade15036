"""A device's serial line: opened when it is first needed and again when it was lost, left at once when told to."""

import os
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import serial

from devices.faults import DeviceError, Fault
from devices.serial_url import SLICE_S, SerialUrl, close_serial, open_serial
from devices.tap import Tap, Way

_MOST_STALE: Final = 8192


@dataclass(frozen=True, slots=True)
class LineFaults:
    """By what names a device tells what befalls its line."""

    unreachable: Fault
    lost: Fault
    silent: Fault
    stopped: Fault


class SerialLine:
    """One line. All calls but `stop` come from one thread; each raises `DeviceError` and nothing else."""

    def __init__(
        self, url: SerialUrl, faults: LineFaults, *, write_s: float, reopen_every: float, clock: Callable[[], float]
    ) -> None:
        """Opens nothing yet. `write_s`: for one `send`; `reopen_every`: seconds between two tries to open the port."""
        self.url = url
        self._faults = faults
        self._write_s = write_s
        self._reopen_every = reopen_every
        self._clock = clock
        self._port: serial.Serial | None = None
        self._opened_at = -float("inf")
        self._stopped = threading.Event()
        self.tap: Tap | None = None
        """Hears what goes over the line, while a technician traces it."""

    def begin(self) -> None:
        """A call of the device begins: an earlier `stop` no longer counts."""
        self._stopped.clear()

    def stop(self) -> None:
        """From any thread: what reads ends within `SLICE_S`."""
        self._stopped.set()

    def close(self) -> None:
        """Give the port back; it is opened anew at once when it is needed."""
        if self._port is not None:
            close_serial(self._port)
            self._port = None
        self._opened_at = -float("inf")

    def send(self, frame: bytes, name: str) -> None:
        """Write the command `name`. What came unasked, or too late for an earlier one, is thrown away first."""
        port = self._opened()
        try:
            _read_away(port)
            port.write(frame)
            self._told(Way.SENT, frame)
        except serial.SerialTimeoutException as error:
            raise DeviceError(self._faults.silent, f"{name} could not be written") from error
        except (OSError, TypeError) as error:  # pyserial's posix port answers TypeError when closed under its read
            raise self._lost(error) from error

    def read(self, most: int, left: float) -> bytes:
        """Up to `most` bytes of what comes within `left` seconds; b"" after `SLICE_S`, for the caller to look about."""
        if self._stopped.is_set():
            raise DeviceError(self._faults.stopped, "asked to stop")
        port = self._opened()
        try:
            port.timeout = min(SLICE_S, left)
            data = port.read(most)
            self._told(Way.HEARD, data)
            return data
        except (OSError, TypeError) as error:
            raise self._lost(error) from error

    def _told(self, way: Way, data: bytes) -> None:
        if self.tap is not None and data:
            self.tap(way, data)

    def _lost(self, error: Exception) -> DeviceError:
        self.close()
        self._opened_at = self._clock()
        return DeviceError(self._faults.lost, type(error).__name__)

    def _opened(self) -> serial.Serial:
        if self._port is not None:
            return self._port
        now = self._clock()
        if now - self._opened_at < self._reopen_every:
            raise DeviceError(self._faults.unreachable, "not tried again yet")
        self._opened_at = now
        try:
            self._port = open_serial(self.url, self._write_s)
        except (OSError, ValueError) as error:
            raise DeviceError(self._faults.unreachable, _cause(error)) from error
        return self._port


def _read_away(port: serial.Serial) -> None:
    """By reading: pyserial's own reset fails with an error of termios on an unplugged port.

    Byte by byte: what is thrown away may be a PIN pad's keys, and no buffer is to hold a row of them.
    """
    port.timeout = 0
    for _ in range(_MOST_STALE):
        if not port.read(1):
            return


def _cause(error: Exception) -> str:
    """The operating system's word for it, as `No such file or directory`."""
    number = getattr(error, "errno", None)
    return os.strerror(number) if number else type(error).__name__
