"""The seams inside the terminal's process: commits and prints are counted, and one of them breaks as planned."""

import os
import signal
from collections.abc import Iterable
from contextlib import ExitStack
from enum import Enum, unique
from types import TracebackType
from typing import Any, Self
from unittest.mock import patch

from far_world import FarWorld

from devices.document_printer import CupsPrinter
from devices.receipt_printer import ReceiptPrinter
from kiosk.journal.errors import JournalUnwritable
from kiosk.journal.store import Store


@unique
class Inside(Enum):
    """What happens at a commit or a print."""

    KILLED_BEFORE = "killed before"
    KILLED_AFTER = "killed after"
    IO_BEFORE = "I/O error, nothing on the disk"
    IO_AFTER = "I/O error, and on the disk all the same"
    GONE = "device gone"


class Seams:
    """Wraps them from the outside while it is entered. `plan`: {"commit" or "print": [number from 1, what]}."""

    def __init__(self, world: FarWorld, plan: dict[str, tuple[int, str]]) -> None:
        self._world = world
        self._plan = {seam: (number, Inside[what]) for seam, (number, what) in plan.items()}
        self.commits = 0
        self.prints = 0
        self.met = 0
        self._stack = ExitStack()

    def __enter__(self) -> Self:
        self._stack.enter_context(patch.object(Store, "_run", self._wrapped_run(Store._run)))
        for printer in (ReceiptPrinter, CupsPrinter):
            self._stack.enter_context(patch.object(printer, "print", self._wrapped_print(printer.print)))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.close()

    def _broken(self, seam: str, number: int) -> Inside | None:
        planned = self._plan.get(seam)
        broken = planned[1] if planned is not None and planned[0] == number else None
        self.met += broken is not None
        return broken

    def _wrapped_run(self, run: Any) -> Any:
        def committing(store: Any, sql: str, values: Iterable[Any]) -> list[tuple[Any, ...]]:
            if sql != "COMMIT":
                return run(store, sql, values)
            self.commits += 1
            broken = self._broken("commit", self.commits)
            if broken in (Inside.KILLED_BEFORE, Inside.IO_BEFORE):
                _break(broken, store)
            done = run(store, sql, values)
            if broken is not None:
                _break(broken, store)
            return done

        return committing

    def _wrapped_print(self, original: Any) -> Any:
        def printing(printer: object, *what: Any) -> Any:
            self.prints += 1
            broken = self._broken("print", self.prints)
            if broken is Inside.KILLED_BEFORE:
                _killed()
            if broken is Inside.GONE:
                self._world.printer.command("fault", "gone")
            try:
                return original(printer, *what)
            finally:
                if broken is Inside.KILLED_AFTER:
                    _killed()

        return printing


def _break(broken: Inside, store: Any) -> None:
    """As `Store` itself does when SQLite reports that the disk failed."""
    if broken in (Inside.KILLED_BEFORE, Inside.KILLED_AFTER):
        _killed()
    store._spoilt = True
    raise JournalUnwritable("the disk failed")


def _killed() -> None:
    os.kill(os.getpid(), signal.SIGKILL)
