"""Whether what the configuration reaches by network can be reached: its name is found, its port taken, TLS spoken."""

import socket
import ssl
from collections.abc import Iterator
from dataclasses import dataclass
from time import monotonic
from typing import Final
from urllib.parse import urlsplit

from kiosk.config import Configuration

_PORTS: Final = {"https": 443, "http": 80, "rtsp": 554, "tcp": 9100}
"""Of schemes that a URL may name without a port."""


@dataclass(frozen=True, slots=True)
class Place:
    """One host and port, by the key of kiosk.toml that names it."""

    key: str
    host: str
    port: int
    tls: bool


@dataclass(frozen=True, slots=True)
class Reached:
    """How far the way to a place went. `reason`: "" to its end, else the id of words (`doctor.reason.ID`)."""

    place: Place
    dns_ms: float = 0.0
    connect_ms: float = 0.0
    tls_ms: float = 0.0
    tls: str = ""
    reason: str = ""
    detail: str = ""


SERVICES: Final = frozenset({"backend.url", "help.endpoint"})
"""Keys of what takes any number of connections; a device takes one, and its driver has that."""


def places(configuration: Configuration) -> tuple[Place, ...]:
    """Everything that is reached by network; what hangs on this machine by a cable is not."""
    return tuple(_places(configuration))


def unreached(configuration: Configuration, patience: float = 3.0) -> tuple[Reached, ...]:
    """The services among them whose way breaks off somewhere; asked when the terminal starts."""
    ways = (
        reach(place, patience, configuration.backend.ca_file)
        for place in places(configuration)
        if place.key in SERVICES
    )
    return tuple(way for way in ways if way.reason)


def reach(place: Place, patience: float, ca_file: str = "") -> Reached:
    """Find the name, connect, and shake hands where TLS is spoken; each step within `patience` seconds but the first.

    The system's own deadline holds for names.
    """
    began = monotonic()
    try:
        address = socket.getaddrinfo(place.host, place.port, type=socket.SOCK_STREAM)[0][4]
    except OSError as error:
        return Reached(place, reason="not_found", detail=error.strerror or type(error).__name__)
    dns_ms, began = _since(began), monotonic()
    try:
        plain = socket.create_connection((str(address[0]), place.port), timeout=patience)
    except OSError as error:
        return Reached(place, dns_ms, reason="not_connected", detail=error.strerror or type(error).__name__)
    with plain:
        reached = Reached(place, dns_ms, _since(began))
        return _secured(reached, plain, ca_file) if place.tls else reached


def _secured(reached: Reached, plain: socket.socket, ca_file: str) -> Reached:
    place, began = reached.place, monotonic()
    try:
        context = ssl.create_default_context(cafile=ca_file or None)
        with context.wrap_socket(plain, server_hostname=place.host) as secure:
            return Reached(place, reached.dns_ms, reached.connect_ms, _since(began), secure.version() or "")
    except ssl.SSLCertVerificationError as error:
        reason, detail = "not_trusted", error.verify_message
    except OSError as error:
        reason, detail = "not_secured", error.strerror or type(error).__name__
    return Reached(place, reached.dns_ms, reached.connect_ms, reason=reason, detail=detail)


def _places(configuration: Configuration) -> Iterator[Place]:
    devices = configuration.devices
    named = (
        ("backend.url", configuration.backend.url),
        ("help.endpoint", configuration.help.endpoint),
        ("devices.id_reader", devices.id_reader),
        ("devices.receipt_printer", devices.receipt_printer),
        ("devices.camera", devices.camera),
        ("devices.document_camera", devices.document_camera),
    )
    for key, url in named:
        address = urlsplit(url)
        port = address.port or _PORTS.get(address.scheme)
        if address.hostname and port:
            yield Place(key, address.hostname, port, tls=address.scheme == "https")


def _since(began: float) -> float:
    return round((monotonic() - began) * 1000, 1)
