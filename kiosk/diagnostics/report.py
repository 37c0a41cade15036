"""What a self-check found, as values, as lines for a technician, and as JSON for a machine."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum, unique
from types import MappingProxyType
from typing import Any, Final

from devices.faults import Fault
from kiosk import __version__
from kiosk.diagnostics.detail_words import detail_words
from kiosk.diagnostics.figure_words import figure_is
from texts import Language, Show, Text, render

_WITH_THEIR_OWN: Final = (
    *("not_found", "not_connected", "not_secured", "not_trusted"),
    *("backend_unreachable", "backend_silent", "backend_malformed", "backend_unauthorised", "backend_refused"),
    *("wrong_kind", "echo_differs", "backend_mute", "chain_broken", "key_missing"),
    *("no_end", "check_broke", "no_configuration"),
    *("not_observable", "not_working", "picture_small", "other_format"),
    *("no_card", "line_failed", "too_slow", "wrong_proof", "nothing_heard", "not_touched"),
)
_BY_REASON: Final[Mapping[str, str]] = MappingProxyType({
    **{reason: reason for reason in _WITH_THEIR_OWN},
    **dict.fromkeys(("supplies_low", "paper_low_by_count"), "supplies"),
    "clocks_differ": "backend_clock",
    "no_module": "psam",
})  # fmt: skip
"""Reason → what to do about it, where that is not what is to be done about the check at large."""
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

    @property
    def code(self) -> str:
        """What page, report and manual call it: the device's fault, else the reason; "" where all is well."""
        if self.level is Level.OK:
            return ""
        return self.fault.id if self.fault else self.reason


def remedy_of(check: str, fault: Fault | None, reason: str) -> str:
    """The id of the words on what to do: by the device's fault, else by the reason, else by the check."""
    return f"faults.{fault.id}.staff" if fault else f"doctor.remedy.{_BY_REASON.get(reason, check)}"


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
        figures = " · ".join(_rendered(figure_is(name, value), language) for name, value in found.figures.items())
        code = _rendered(figure_is("fault", found.code), language) if found.code else ""
        reason = _said(f"doctor.reason.{found.reason}", language) if found.reason else ""
        note = _rendered(detail_words(found.note), language) if found.note else ""
        seen = " · ".join(filter(None, (code, figures, reason, note)))
        head = f"{_MARKS[found.level]} {_said(f'doctor.check.{self.check}', language)}  {seen}".rstrip()
        return [head] if found.level is Level.OK else [head, f"    → {self._remedy(language)}"]

    def _remedy(self, language: Language) -> str:
        return _said(remedy_of(self.check, self.finding.fault, self.finding.reason), language)


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
    return _rendered(Text(text_id), language)


def _rendered(words: Text, language: Language) -> str:
    return render(words, language, Show.MASKED)
