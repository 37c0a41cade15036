"""Events of the log by name and time, in their order or the newest first."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

from kiosk.log_chain import parsed
from kiosk.log_files import log_files


def events(
    folder: Path, pattern: str = "*", since: datetime | None = None, until: datetime | None = None
) -> Iterator[dict[str, Any]]:
    """Those whose name is like `pattern` (`device.*`), from `since` until before `until`; moments with their zone."""
    for file in log_files(folder) if folder.exists() else ():
        for raw in file.path.read_bytes().splitlines():
            event = parsed(raw)
            if event is not None and fnmatchcase(event["event"], pattern) and _between(event["at"], since, until):
                yield event


def newest_first(folder: Path, patterns: Sequence[str], since: datetime, until: datetime) -> Iterator[dict[str, Any]]:
    """Those whose name is like one of the patterns; a file older than `since` ends the search."""
    for file in reversed(log_files(folder) if folder.exists() else []):
        seen = False
        for raw in reversed(file.path.read_bytes().splitlines()):
            event = parsed(raw)
            if event is None or not _between(event["at"], since, None):
                continue
            seen = True
            if _between(event["at"], None, until) and any(fnmatchcase(event["event"], each) for each in patterns):
                yield event
        if not seen:
            return


def _between(moment: str, since: datetime | None, until: datetime | None) -> bool:
    at = datetime.fromisoformat(moment)
    return (since is None or at >= since) and (until is None or at < until)
