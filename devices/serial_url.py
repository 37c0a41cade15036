"""Opens what `serial_for_url` opens, with the pace of the wire taken off the URL first, and closes it for good."""

from contextlib import suppress
from dataclasses import dataclass
from typing import Final, cast
from urllib.parse import parse_qsl, urlencode

import serial
from serial.urlhandler import protocol_socket

DEFAULT_BAUDRATE: Final = 115200
SLICE_S: Final = 0.05
"""One wait of a blocking read: so long can an `abort()` from another thread take to be noticed."""


@dataclass(frozen=True, slots=True)
class SerialUrl:
    """A port and its pace: `("/dev/ttyUSB0", 115200)`. For `socket://` the pace is that of the wire behind it."""

    port: str
    baudrate: int


def parse_serial_url(url: str) -> SerialUrl:
    """Take `?baudrate=` off; what else stands in the query is pyserial's own. Raises `ValueError`."""
    port, _, query = url.partition("?")
    options = parse_qsl(query, keep_blank_values=True)
    rates = [value for name, value in options if name == "baudrate"]
    rest = urlencode([(name, value) for name, value in options if name != "baudrate"])
    if not port:
        raise ValueError("a serial URL names a port")
    return SerialUrl(f"{port}?{rest}" if rest else port, _rate(rates))


def _rate(rates: list[str]) -> int:
    if not rates:
        return DEFAULT_BAUDRATE
    if len(rates) > 1 or not (rates[0].isascii() and rates[0].isdigit()) or int(rates[0]) == 0:
        raise ValueError("baudrate is one positive number")
    return int(rates[0])


def open_serial(url: SerialUrl, write_s: float = 1.0, connect_s: float = 0.2) -> serial.Serial:
    """Open the port, 8N1 without flow control. Raises `serial.SerialException` (an `OSError`) or `ValueError`."""
    protocol_socket.POLL_TIMEOUT = connect_s  # pyserial's own 5 s for `socket://` outlasts every deadline here
    port = cast(
        serial.Serial,  # the stubs offer the Windows class too
        serial.serial_for_url(
            url.port, baudrate=url.baudrate, timeout=SLICE_S, write_timeout=write_s, do_not_open=True
        ),
    )
    port.open()
    return port


def close_serial(port: serial.Serial) -> None:
    """Give the port back at once, whatever state it is in.

    A `socket://` port is closed from below: pyserial leaves its socket open when the other side has gone first, and
    sleeps for 0.3 s after every close.
    """
    below = getattr(port, "_socket", None)
    if below is None:
        with suppress(OSError):
            port.close()
    else:
        below.close()
        port.is_open = False
