"""What tests of this terminal came to, and who stood there: the last of each, in a small file beside the journal."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final

from kiosk.clock import Wall
from kiosk.diagnostics.report import Figure, Finding, Level
from kiosk.whole_file import write_whole

FILE: Final = "diagnostics.json"
SELF_TEST: Final = "self_test"
"""The test of whatever is looked at: what the doctor's check of it found."""


@dataclass(frozen=True, slots=True)
class Result:
    """How a test ended. `reason`: the id of words (`doctor.reason.ID`), `fault` a device's, `note` a driver's."""

    level: Level
    figures: Mapping[str, Figure] = field(default_factory=dict[str, Figure])
    fault: str = ""
    reason: str = ""
    note: str = ""

    @classmethod
    def of(cls, finding: Finding) -> "Result":
        """What a check found."""
        fault = finding.fault.id if finding.fault else ""
        return cls(finding.level, dict(finding.figures), fault, finding.reason, finding.note)


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
    fault: str = ""
    reason: str = ""
    level: str = ""

    @property
    def stands(self) -> Level:
        """How it stands; one that passed may be of concern all the same."""
        return Level(self.level) if self.level else Level.OK if self.passed else Level.FAILED


class Outcomes:
    """The last outcome of each test; an unreadable file counts as none, and is written anew by the next test."""

    def __init__(self, folder: Path, wall: Wall) -> None:
        self._file = folder / FILE
        self._wall = wall

    def keep(self, subject: str, test: str, result: Result, *, who: str) -> Outcome:
        """In place of the one before. `OSError` when it cannot be written: then the one before stands."""
        return self.keep_all([(subject, test, result)], who=who)[-1]

    def keep_all(self, results: Iterable[tuple[str, str, Result]], *, who: str) -> tuple[Outcome, ...]:
        """Several (subject, test, result) at once, each in place of the one before."""
        moment = self._wall().isoformat(timespec="seconds")
        new = tuple(
            Outcome(
                subject,
                test,
                result.level is not Level.FAILED,
                moment,
                who,
                result.note,
                dict(result.figures),
                result.fault,
                result.reason,
                result.level.value,
            )
            for subject, test, result in results
        )
        made_anew = {(each.subject, each.test) for each in new}
        others = [each for each in self.all() if (each.subject, each.test) not in made_anew]
        write_whole(self._file, json.dumps([asdict(each) for each in (*others, *new)], ensure_ascii=False))
        return new

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
