"""What a self-check found, as values, as lines for a technician, and as JSON for a machine."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum, unique
from types import MappingProxyType
from typing import Any, Final

from devices.faults import Fault
from kiosk import __version__
from texts import Language, Show, Text, render

_BY_REASON: Final[Mapping[str, str]] = MappingProxyType({
    **dict.fromkeys(("supplies_low", "paper_low_by_count"), "supplies"),
    **dict.fromkeys([f"backend_{how}" for how in ("silent", "malformed", "unauthorised", "refused")], "backend"),
})  # fmt: skip
SCHEMA = 1
"""Of the JSON: raised when a field changes its meaning; fields are only ever added within one."""

Figure = str | int | float | bool


@unique
class Level(Enum):
    """How a check ended; the worst one is the report's."""

    OK = "ok"
    WARNING = "warning"
    FAILED = "failed"


_MARKS = {Level.OK: "✓", Level.WARNING: "!", Level.FAILED: "✗"}


@dataclass(frozen=True)
class Finding:
    """What one check saw; figures carry their unit's name.

    `reason`: what is so, by the id of its words (`doctor.reason.ID`); `note`: a driver's or the system's own word for
    it, as it came, nothing personal.
    """

    level: Level
    note: str = ""
    figures: Mapping[str, Figure] = field(default_factory=dict[str, Figure])
    fault: Fault | None = None
    reason: str = ""


def remedy_of(check: str, finding: Finding) -> str:
    """The id of the words on what to do, where no device's fault has its own: by the reason, else by the check."""
    return f"doctor.remedy.{_BY_REASON.get(finding.reason, check)}"


@dataclass(frozen=True)
class Entry:
    """A finding, by whom and how long it took."""

    check: str
    finding: Finding
    seconds: float

    def as_json(self) -> dict[str, Any]:
        """Check, level, reason id, note, fault id or null, figures, seconds."""
        found = self.finding
        return {
            "check": self.check,
            "level": found.level.value,
            "reason": found.reason,
            "note": found.note,
            "fault": found.fault.id if found.fault else None,
            "owner": found.fault.owner.value if found.fault else None,
            "figures": dict(found.figures),
            "seconds": round(self.seconds, 3),
        }

    def lines(self, language: Language) -> list[str]:
        """One line for what was seen, and below it, unless all is well, what to do."""
        found = self.finding
        figures = " · ".join(f"{name} {_shown(value)}" for name, value in found.figures.items())
        reason = _said(f"doctor.reason.{found.reason}", language) if found.reason else ""
        seen = " · ".join(filter(None, (figures, reason, found.note)))
        head = f"{_MARKS[found.level]} {_said(f'doctor.check.{self.check}', language)}  {seen}".rstrip()
        return [head] if found.level is Level.OK else [head, f"    → {self._remedy(language)}"]

    def _remedy(self, language: Language) -> str:
        fault = self.finding.fault
        return _said(f"faults.{fault.id}.staff" if fault else remedy_of(self.check, self.finding), language)


@dataclass(frozen=True)
class Report:
    """All entries, in the order in which they were looked at."""

    terminal: str
    at: datetime
    entries: tuple[Entry, ...]

    @property
    def level(self) -> Level:
        """The worst level of all."""
        levels = {entry.finding.level for entry in self.entries}
        return next((level for level in (Level.FAILED, Level.WARNING) if level in levels), Level.OK)

    def as_json(self) -> dict[str, Any]:
        """The whole report; `schema` tells what to expect."""
        return {
            "schema": SCHEMA,
            "terminal": self.terminal,
            "version": __version__,
            "at": self.at.isoformat(timespec="seconds"),
            "level": self.level.value,
            "checks": [entry.as_json() for entry in self.entries],
        }

    def lines(self, language: Language) -> list[str]:
        """For a technician to read."""
        return [line for entry in self.entries for line in entry.lines(language)]


def _said(text_id: str, language: Language) -> str:
    return render(Text(text_id), language, Show.MASKED)


def _shown(value: Figure) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:g}" if isinstance(value, float) else str(value)
