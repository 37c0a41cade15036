"""Service paused by staff, with the reason that residents read; a restart does not end it."""

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from kiosk.whole_file import write_whole
from texts import Text

FILE: Final = "paused.json"
REASONS: Final = ("paper", "repair", "cleaning", "moved")
"""Their words are `staff.reason.…`, as residents read them `staff.paused_for.…`."""


@dataclass(frozen=True, slots=True)
class Pause:
    """Who paused the service, why and since when (ISO 8601)."""

    reason: str
    staff: str
    since: str


class Closing:
    """One small file in `folder`: there while service is paused."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / FILE
        self.pause = self._read()

    @property
    def reason(self) -> Text | None:
        """What residents read; None while service is not paused."""
        return None if self.pause is None else Text(f"staff.paused_for.{self.pause.reason}")

    def close(self, reason: str, staff: str, now: datetime) -> None:
        """Nobody is served from here on. `OSError` when it cannot be written: then nothing has changed."""
        pause = Pause(reason, staff, now.isoformat())
        write_whole(self._file, json.dumps(asdict(pause)))
        self.pause = pause

    def open(self) -> None:
        """Residents are served again. `OSError` when it cannot be written."""
        self._file.unlink(missing_ok=True)
        self.pause = None

    def _read(self) -> Pause | None:
        """An unreadable file is a pause all the same: somebody had a reason."""
        try:
            pause = Pause(**json.loads(self._file.read_text("utf-8")))
        except FileNotFoundError:
            return None
        except (OSError, ValueError, TypeError):
            return Pause("repair", "", "")
        return pause if pause.reason in REASONS else Pause("repair", pause.staff, pause.since)
