"""The event log: JSON lines of declared events with declared fields, and nothing personal."""

import hashlib
import hmac
import json
import secrets
import threading
import tomllib
from collections.abc import Callable
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, TextIO

import resources


class UndeclaredEventError(LookupError):
    """An event or a field that `resources/events.toml` does not declare: a mistake in the program."""


class EventLog:
    """Appends events to `FOLDER/YYYY-MM-DD.jsonl`. Safe from any thread."""

    def __init__(self, folder: Path, wall: Callable[[], datetime]) -> None:
        self._folder = folder
        self._wall = wall
        self._key = secrets.token_bytes(32)
        self._lock = threading.Lock()
        self._file: TextIO | None = None
        self._day = ""
        folder.mkdir(parents=True, exist_ok=True)

    def write(self, event: str, **fields: object) -> None:
        """One line; `UndeclaredEventError` for what the catalogue does not know, `OSError` when it cannot be kept."""
        allowed = declared_fields(event)
        if undeclared := fields.keys() - allowed:
            raise UndeclaredEventError(f"{event}: {', '.join(sorted(undeclared))}")
        now = self._wall()
        line = json.dumps({"at": now.isoformat(timespec="milliseconds"), "event": event, **fields}, ensure_ascii=False)
        with self._lock:
            file = self._file_of(f"{now:%Y-%m-%d}")
            file.write(line + "\n")
            file.flush()

    def person(self, id_number: str) -> str:
        """A keyed digest that tells two people apart within one run of the terminal, and says no more."""
        return hmac.digest(self._key, id_number.encode(), hashlib.sha256).hex()[:12]

    def close(self) -> None:
        """End the file."""
        with self._lock:
            if self._file is not None:
                self._file.close()
            self._file, self._day = None, ""

    def _file_of(self, day: str) -> TextIO:
        if self._file is None or day != self._day:
            if self._file is not None:
                self._file.close()
            self._file = (self._folder / f"{day}.jsonl").open("a", encoding="utf-8")
            self._day = day
        return self._file


def declared_fields(event: str) -> frozenset[str]:
    """The fields that an event may carry; `UndeclaredEventError` for an unknown one."""
    try:
        return frozenset(events()[event]["fields"])
    except KeyError:
        raise UndeclaredEventError(event) from None


@cache
def events() -> dict[str, dict[str, Any]]:
    """The catalogue: event → meaning and fields."""
    return tomllib.loads(resources.path("events.toml").read_text("utf-8"))
