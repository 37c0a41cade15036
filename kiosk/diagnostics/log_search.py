"""Events of the log by name and time, in their order."""

from collections.abc import Iterator
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


def _between(moment: str, since: datetime | None, until: datetime | None) -> bool:
    at = datetime.fromisoformat(moment)
    return (since is None or at >= since) and (until is None or at < until)
