"""How much this terminal has done: cards read, sheets, slips, hours in service, counted over the event log."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

from kiosk.diagnostics.log_search import events

COUNTED: Final[Mapping[str, str]] = {
    "session.started": "sessions",
    "device.lost": "outages",
    "terminal.starting": "starts",
}
"""Event → counter."""
NAMES: Final = ("sessions", "cards", "id_cards", "slips", "sheets", "outages", "starts", "hours")


@dataclass
class Counters:
    """Since `since`, as far back as the log goes."""

    since: datetime | None = None
    counted: Counter[str] = field(default_factory=Counter[str])
    _up: timedelta = field(default_factory=timedelta)
    _started: datetime | None = None
    _newest: datetime | None = None

    @classmethod
    def of(cls, folder: Path) -> "Counters":
        """Over the whole log of a terminal."""
        counters = cls()
        for event in events(folder):
            counters.count(event)
        return counters

    @property
    def hours(self) -> int:
        """Whole hours for which the program ran, from its starts to the last that each of them wrote."""
        return int((self._up + self._running) / timedelta(hours=1))

    def all(self) -> dict[str, int]:
        """Each by its name."""
        return {name: self.hours if name == "hours" else self.counted[name] for name in NAMES}

    def count(self, event: Mapping[str, Any]) -> None:
        """One event, in its order."""
        at = datetime.fromisoformat(event["at"])
        self.since = self.since or at
        if event["event"] == "terminal.starting":
            self._up, self._started = self._up + self._running, at
        self._newest = at
        self._count_work(event)

    @property
    def _running(self) -> timedelta:
        if self._started is None or self._newest is None:
            return timedelta()
        return self._newest - self._started

    def _count_work(self, event: Mapping[str, Any]) -> None:
        name = event["event"]
        self.counted[COUNTED.get(name, "")] += 1
        if name == "session.identified":
            proofs = event.get("proofs") or ()
            self.counted["cards"] += any(str(proof).startswith("card") for proof in proofs)
            self.counted["id_cards"] += "id_card" in proofs
        elif name == "slip.printed":
            self.counted["slips"] += not event.get("fault")
        elif name == "record.printed" and not event.get("fault"):
            self.counted["sheets"] += int(event.get("sheets") or 1)
