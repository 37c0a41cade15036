"""All self-checks in their order, each on its own: one that hangs or breaks is a finding and hides no other."""

from collections.abc import Callable, Mapping
from threading import Thread
from time import monotonic
from types import MappingProxyType

from kiosk.config import ConfigurationError
from kiosk.diagnostics import machine, records
from kiosk.diagnostics.backend import backend, backend_certificate, backend_clock
from kiosk.diagnostics.bench import Bench
from kiosk.diagnostics.devices import SELF_TESTS
from kiosk.diagnostics.network import network
from kiosk.diagnostics.report import Entry, Finding, Level, Report

Check = Callable[[Bench], Finding]

_WITH = {"face_networks": "camera"}
"""What is looked at only where there is a certain device."""
LONGEST = 15.0
"""Seconds after which a check that has not ended is left behind."""

CHECKS: Mapping[str, Check] = MappingProxyType({
    "configuration": machine.configuration,
    **SELF_TESTS,
    "network": network,
    "backend": backend,
    "backend_clock": backend_clock,
    "backend_certificate": backend_certificate,
    "disk": machine.disk,
    "swap": machine.swap,
    "core_dumps": machine.core_dumps,
    "time_service": machine.time_service,
    "fonts": machine.fonts,
    "face_networks": machine.face_networks,
    "event_log": records.event_log,
    "journal": records.journal,
})  # fmt: skip
"""By the name that the report gives them."""


def examine(bench: Bench, checks: Mapping[str, Check] = CHECKS, *, longest: float = LONGEST) -> Report:
    """Look at everything that this terminal has; the devices that are not configured have no entry."""
    entries = [_entry(name, check, bench, longest) for name, check in checks.items() if applies(name, bench)]
    return Report(_terminal(bench), bench.wall(), tuple(entries))


def applies(check: str, bench: Bench) -> bool:
    """Whether there is anything to look at; without a configuration nobody knows which devices there are."""
    device = _WITH.get(check, check)
    return device not in SELF_TESTS or bool(bench.url(device))


def _entry(name: str, check: Check, bench: Bench, longest: float) -> Entry:
    began = monotonic()
    finding = _within(longest, lambda: check(bench))
    return Entry(name, finding, monotonic() - began)


def _within(seconds: float, look: Callable[[], Finding]) -> Finding:
    """The finding, also of a check that breaks or does not end."""
    found = [Finding(Level.FAILED, figures={"seconds": seconds}, reason="no_end")]

    def run() -> None:
        try:
            found[0] = look()
        except ConfigurationError:
            found[0] = Finding(Level.FAILED, reason="no_configuration")
        except Exception as error:  # noqa: BLE001 - the one edge where a broken check becomes a finding
            found[0] = Finding(Level.FAILED, type(error).__name__, reason="check_broke")

    thread = Thread(target=run, name="doctor", daemon=True)
    thread.start()
    thread.join(seconds)
    return found[0]


def _terminal(bench: Bench) -> str:
    return "" if isinstance(bench.configured, ConfigurationError) else bench.configured.terminal.id
