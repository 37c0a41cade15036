"""What tests of this terminal came to, and who stood there: the last of each, in a small file beside the journal."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final

from kiosk.clock import Wall
from kiosk.diagnostics.report import Figure
from kiosk.whole_file import write_whole

FILE: Final = "diagnostics.json"


@dataclass(frozen=True, slots=True)
class Outcome:
    """One test of one subject. `at`: the moment (ISO 8601); `who`: a staff number, or an operating-system user."""

    subject: str
    test: str
    passed: bool
    at: str
    who: str
    note: str = ""
    figures: Mapping[str, Figure] = field(default_factory=dict[str, Figure])


class Outcomes:
    """The last outcome of each test; an unreadable file counts as none, and is written anew by the next test."""

    def __init__(self, folder: Path, wall: Wall) -> None:
        self._file = folder / FILE
        self._wall = wall

    def keep(
        self, subject: str, test: str, *, passed: bool, who: str, note: str = "", figures: Mapping[str, Figure]
    ) -> Outcome:
        """In place of the one before. `OSError` when it cannot be written: then the one before stands."""
        moment = self._wall().isoformat(timespec="seconds")
        outcome = Outcome(subject, test, passed, moment, who, note, dict(figures))
        others = [each for each in self.all() if (each.subject, each.test) != (subject, test)]
        write_whole(self._file, json.dumps([asdict(each) for each in (*others, outcome)], ensure_ascii=False))
        return outcome

    def all(self) -> tuple[Outcome, ...]:
        """The oldest first."""
        try:
            plain: list[dict[str, Any]] = json.loads(self._file.read_text("utf-8"))
            return tuple(Outcome(**each) for each in plain)
        except (OSError, ValueError, TypeError):
            return ()

    def of(self, subject: str) -> tuple[Outcome, ...]:
        """Those of one subject, the oldest first."""
        return tuple(each for each in self.all() if each.subject == subject)
