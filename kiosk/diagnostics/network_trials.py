"""Tests of the ways that lead out: names found, connected, secured, and how the times of many answers spread."""

import socket
import ssl
from collections.abc import Callable
from dataclasses import replace
from statistics import median
from time import monotonic
from urllib.parse import urlsplit

from kiosk.composition import bureau
from kiosk.diagnostics.backend import backend, backend_certificate, backend_clock
from kiosk.diagnostics.bench import Bench
from kiosk.diagnostics.network import BUREAU, network
from kiosk.diagnostics.report import Figure, Level
from kiosk.diagnostics.trial import Trial

CONNECTIONS = 20
ANSWERS = 20
MOST_MS = 2000.0
"""Milliseconds that the slower half of all answers may not take: residents wait for each."""
_PORTS = {"https": 443, "http": 80}


def every_way(bench: Bench, subject: str) -> Trial:
    """Every place that the network's check judges; and, where the bureau is reached, its own way more closely."""
    judged = network(bench)
    if BUREAU in judged.figures:
        return Trial(False, judged.note, judged.figures, reason=judged.reason)
    way = way_to_bureau(bench, subject)
    figures = {**judged.figures, **way.figures}
    if judged.level is Level.OK:
        return replace(way, figures=figures)
    return replace(way, passed=False, note=judged.note, figures=figures, reason=judged.reason)


def way_to_bureau(bench: Bench, _subject: str) -> Trial:
    """Its name, twenty connections, and TLS where the bureau is reached by it."""
    address = urlsplit(bench.configuration.backend.url)
    host, port = address.hostname or "", address.port or _PORTS[address.scheme]
    began = monotonic()
    place = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][4]
    figures: dict[str, Figure] = {"dns_ms": _since(began), "address": str(place[0])}
    times = tuple(_connected(host, port, bench.patience) for _ in range(CONNECTIONS))
    figures |= {"median_ms": round(median(times), 1), "worst_ms": max(times)}
    if address.scheme == "https":
        figures |= _secured(host, port, bench)
    certificate = backend_certificate(bench)
    figures |= dict(certificate.figures)
    good = certificate.level is not Level.FAILED
    return Trial(good, certificate.note, figures, times=times, reason=certificate.reason)


def answers(bench: Bench, _subject: str) -> Trial:
    """The bureau's version twenty times, what it says of itself, and how far the clocks are apart."""
    client = bureau(bench.configuration)
    client.system()  # what is loaded for the first call is no latency
    times = tuple(_asked(client.system) for _ in range(ANSWERS))
    kind, clock = backend(bench), backend_clock(bench)
    figures: dict[str, Figure] = {"median_ms": round(median(times), 1), "worst_ms": max(times)}
    figures |= dict(kind.figures) | dict(clock.figures)
    good = Level.FAILED not in (kind.level, clock.level) and median(times) <= MOST_MS
    reason = kind.reason or clock.reason or ("" if good else "too_slow")
    return Trial(good, kind.note or clock.note, figures, times=times, reason=reason)


def _connected(host: str, port: int, patience: float) -> float:
    began = monotonic()
    with socket.create_connection((host, port), timeout=patience):
        return _since(began)


def _secured(host: str, port: int, bench: Bench) -> dict[str, Figure]:
    context = ssl.create_default_context(cafile=bench.configuration.backend.ca_file or None)
    with socket.create_connection((host, port), timeout=bench.patience) as plain:
        began = monotonic()
        with context.wrap_socket(plain, server_hostname=host) as secure:
            return {"tls_ms": _since(began), "tls": secure.version() or ""}


def _asked(ask: Callable[[], object]) -> float:
    began = monotonic()
    ask()
    return _since(began)


def _since(began: float) -> float:
    return round((monotonic() - began) * 1000, 1)
