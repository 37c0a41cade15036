"""Connections to ESC/POS printers by python-escpos, with what it lacks: deadlines, and ends that close for good."""

import os
import select
import socket
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from importlib import import_module
from time import monotonic
from typing import Any, Final, Protocol
from urllib.parse import urlsplit

import serial

from devices.serial_url import close_serial, open_serial, parse_serial_url

_USB_PRINTER: Final = 7  # bInterfaceClass
_MOST_AT_ONCE: Final = 64


class Line(Protocol):
    """A way to a printer. Every call may raise `OSError`: the line is lost then, or not there."""

    two_way: bool
    """Whether anything can come back."""
    fast: bool
    """Whether a picture costs no time worth mentioning."""

    def write(self, data: bytes, within: float) -> None:
        """Send all of it; `TimeoutError` if it is not taken within so many seconds."""
        ...

    def read(self, within: float) -> bytes:
        """What has come, as soon as anything has; empty if nothing came within so many seconds."""
        ...

    def close(self) -> None:
        """Give the line back."""
        ...


@dataclass(frozen=True, slots=True)
class PrinterUrl:
    """A printer's address, checked: `scheme` is tcp, serial, usb or file."""

    scheme: str
    rest: str


def parse_printer_url(url: str) -> PrinterUrl:
    """`tcp://HOST:PORT`, `serial:PORT[?baudrate=N]`, `usb:VID:PID` (hexadecimal), `file:PATH`. Raises `ValueError`."""
    scheme, _, rest = url.partition(":")
    if scheme not in _CHECKS or not rest:
        raise ValueError("a receipt printer is tcp://HOST:PORT, serial:PORT, usb:VID:PID or file:PATH")
    _CHECKS[scheme](rest)
    return PrinterUrl(scheme, rest)


def open_line(url: PrinterUrl, within: float) -> Line:
    """Connect, within so many seconds. Raises `OSError`."""
    return _OPENERS[url.scheme](url.rest, within)


def _host_and_port(rest: str) -> tuple[str, int]:
    parts = urlsplit("tcp:" + rest)
    if not parts.hostname:
        raise ValueError("tcp://HOST:PORT names a host")
    return parts.hostname, parts.port or 9100


def _vendor_and_product(rest: str) -> tuple[int, int]:
    vendor, _, product = rest.partition(":")
    numbers = int(vendor, 16), int(product, 16)
    if not all(0 <= number <= 0xFFFF for number in numbers):  # noqa: PLR2004
        raise ValueError("usb:VID:PID are two numbers of 16 bits")
    return numbers


def _escpos() -> Any:
    """python-escpos, untyped; its import costs 270 ms, wanted only where there is a printer."""
    return import_module("escpos.printer")


class _TcpLine:
    """Network printers. Connects by itself: `Network.open` knows no IPv6 and leaves its socket open when it fails."""

    two_way = True
    fast = True

    def __init__(self, rest: str, within: float) -> None:
        host, port = _host_and_port(rest)
        self._socket = socket.create_connection((host, port), within)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._printer: Any = _escpos().Network(host, port)
        self._printer.device = self._socket

    def write(self, data: bytes, within: float) -> None:
        self._socket.settimeout(within)
        self._printer._raw(data)

    def read(self, within: float) -> bytes:
        self._socket.settimeout(max(within, 0.001))
        try:
            data = self._socket.recv(_MOST_AT_ONCE)
        except TimeoutError:
            return b""
        if not data:
            raise ConnectionResetError("the printer closed the connection")
        return data

    def close(self) -> None:
        self._printer.close()


class _SerialLine:
    """Serial printers. Opens by itself: `Serial.open` sets no limit to writing and knows device files only."""

    two_way = True
    fast = False

    def __init__(self, rest: str, within: float) -> None:
        self._port = open_serial(parse_serial_url(rest), within)
        self._printer: Any = _escpos().Serial(rest)
        self._printer.device = self._port

    def write(self, data: bytes, within: float) -> None:
        self._port.write_timeout = within
        try:
            self._printer._raw(data)
        except serial.SerialTimeoutException as error:
            raise TimeoutError("the printer takes no more") from error

    def read(self, within: float) -> bytes:
        self._port.timeout = within
        first = self._port.read(1)
        return first + self._port.read(min(self._port.in_waiting, _MOST_AT_ONCE)) if first else b""

    def close(self) -> None:
        close_serial(self._port)
        self._printer.device = None


class _PatientFile:
    """A device file that is written without ever blocking for good: /dev/usb/lp0 takes nothing while out of paper."""

    def __init__(self, path: str) -> None:
        """Only opens: a path that is not there must not become a plain file in /dev."""
        self._fd = os.open(path, os.O_WRONLY | os.O_NONBLOCK | os.O_APPEND | os.O_NOCTTY)
        self.within = 1.0

    def write(self, data: bytes) -> None:
        deadline = monotonic() + self.within
        ready = select.poll()
        ready.register(self._fd, select.POLLOUT)
        while data:
            if not ready.poll(max(0.0, deadline - monotonic()) * 1000):
                raise TimeoutError("the printer takes no more")
            with suppress(BlockingIOError):
                data = data[os.write(self._fd, data) :]

    def flush(self) -> None:
        """Nothing is held back."""

    def close(self) -> None:
        os.close(self._fd)


class _FileLine:
    """A device file: one way."""

    two_way = False
    fast = True

    def __init__(self, rest: str, _within: float) -> None:
        self._file = _PatientFile(rest)
        self._printer: Any = _escpos().File(rest)
        self._printer.device = self._file

    def write(self, data: bytes, within: float) -> None:
        self._file.within = within
        self._printer._raw(data)

    def read(self, within: float) -> bytes:
        raise OSError(f"a device file is written to only, nothing comes within {within:g} s")

    def close(self) -> None:
        self._printer.close()


class _UsbLine:
    """USB printers, by the endpoints that the printer itself declares (python-escpos assumes 82h and 01h)."""

    two_way = True
    fast = True

    def __init__(self, rest: str, _within: float) -> None:
        vendor, product = _vendor_and_product(rest)
        out_end, in_end = _usb_ends(vendor, product)
        self._in_end = in_end
        self._printer: Any = _escpos().Usb(vendor, product, in_ep=in_end, out_ep=out_end)
        try:
            self._printer.open()
        except Exception as error:
            if type(error).__module__ != "escpos.exceptions":
                raise
            raise OSError("no such USB printer") from error

    def write(self, data: bytes, within: float) -> None:
        self._printer.timeout = max(1, int(within * 1000))
        self._printer._raw(data)

    def read(self, within: float) -> bytes:
        try:
            return bytes(self._printer.device.read(self._in_end, _MOST_AT_ONCE, max(1, int(within * 1000))))
        except OSError as error:
            if type(error).__name__ == "USBTimeoutError":
                return b""
            raise

    def close(self) -> None:
        self._printer.close()


def _usb_ends(vendor: int, product: int) -> tuple[int, int]:
    """The addresses of the bulk endpoints out and in of the device's printer interface. Raises `OSError`."""
    core: Any = import_module("usb.core")
    util: Any = import_module("usb.util")
    try:
        device = core.find(idVendor=vendor, idProduct=product)
    except core.NoBackendError as error:
        raise OSError("libusb-1.0 is not installed") from error
    if device is None:
        raise OSError("no such USB printer")
    interface = util.find_descriptor(device[0], bInterfaceClass=_USB_PRINTER)
    ends = {util.endpoint_direction(end.bEndpointAddress): end.bEndpointAddress for end in interface or ()}
    if len(ends) != 2:  # noqa: PLR2004
        raise OSError("the USB device is no two-way printer")
    return ends[util.ENDPOINT_OUT], ends[util.ENDPOINT_IN]


def _path(rest: str) -> str:
    return rest


_CHECKS: Final[dict[str, Callable[[str], object]]] = {
    "tcp": _host_and_port,
    "serial": parse_serial_url,
    "usb": _vendor_and_product,
    "file": _path,
}

_OPENERS: Final[dict[str, Callable[[str, float], Line]]] = {
    "tcp": _TcpLine,
    "serial": _SerialLine,
    "usb": _UsbLine,
    "file": _FileLine,
}
