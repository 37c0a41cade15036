"""How much paper is left on the receipt printer's roll: counted in metres from what was printed, kept over restarts."""

import json
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Protocol

from devices.status import Status, Supplies

FILE = "paper-roll.json"
LOW_SHARE = 0.1
"""Of a roll: below it staff are told to have the next one ready."""
_MM = 1000.0


class PaperUser(Protocol):
    """A printer that counts; from 0 again for each driver that is made."""

    paper_used_mm: float


@dataclass(frozen=True)
class Forecast:
    """Metres used of the roll, and slips printed on it; the printer's own sensor has the last word."""

    roll_metres: float
    used_metres: float = 0.0
    slips: int = 0

    @property
    def left_metres(self) -> float:
        """Never below 0: rolls differ."""
        return max(0.0, self.roll_metres - self.used_metres)

    @property
    def low(self) -> bool:
        """Whether the next roll should be at hand."""
        return self.left_metres < LOW_SHARE * self.roll_metres

    @property
    def slips_left(self) -> int | None:
        """How many slips of the length seen so far; None before the first."""
        return round(self.left_metres * self.slips / self.used_metres) if self.used_metres and self.slips else None


class PaperRoll:
    """Keeps the count in `folder`. `seen` is called on the printer's worker thread after each look at it."""

    def __init__(self, folder: Path, roll_metres: float) -> None:
        self._file = folder / FILE
        self._counted_mm = 0.0
        self._was_out = False
        self.forecast = read(folder, roll_metres)

    def seen(self, printer: PaperUser, status: Status) -> None:
        """Add what was printed since the last look; paper that is there again after it was out is a new roll."""
        fresh = printer.paper_used_mm - (self._counted_mm if printer.paper_used_mm >= self._counted_mm else 0.0)
        self._counted_mm = printer.paper_used_mm
        before, count = self.forecast, self.forecast
        if status.supplies is not None:
            if self._was_out and status.supplies is not Supplies.OUT:
                count = replace(count, used_metres=0.0, slips=0)
            self._was_out = status.supplies is Supplies.OUT
        if fresh > 0:
            count = replace(count, used_metres=count.used_metres + fresh / _MM, slips=count.slips + 1)
        if count != before:
            self.forecast = count
            self._keep()

    def renewed(self) -> None:
        """Staff have put a new roll in; on the printer's thread, as `seen`."""
        self.forecast = replace(self.forecast, used_metres=0.0, slips=0)
        self._keep()

    def _keep(self) -> None:
        """Whole or not at all; a count that cannot be kept is still good for this run."""
        fresh = self._file.with_suffix(".new")
        kept = asdict(self.forecast)
        try:
            fresh.write_text(json.dumps(kept), "utf-8")
            fresh.replace(self._file)
        except OSError:
            return


def read(folder: Path, roll_metres: float) -> Forecast:
    """What was counted so far; a new roll where nothing readable was kept."""
    try:
        kept = json.loads((folder / FILE).read_text("utf-8"))
        return Forecast(roll_metres, float(kept["used_metres"]), int(kept["slips"]))
    except (OSError, ValueError, KeyError, TypeError):
        return Forecast(roll_metres)
