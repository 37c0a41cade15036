"""A bureau of one person whose telephone gets codes, asked directly: no HTTP, and time as it is told."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from sandbox.backend.database import Database
from sandbox.backend.sms import inbox
from sandbox.population import people

ZHANG = people(1)[0]
NOW = 1_800_000_000.0
BODY = {"person": {"id_number": ZHANG.id_number}, "session": "session-1"}


class Asked:
    """Each call is a transaction of its own."""

    def __init__(self, folder: Path) -> None:
        self._database = Database(f"sqlite:///{folder / 'bureau.sqlite'}", [ZHANG], lambda: NOW)

    def __call__(
        self, function: Callable[[Session, Mapping[str, Any], float], Any], body: Mapping[str, Any], now: float = NOW
    ) -> Any:
        return self._database.transact(lambda session: function(session, body, now))

    def code(self) -> str:
        """The newest one that was sent."""
        return self(lambda session, _, __: inbox(session, 1), {})[0].split()[-1]
