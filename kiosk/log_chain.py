"""The chain of the event log: each line carries the digest of the one before; checking it, from any copy."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum, unique
from pathlib import Path
from typing import Any, Final, NamedTuple, cast

from kiosk.log_files import LogFile, log_files

BEGINNING: Final = "0" * 64
"""What the very first line carries."""
AFTER: Final = "after"
NUMBER: Final = "no"
TORN: Final = "log.torn"
PRUNED: Final = "log.pruned"


class End(NamedTuple):
    """The newest line: how many there have been, and its digest."""

    records: int
    digest: str


@unique
class Break(Enum):
    """What is wrong with a line."""

    CHAIN = "chain"
    """A line was changed, put in, or taken out before it."""
    FILE_MISSING = "file_missing"
    """A whole day was taken out before it."""
    BEGINNING_MISSING = "beginning_missing"
    """Older days are gone, and the log does not say that it let them go."""
    UNREADABLE = "unreadable"
    """No event, and not marked as torn by the next line either."""
    TAIL_CUT = "tail_cut"
    """The newest digest known elsewhere is nowhere in these files."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Where the log is broken first; the line counts from 1."""

    kind: Break
    file: str
    line: int


@dataclass(slots=True)
class Report:
    """What `verify` found. `newest`: digest of the last line; `let_go`: last digests of files that were deleted."""

    files: int = 0
    lines: int = 0
    torn: int = 0
    newest: str = BEGINNING
    problem: Problem | None = None
    let_go: set[str] = field(default_factory=set[str])


@dataclass(frozen=True, slots=True)
class Line:
    """One line as it stands in its file; `event` is None where it is not whole."""

    file: LogFile
    number: int
    raw: bytes
    event: dict[str, Any] | None

    @property
    def digest(self) -> str:
        """What the next line carries."""
        return digest_of(self.raw)


def digest_of(raw: bytes) -> str:
    """SHA-256 of a line without its end, in hexadecimal."""
    return hashlib.sha256(raw).hexdigest()


def parsed(raw: bytes) -> dict[str, Any] | None:
    """A line's event; None for anything else."""
    try:
        event: object = json.loads(raw)
    except ValueError:
        return None
    if not isinstance(event, dict) or not {"event", NUMBER, AFTER} <= event.keys():
        return None
    return cast("dict[str, Any]", event)


def lines(folder: Path) -> Iterator[Line]:
    """Every line of the log in its order, torn ones too."""
    for file in log_files(folder):
        raws = file.path.read_bytes().split(b"\n")
        for number, raw in enumerate(raws, start=1):
            if raw or number < len(raws):
                yield Line(file, number, raw, parsed(raw))


def verify(folder: Path, known: str | None = None) -> Report:
    """Check the whole chain. `known`: the newest digest as it was told elsewhere, or None.

    Torn lines that the next line owns up to are counted, not complained of. Whoever can write all files can also
    write a new chain: that is seen only by `known`.
    """
    report, before, seen = Report(files=len(log_files(folder))), None, {BEGINNING}
    first: Line | None = None
    for line in lines(folder):
        first = first or line
        _check(report, before, line)
        seen.add(line.digest)
        before = line
    _check_ends(report, first, before, seen, known)
    return report


def _check(report: Report, before: Line | None, line: Line) -> None:
    report.lines += 1
    report.newest = line.digest
    if line.event is not None and line.event["event"] == PRUNED:
        report.let_go.add(str(line.event.get("digest")))
    if before is None or report.problem is not None:
        return
    if before.event is None:
        _check_torn(report, before, line)
    if line.event is not None and line.event[AFTER] != before.digest:
        missing = line.file.number > before.file.number + 1
        report.problem = _problem(Break.FILE_MISSING if missing else Break.CHAIN, line)


def _check_torn(report: Report, before: Line, line: Line) -> None:
    if line.event is not None and line.event["event"] == TORN:
        report.torn += 1
    else:
        report.problem = _problem(Break.UNREADABLE, before)


def _check_ends(report: Report, first: Line | None, last: Line | None, seen: set[str], known: str | None) -> None:
    if first is not None and first.event is not None:
        begins = first.event[AFTER]
        if begins != BEGINNING and begins not in report.let_go:
            report.problem = _problem(Break.BEGINNING_MISSING, first)
    if report.problem is None and last is not None and last.event is None:
        report.problem = _problem(Break.UNREADABLE, last)
    if report.problem is None and known is not None and known not in seen:
        report.problem = Problem(Break.TAIL_CUT, "" if last is None else last.file.path.name, report.lines)


def _problem(kind: Break, line: Line) -> Problem:
    return Problem(kind, line.file.path.name, line.number)
