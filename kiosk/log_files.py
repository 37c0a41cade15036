"""The event log's files: one for each day, numbered in the order in which they were begun, and how long they stay."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Final

from kiosk.tables import LogTable

LEAST_DAYS: Final = 180
"""Network logs stay for at least six months (Cybersecurity Law of the PRC); no configuration goes below."""
MEGABYTE: Final = 1_000_000
_NAME: Final = re.compile(r"(\d{6})_(\d{4}-\d{2}-\d{2})\.jsonl")


@dataclass(frozen=True, slots=True)
class LogFile:
    """`000012_2026-11-22.jsonl`. The number orders the files, because the clock may go back."""

    path: Path
    number: int
    day: date

    @property
    def size(self) -> int:
        """Bytes."""
        return self.path.stat().st_size


@dataclass(frozen=True, slots=True)
class Keep:
    """How long: `days` at least and, disk permitting, at most. Beyond `most_bytes` the oldest go at 180 days.

    Where the files of the last 180 days alone are larger than `most_bytes`, they stay: the days win, `over` says so,
    and only a disk that is really full ends the terminal's service.
    """

    days: int = LEAST_DAYS
    most_bytes: int = 500 * MEGABYTE

    @classmethod
    def of(cls, table: LogTable) -> "Keep":
        """As [log] says it."""
        return cls(table.keep_days, table.most_mb * MEGABYTE)


def log_files(folder: Path) -> list[LogFile]:
    """In the order of the log."""
    found = (_log_file(path) for path in folder.iterdir())
    return sorted((file for file in found if file is not None), key=lambda file: file.number)


def next_file(folder: Path, after: LogFile | None, day: date) -> LogFile:
    """The file that follows, not yet made."""
    number = 1 if after is None else after.number + 1
    return LogFile(folder / f"{number:06d}_{day.isoformat()}.jsonl", number, day)


def outdated(files: Sequence[LogFile], today: date, keep: Keep) -> Iterator[LogFile]:
    """Files that are to be deleted, the oldest first."""
    total = sum(file.size for file in files)
    for index, file in enumerate(files):
        days = LEAST_DAYS if total > keep.most_bytes else keep.days
        if not _older(file, files[index + 1 :], today, days):
            return
        total -= file.size
        yield file


def _older(file: LogFile, newer: Sequence[LogFile], today: date, days: int) -> bool:
    """Both by the calendar and by the days that were lived since: a clock that jumps ahead deletes nothing."""
    lived = len({other.day for other in newer})
    return lived > days and file.day < today - timedelta(days=days)


def _log_file(path: Path) -> LogFile | None:
    matched = _NAME.fullmatch(path.name)
    if matched is None:
        return None
    return LogFile(path, int(matched[1]), date.fromisoformat(matched[2]))
