"""The event log: a chain of JSON lines, declared events with declared fields, and nothing personal."""

import fcntl
import hashlib
import hmac
import json
import os
import secrets
import threading
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from kiosk.declared_events import DeclaredEvents
from kiosk.events import UndeclaredEventError, declared_fields
from kiosk.log_chain import AFTER, BEGINNING, NUMBER, PRUNED, TORN, End, digest_of, parsed
from kiosk.log_files import MEGABYTE, Keep, LogFile, log_files, next_file, outdated

if TYPE_CHECKING:
    from kiosk.keyring import Keyring

PERSON_DIGITS: Final = 12
UNSEEN: Final = -1
"""The size of a file of which the last line has not been looked at."""


class LogUnwritable(Exception):  # noqa: N818 - named as what the terminal then is
    """An event could not be kept: the terminal goes out of service rather than act unrecorded."""


class EventLog(DeclaredEvents):
    """Appends events to `FOLDER/NNNNNN_YYYY-MM-DD.jsonl`. Safe from any thread.

    A line reaches the system before `write` returns; the disk only with `newest`, which belongs off the core's loop.
    `write` raises `UndeclaredEventError` for what the catalogue does not know, and `LogUnwritable` where a line is not
    kept. Several processes may write (the terminal, and `kiosk journal …` beside it): each line is put under a file
    lock, behind whatever stands there by then.
    """

    def __init__(
        self, folder: Path, wall: Callable[[], datetime], *, keyring: "Keyring | None" = None, keep: Keep | None = None
    ) -> None:
        self._folder = folder
        self._wall = wall
        self._key_of = keyring.of_the_day if keyring else _key_of_this_run()
        self._keep = keep or Keep()
        self._lock = threading.Lock()
        self._file: LogFile | None = None
        self._descriptor: int | None = None
        self._newest = End(0, BEGINNING)
        self._size = UNSEEN

    def _write(self, event: str, fields: Mapping[str, object]) -> None:
        """One line. `UndeclaredEventError` for what the catalogue does not know, `LogUnwritable` where it is not kept.

        After a failure the next call looks at the files anew: a line that was begun stays, and is owned up to.
        """
        allowed = declared_fields(event)
        if undeclared := fields.keys() - allowed:
            raise UndeclaredEventError(f"{event}: {', '.join(sorted(undeclared))}")
        with self._lock:
            try:
                now = self._wall()
                self._open_day(now.date())
                self._append(event, now, fields)
            except OSError as error:
                self._close()
                raise LogUnwritable(f"{self._folder}: {error.strerror}") from error

    def newest(self) -> End:
        """The newest line, which is on the disk by then: what the heartbeat tells the bureau. May take long."""
        try:
            newest, descriptor = self._newest_written()
            try:
                os.fsync(descriptor)  # without the lock: nobody who writes waits for a slow disk
            finally:
                os.close(descriptor)
        except OSError as error:
            self.close()
            raise LogUnwritable(f"{self._folder}: {error.strerror}") from error
        return newest

    def person(self, id_number: str) -> str:
        """A keyed digest that tells two people apart within one day, and says no more."""
        key = self._key_of(self._wall().date())
        return hmac.digest(key, id_number.encode(), hashlib.sha256).hex()[:PERSON_DIGITS]

    def close(self) -> None:
        """End the file; a later `write` opens it again."""
        with self._lock:
            self._close()

    def _newest_written(self) -> tuple[End, int]:
        """The newest line, and a descriptor of its own of the file that holds it."""
        with self._lock:
            self._open_day(self._wall().date())
            with self._locked():
                assert self._descriptor is not None
                return self._newest, os.dup(self._descriptor)

    # With the lock held.

    def _open_day(self, day: date) -> None:
        """The day's file is open afterwards, and the chain known."""
        if self._descriptor is None:
            self._resume(day)
        elif self._file is not None and self._file.day != day:
            self._begin(next_file(self._folder, self._file, day))
        else:
            return
        self._prune(day)

    def _resume(self, day: date) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        files = log_files(self._folder)
        newest = files[-1] if files else None
        self._begin(newest if newest is not None and newest.day == day else next_file(self._folder, newest, day))

    def _begin(self, file: LogFile) -> None:
        self._close()
        self._descriptor = os.open(file.path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o640)
        self._file, self._size = file, UNSEEN

    def _append(self, event: str, now: datetime, fields: Mapping[str, object]) -> None:
        with self._locked():
            self._put(event, now, fields)

    @contextmanager
    def _locked(self) -> Generator[None]:
        """No other process writes inside, and what others wrote before has been seen."""
        assert self._descriptor is not None
        fcntl.flock(self._descriptor, fcntl.LOCK_EX)
        try:
            if os.fstat(self._descriptor).st_size != self._size:
                self._catch_up()
            yield
        finally:
            fcntl.flock(self._descriptor, fcntl.LOCK_UN)

    def _catch_up(self) -> None:
        """Find the newest line. One that is not whole stays as it is; the next line says so and carries its digest."""
        assert self._descriptor is not None
        files = log_files(self._folder)
        last, ended = _last_line(files)
        self._newest = End(0, BEGINNING) if last is None else End(_number_of_last(files), digest_of(last))
        if not ended:
            _end_line(_not_empty(files).path)
        self._size = os.fstat(self._descriptor).st_size
        if last is not None and (not ended or parsed(last) is None):
            self._put(TORN, self._wall(), {"bytes": len(last)})

    def _put(self, event: str, now: datetime, fields: Mapping[str, object]) -> None:
        assert self._descriptor is not None
        number, at = self._newest.records + 1, now.isoformat(timespec="milliseconds")
        event_line = {NUMBER: number, "at": at, "event": event, **fields, AFTER: self._newest.digest}
        line = json.dumps(event_line, ensure_ascii=False).encode()
        if os.write(self._descriptor, line + b"\n") != len(line) + 1:
            raise OSError(0, "the line was not written to its end")
        self._newest, self._size = End(number, digest_of(line)), self._size + len(line) + 1

    def _prune(self, today: date) -> None:
        """Once for each day: let go of what is old enough, and say so before doing it."""
        for file in list(outdated(log_files(self._folder), today, self._keep)):
            last, _ = _last_line([file])
            self._append(PRUNED, self._wall(), {"file": file.path.name, "digest": digest_of(last or b"")})
            self._sync()
            file.path.unlink()
        total = sum(file.size for file in log_files(self._folder))
        if total > self._keep.most_bytes:
            sizes = {"megabytes": total // MEGABYTE, "most": self._keep.most_bytes // MEGABYTE}
            self._append("log.over_budget", self._wall(), sizes)

    def _sync(self) -> None:
        assert self._descriptor is not None
        os.fsync(self._descriptor)

    def _close(self) -> None:
        if self._descriptor is not None:
            os.close(self._descriptor)
        self._file, self._descriptor = None, None


def _last_line(files: list[LogFile]) -> tuple[bytes | None, bool]:
    """The newest line without its end, None when there is none; and whether it was ended."""
    for file in reversed(files):
        data = file.path.read_bytes()
        if data:
            return data.removesuffix(b"\n").rpartition(b"\n")[2], data.endswith(b"\n")
    return None, True


def _number_of_last(files: list[LogFile]) -> int:
    """Lines that are not whole count too: each follows a whole one."""
    torn = 0
    for file in reversed(files):
        for raw in reversed(file.path.read_bytes().removesuffix(b"\n").split(b"\n")):
            event = parsed(raw)
            if event is not None:
                return int(event[NUMBER]) + torn
            torn += 1 if raw else 0
    return torn


def _not_empty(files: list[LogFile]) -> LogFile:
    return next(file for file in reversed(files) if file.size)


def _end_line(path: Path) -> None:
    with path.open("ab", buffering=0) as file:
        file.write(b"\n")


def _key_of_this_run() -> Callable[[date], bytes]:
    """Without a keyring: people are told apart until the terminal is started again."""
    key = secrets.token_bytes(32)
    return lambda _day: key
