"""The journal's SQLite file: opened, checked, its schema, and every failure of it under a name.

SQLite comes with apsw rather than the standard library's sqlite3: only apsw lets a test put a failing disk under the
very library that runs in the terminal (`vfs`).
"""

import os
from collections.abc import Generator, Iterable, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, Protocol, cast

import apsw

from kiosk.journal.errors import JournalBusy, JournalCorrupt, JournalTooNew, JournalUnwritable
from kiosk.journal.schema import APPLICATION_ID, TABLES, VERSION

BUSY_MS: Final = 2000
"""How long to wait for another process' short transaction (`kiosk journal …` beside the terminal)."""

SAFETY: Final = ("synchronous = FULL", "foreign_keys = ON", "secure_delete = ON", "temp_store = MEMORY")
CACHE_KIB: Final = 512
"""Pages kept in memory: a journal of years must not make a terminal grow that runs for months."""


class _Connection(Protocol):
    """What is used of an `apsw.Connection`, whose own types leave bytes unknown."""

    in_transaction: bool

    def execute(self, statements: str, bindings: Sequence[Any] = ...) -> Iterable[tuple[Any, ...]]: ...

    def pragma(self, name: str, value: str | None = None) -> Any: ...

    def changes(self) -> int: ...

    def set_busy_timeout(self, milliseconds: int) -> None: ...

    def interrupt(self) -> None: ...

    def close(self) -> None: ...


class Store:
    """One connection to the file. After a failed write it is of no use any more: open a new one.

    Whether a commit that failed is on the disk is not known before the file has been opened anew; going on with
    the same connection would answer from what the failed transaction left in memory.
    """

    def __init__(self, path: Path, *, vfs: str | None = None) -> None:
        self._spoilt = False
        with _named(path):
            _make_private(path)
            self._connection = cast("_Connection", apsw.Connection(str(path), vfs=vfs))
        try:
            with _named(path):
                _set_up(self._connection)
        except BaseException:
            self.close()
            raise

    def all(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        """Rows of a query."""
        return list(self._run(sql, values))

    def one(self, sql: str, *values: Any) -> tuple[Any, ...] | None:
        """The first row, or None."""
        return next(iter(self.all(sql, *values)), None)

    def do(self, sql: str, *values: Any) -> int:
        """A change inside `transaction`; how many rows it changed."""
        self._run(sql, values)
        return self._connection.changes()

    @contextmanager
    def transaction(self) -> Generator[None]:
        """All of it is on the disk afterwards, or, after an error, nothing of it counts."""
        self._run("BEGIN IMMEDIATE", ())
        try:
            yield
            self._run("COMMIT", ())
        except BaseException:
            self._roll_back()
            raise

    def erase_traces(self) -> None:
        """Deleted content leaves the write-ahead log too. It may still stand in worn-out cells of a flash disk."""
        self._run("PRAGMA wal_checkpoint(TRUNCATE)", ())

    def close(self) -> None:
        """Give the file back. A disk that fails now loses nothing: what was committed is in the write-ahead log."""
        with _unless(apsw.Error):
            self._connection.close()

    def interrupt(self) -> None:
        """From any thread: the statement that runs ends with `JournalUnwritable`. Where it is closed, nothing runs."""
        with _unless(apsw.ConnectionClosedError):
            self._connection.interrupt()

    def _run(self, sql: str, values: Iterable[Any]) -> list[tuple[Any, ...]]:
        if self._spoilt:
            raise JournalUnwritable("the journal failed before; it must be opened anew")
        try:
            with _named(sql[:40]):
                return list(self._connection.execute(sql, tuple(values)))
        except JournalBusy:
            raise
        except (JournalUnwritable, JournalCorrupt):
            self._spoilt = True
            raise

    def _roll_back(self) -> None:
        with _unless(apsw.Error):
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")


@contextmanager
def _unless(*errors: type[Exception]) -> Generator[None]:
    """Leave errors of these kinds alone: a more telling one is already on its way."""
    try:
        yield
    except errors:
        return


@contextmanager
def _named(what: object) -> Generator[None]:
    """SQLite's and the system's errors as the journal's own. Constraint errors are mistakes of ours and stay."""
    try:
        yield
    except (apsw.CorruptError, apsw.NotADBError) as error:
        raise JournalCorrupt(f"{what}: {error}") from error
    except apsw.BusyError as error:
        raise JournalBusy(f"{what}: {error}") from error
    except (apsw.ConstraintError, apsw.SQLError, apsw.MisuseError, apsw.BindingsError):
        raise
    except (apsw.Error, OSError) as error:
        raise JournalUnwritable(f"{what}: {error}") from error


def _make_private(path: Path) -> None:
    """SQLite gives its two side files the mode of the main one."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not path.exists():
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))


def _set_up(connection: _Connection) -> None:
    connection.set_busy_timeout(BUSY_MS)
    _check_whose(connection)
    for pragma in (*SAFETY, f"cache_size = -{CACHE_KIB}"):
        connection.execute(f"PRAGMA {pragma}")
    if connection.pragma("journal_mode", "wal") != "wal":
        raise JournalUnwritable("the disk allows no write-ahead log")
    if (found := connection.pragma("quick_check")) != "ok":
        raise JournalCorrupt(str(found))
    _make_schema(connection)


def _check_whose(connection: _Connection) -> None:
    """Before anything is changed: a database of a later version, or of something else, is left as it is."""
    whose, version = connection.pragma("application_id"), connection.pragma("user_version")
    empty = not list(connection.execute("SELECT 1 FROM sqlite_schema LIMIT 1"))
    if whose != APPLICATION_ID and not empty:
        raise JournalCorrupt("another program's database")
    if version > VERSION:
        raise JournalTooNew(f"schema {version}; this program knows {VERSION}: install the later version again")


def _make_schema(connection: _Connection) -> None:
    """One transaction: after a power cut there is all of it or none."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        if connection.pragma("user_version") == 0:
            connection.execute(TABLES)
            connection.execute(f"PRAGMA application_id = {APPLICATION_ID}; PRAGMA user_version = {VERSION}")
        connection.execute("COMMIT")
    except BaseException:
        with _unless(apsw.Error):
            if connection.in_transaction:
                connection.execute("ROLLBACK")
        raise
