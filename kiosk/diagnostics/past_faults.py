"""The last faults of a device or of the bureau, as the event log has them, the newest first."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, Final, NamedTuple

from kiosk.device import STUCK
from kiosk.diagnostics.backend import CODE_OF_KIND
from kiosk.diagnostics.drivers import DRIVERS
from kiosk.log_chain import parsed
from kiosk.log_files import log_files

FILES: Final = 30
"""Days of the log that are looked through."""
MOST: Final = 5
_LOST: Final = {"device.lost": "not_working", "device.stuck": STUCK.id}
"""Event → the code of one that names no fault."""


class PastFault(NamedTuple):
    """One of them: when, its code as the manual has it, and what the driver or the bureau's line said."""

    at: datetime
    code: str
    detail: str


def past_faults(folder: Path, subject: str, most: int = MOST) -> tuple[PastFault, ...]:
    """At most so many; none where there is no log."""
    found: list[PastFault] = []
    for event in _newest_first(folder):
        if len(found) == most:
            break
        if (fault := _fault_in(event, subject)) is not None:
            found.append(fault)
    return tuple(found)


def _newest_first(folder: Path) -> Iterator[dict[str, Any]]:
    files = log_files(folder) if folder.exists() else []
    for file in reversed(files[-FILES:]):
        for raw in reversed(file.path.read_bytes().splitlines()):
            event = parsed(raw)
            if event is not None:
                yield event


def _fault_in(event: dict[str, Any], subject: str) -> PastFault | None:
    name, at = event["event"], datetime.fromisoformat(event["at"])
    if name in _LOST and event.get("device") == subject:
        return PastFault(at, str(event.get("fault") or _LOST[name]), str(event.get("detail") or ""))
    if name == "network.failed" and subject == "network":
        return PastFault(at, str(event["reason"]), "\n".join(filter(None, (event["target"], event["detail"]))))
    if name in _failures(subject) and (code := event.get("fault") or CODE_OF_KIND.get(event.get("kind", ""))):
        return PastFault(at, str(code), str(event.get("detail") or ""))
    return None


def _failures(subject: str) -> frozenset[str]:
    if subject == "backend":
        return frozenset({"backend.lost", "backend.failed"})
    return frozenset(driven.event for driven in DRIVERS if driven.check == subject and driven.event)
