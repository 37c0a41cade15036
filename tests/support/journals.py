"""Journals and drafts for tests: known people, a clock that the test sets."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from kiosk.journal import Draft, HalfDraft, Journal, Json, new_intention
from kiosk.keyring import Keyring

ZHANG, WANG = "500103195001011234", "500103198802028765"
CARD = "500000D156000005A1B2C3D4E5F60718"


class SetClock:
    """A wall clock that the test sets."""

    def __init__(self) -> None:
        self.time = datetime(2026, 11, 22, 12, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.time

    def move(self, **by: float) -> None:
        """As `timedelta` takes it."""
        self.time += timedelta(**by)


class JumpingClock(SetClock):
    """As it reads for the `at`-th time it is suddenly so many days off, and stays so."""

    def __init__(self, at: int, days: float) -> None:
        super().__init__()
        self.at, self.days, self.readings = at, days, 0

    def __call__(self) -> datetime:
        self.readings += 1
        if self.readings == self.at:
            self.move(days=self.days)
        return super().__call__()


@dataclass
class Bench:
    """One journal's folder; `open` opens it anew, as after a restart."""

    folder: Path
    clock: SetClock = field(default_factory=SetClock)

    @property
    def path(self) -> Path:
        return self.folder / "journal.db"

    @property
    def keyring(self) -> Keyring:
        return Keyring.open(self.folder / "terminal.key")

    def open(self, **options: Any) -> Journal:
        return Journal(self.path, self.keyring, self.clock, terminal="A01", **options)


def loss(person: str = ZHANG, intention: str = "", **changes: Any) -> Draft:
    """挂失: one half that may be sent again."""
    body: Json = {"id_number": person, "phone": "13800001234"}
    fields: dict[str, Any] = {"card": "", "personal": {"name": "张三"}, "repeatable": True, **changes}
    return Draft(
        intention or new_intention(), "report_loss", "report_loss", person, (HalfDraft("bureau", body),), **fields
    )


def pin_change(person: str = ZHANG, intention: str = "") -> Draft:
    """密码修改: the chip first, then the bureau."""
    halves = (HalfDraft("chip", {"card": CARD}), HalfDraft("bureau", {"card": CARD, "id_number": person}))
    return Draft(intention or new_intention(), "change_pin", "change_pin", person, halves, card=CARD)
