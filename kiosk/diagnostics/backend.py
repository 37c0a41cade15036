"""The bureau as this terminal reaches it: whether it answers, how fast, who it is; its clock and certificate."""

import socket
import ssl
from collections.abc import Mapping
from datetime import UTC, datetime
from secrets import token_bytes
from statistics import median
from time import monotonic
from typing import Final
from urllib.parse import urlsplit

from kiosk.backend.client import Bureau
from kiosk.backend.errors import (
    BackendError,
    BackendMalformed,
    BackendRefused,
    BackendSilent,
    BackendUnauthorised,
    BackendUnreachable,
    ClockSkew,
)
from kiosk.backend.schemas import SystemInfo
from kiosk.composition import bureau
from kiosk.diagnostics.bench import Bench
from kiosk.diagnostics.report import Figure, Finding, Level

MOST_OFFSET = 60.0
"""Seconds between terminal and bureau; the gateway refuses signatures beyond 180."""
LITTLE_OFFSET = 5.0
ECHOED = 1024
"""Random bytes of an echo."""
FEW_DAYS, TOO_FEW_DAYS = 30, 7
"""Days that a certificate still holds: from when on it is to be renewed, and from when on at once."""
_HTTPS_PORT = 443
MUTE: Final = "backend_mute"
"""The reason for what only an answer tells: that none came is a fault of the bureau's own line, and counts once."""
_NOT_KNOWN: Final = Finding(Level.WARNING, reason=MUTE)


def backend(bench: Bench) -> Finding:
    """Reachability, the median time of an answer, version, kind, and an echo: random bytes come back as they went."""
    client, sent = bureau(bench.configuration), token_bytes(ECHOED)
    try:
        system, latency = _asked(client, bench.exchanges)
        echo = client.echo(sent)
    except BackendError as error:
        return Finding(Level.FAILED, error.detail, reason=reason_of(error))
    figures: dict[str, Figure] = {
        "latency_ms": latency,
        "version": system.version,
        "test_system": system.test_system,
        "echo_bytes": len(echo),
    }
    if system.test_system == bench.live:
        return Finding(Level.FAILED, figures=figures, reason="wrong_kind")
    if echo != sent:
        return Finding(Level.FAILED, figures=figures, reason="echo_differs")
    return Finding(Level.OK, figures=figures)


def backend_clock(bench: Bench) -> Finding:
    """By how many seconds the terminal's clock is ahead of the bureau's, to the half of a call's time."""
    client = bureau(bench.configuration)
    try:
        before = bench.wall()
        system = client.system()
        after = bench.wall()
    except ClockSkew as error:
        return Finding(Level.FAILED, error.detail, reason=reason_of(error))
    except BackendError:
        return _NOT_KNOWN
    offset = (before + (after - before) / 2 - system.time).total_seconds()
    figures: dict[str, Figure] = {"offset_s": round(offset, 1) + 0.0}
    if abs(offset) > MOST_OFFSET:
        return Finding(Level.FAILED, figures=figures, reason="clocks_differ")
    if abs(offset) > LITTLE_OFFSET:
        return Finding(Level.WARNING, figures=figures, reason="clocks_differ")
    return Finding(Level.OK, figures=figures)


def backend_certificate(bench: Bench) -> Finding:
    """The days for which the bureau's certificate still holds, verified as every call verifies it."""
    address = urlsplit(bench.configuration.backend.url)
    if address.scheme != "https":
        return Finding(Level.OK, reason="plain_http")
    try:
        ends = _certificate_ends(address.hostname or "", address.port or _HTTPS_PORT, bench)
    except ssl.SSLCertVerificationError as error:
        return Finding(Level.FAILED, error.verify_message, reason="not_trusted")
    except OSError:
        return _NOT_KNOWN
    days = int((ends - bench.wall()).total_seconds() // 86400)
    figures: dict[str, Figure] = {"days_left": days, "ends": f"{ends:%Y-%m-%d}"}
    if days < FEW_DAYS:
        return Finding(Level.FAILED if days < TOO_FEW_DAYS else Level.WARNING, figures=figures, reason="ends_soon")
    return Finding(Level.OK, figures=figures)


_REASONS: Final[Mapping[type[BackendError], str]] = {
    BackendUnreachable: "backend_unreachable",
    BackendSilent: "backend_silent",
    BackendMalformed: "backend_malformed",
    BackendUnauthorised: "backend_unauthorised",
    BackendRefused: "backend_refused",
    ClockSkew: "clocks_differ",
}


CODE_OF_KIND: Final[Mapping[str, str]] = {kind.__name__: reason for kind, reason in _REASONS.items()}
"""As the event log names a failed call → the reason."""


def reason_of(error: BackendError) -> str:
    """The id of its words: `doctor.reason.ID`."""
    return _REASONS[type(error)]


def _asked(client: Bureau, times: int) -> tuple[SystemInfo, float]:
    taken: list[float] = []
    system = client.system()  # what is loaded for the first call is no latency
    for _ in range(times):
        began = monotonic()
        system = client.system()
        taken.append(monotonic() - began)
    return system, round(median(taken) * 1000, 1)


def _certificate_ends(host: str, port: int, bench: Bench) -> datetime:
    context = ssl.create_default_context(cafile=bench.configuration.backend.ca_file or None)
    with (
        socket.create_connection((host, port), timeout=bench.patience) as plain,
        context.wrap_socket(plain, server_hostname=host) as secure,
    ):
        told = secure.getpeercert() or {}
    return datetime.fromtimestamp(ssl.cert_time_to_seconds(str(told["notAfter"])), UTC)
