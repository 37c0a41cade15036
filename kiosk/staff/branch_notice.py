"""The branch's own notice: a line that staff put up for today, on Standby beside the bureau's; midnight takes it."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from kiosk.clock import Wall
from kiosk.public_notices import MOST_WORDS
from kiosk.whole_file import write_whole
from texts import literal
from ui.pages import PublicNotice

FILE: Final = "branch-notice.json"


@dataclass(frozen=True, slots=True)
class Notice:
    """What it says, who put it up, and the day for which it hangs (ISO 8601)."""

    words: str
    staff: str
    day: str


class BranchNotice:
    """One small file in `folder`, written whole or not at all."""

    def __init__(self, folder: Path, wall: Wall) -> None:
        self._file = folder / FILE
        self._wall = wall
        self._notice = self._read()

    @property
    def today(self) -> Notice | None:
        """What hangs today; None where nothing does."""
        notice = self._notice
        return notice if notice is not None and notice.day == self._day() else None

    @property
    def shown(self) -> tuple[PublicNotice, ...]:
        """The same as Standby shows it, in the words in which it was written."""
        return () if self.today is None else (PublicNotice(literal(self.today.words)),)

    def put_up(self, words: str, staff: str) -> None:
        """In place of what hangs. `OSError` when it cannot be written: then nothing has changed."""
        notice = Notice(words, staff, self._day())
        write_whole(self._file, json.dumps(asdict(notice), ensure_ascii=False))
        self._notice = notice

    def take_down(self) -> None:
        """Nothing hangs. `OSError` when the file cannot be removed."""
        self._file.unlink(missing_ok=True)
        self._notice = None

    def _day(self) -> str:
        return self._wall().date().isoformat()

    def _read(self) -> Notice | None:
        """What cannot be read hangs no longer."""
        try:
            notice = Notice(**json.loads(self._file.read_text("utf-8")))
        except (OSError, ValueError, TypeError):
            return None
        return notice if 0 < len(notice.words) <= MOST_WORDS else None
