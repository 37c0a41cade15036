"""The journal's rows as values: operations, halves, history; and the one way in which a half changes its state."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from kiosk.clock import Wall
from kiosk.journal.errors import JournalOfAnotherKey, NotInJournal
from kiosk.journal.operation import SETTLED, Half, Json, Operation, SlipState, State
from kiosk.journal.reference import Reference
from kiosk.journal.store import Store
from kiosk.journal.vault import Vault
from kiosk.keyring import Keyring

_OPERATION: Final = (
    "SELECT id, number, proof, intention, terminal, item, kind, created, slip_state, reprints, marked, repeatable,"
    " wrapped, personal FROM operation WHERE "
)
_HALVES: Final = (
    "SELECT key, name, state, waits, sends, detail, changed, body, answer"
    " FROM half WHERE operation = ? ORDER BY ordinal"
)
_TURN: Final = (
    "SELECT key, operation, ordinal, name, state, waits, repeatable"
    " FROM half JOIN operation ON operation.id = operation"
)


@dataclass(frozen=True, slots=True)
class Turn:
    """A half as the guards see it."""

    key: str
    operation: int
    ordinal: int
    name: str
    state: State
    waits: bool
    repeatable: bool


class Book:
    """What the journal's parts share. Every writing method is called inside `store.transaction()`."""

    def __init__(self, path: Path, keyring: Keyring, wall: Wall, vfs: str | None) -> None:
        self.store = Store(path, vfs=vfs)
        self.vault = Vault(keyring)
        self.keyring = keyring
        self._wall = wall
        try:
            self._check_key()
        except BaseException:
            self.store.close()
            raise

    # Time.

    def wall(self) -> datetime:
        """The clock's time, which may jump."""
        return self._wall()

    def now(self) -> int:
        """Milliseconds since 1970, UTC."""
        return round(self._wall().timestamp() * 1000)

    def day_lived(self) -> int:
        """The number of the newest day that this journal has seen: it only grows, whatever the clock does."""
        self.store.do("INSERT OR IGNORE INTO day (date) VALUES (?)", self._wall().date().isoformat())
        (newest,) = self.store.all("SELECT max(id) FROM day")[0]
        return int(newest)

    # Digests.

    def person(self, person: str) -> str:
        """What stands for a person in this journal."""
        return self.keyring.digest("person", person)

    def card(self, card: str) -> str:
        """What stands for a card; nothing for no card."""
        return self.keyring.digest("card", card) if card else ""

    # Reading.

    def row_of(self, number: str) -> int:
        """The operation with this reference number; `NotInJournal` when there is none."""
        found = self.store.one("SELECT id FROM operation WHERE number = ?", number)
        if found is None:
            raise NotInJournal(number)
        return int(found[0])

    def value(self, row: int, column: str) -> Any:
        """One column of an operation."""
        return self.store.all(f"SELECT {column} FROM operation WHERE id = ?", row)[0][0]  # noqa: S608 - our own names

    def operation(self, row: int) -> Operation:
        """One operation with its halves."""
        return self.operations("id = ?", row)[0]

    def operations(self, condition: str, *values: Any) -> list[Operation]:
        """Operations that meet a condition, the oldest first."""
        rows = self.store.all(f"{_OPERATION}{condition} ORDER BY id", *values)
        return [self._operation(*row) for row in rows]

    def turn(self, key: str) -> Turn:
        """A half by its key; `NotInJournal` when there is none."""
        found = self.turns("key = ?", key)
        if not found:
            raise NotInJournal(key)
        return found[0]

    def turns(self, condition: str, *values: Any) -> list[Turn]:
        """Halves that meet a condition, in their order."""
        rows = self.store.all(f"{_TURN} WHERE {condition} ORDER BY operation, ordinal", *values)
        return [
            Turn(key, operation, ordinal, name, State(state), bool(waits), bool(repeatable))
            for key, operation, ordinal, name, state, waits, repeatable in rows
        ]

    def body(self, turn: Turn) -> Json:
        """What is to be sent; `NotInJournal` once its key is destroyed."""
        (sealed,) = self.store.all("SELECT body FROM half WHERE key = ?", turn.key)[0]
        body = self.vault.open(self.value(turn.operation, "wrapped"), sealed, f"{turn.key} body")
        if body is None:
            raise NotInJournal(f"{turn.key}: its body is destroyed")
        return body

    # Writing.

    def note(self, row: int, half: str, step: str, detail: str = "") -> None:
        """One line of an operation's history."""
        self.store.do(
            "INSERT INTO history (operation, half, step, detail, at) VALUES (?, ?, ?, ?, ?)",
            *(row, half, step, detail, self.now()),
        )

    def move(self, turn: Turn, state: State, detail: str = "") -> None:
        """A half gets another state. What waits for it in vain is dropped; an operation settles with its last half."""
        self.store.do(
            "UPDATE half SET state = ?, detail = ?, changed = ?, sends = sends + ? WHERE key = ?",
            *(state.value, detail, self.now(), int(state is State.SENT), turn.key),
        )
        self.note(turn.operation, turn.name, state.value, detail)
        if state in SETTLED:
            if state is not State.CONFIRMED:
                self._drop_waiting(turn)
            self._settle(turn.operation)

    def _drop_waiting(self, turn: Turn) -> None:
        for waiting in self.turns("operation = ? AND ordinal > ? AND waits AND state = 'prepared'", *_after(turn)):
            self.move(waiting, State.REVERSED, "not_sent")

    def _settle(self, row: int) -> None:
        if any(turn.state not in SETTLED for turn in self.turns("operation = ?", row)):
            return
        self.store.do("UPDATE operation SET settled = ? WHERE id = ? AND settled IS NULL", self.day_lived(), row)
        self.store.do("UPDATE ticket SET closed = ? WHERE operation = ? AND closed IS NULL", self.now(), row)

    # Its own.

    def _operation(self, row: int, number: str, proof: str, *rest: Any) -> Operation:
        intention, terminal, item, kind, created, slip, reprints, marked, repeatable, wrapped, personal = rest
        return Operation(
            reference=Reference(number, proof),
            intention=intention,
            terminal=terminal,
            item=item,
            kind=kind,
            created=time(created),
            halves=tuple(self._halves(row, wrapped)),
            slip=SlipState(slip),
            reprints=reprints,
            marked=bool(marked),
            repeatable=bool(repeatable),
            personal=self.vault.open(wrapped, personal, f"{number} personal"),
        )

    def _halves(self, row: int, wrapped: bytes | None) -> Iterable[Half]:
        for key, name, state, waits, sends, detail, changed, body, answer in self.store.all(_HALVES, row):
            yield Half(
                key=key,
                name=name,
                state=State(state),
                waits=bool(waits),
                sends=sends,
                detail=detail,
                changed=time(changed),
                body=self.vault.open(wrapped, body, f"{key} body"),
                answer=self.vault.open(wrapped, answer, f"{key} answer"),
            )

    def _check_key(self) -> None:
        """The file knows a digest of its key: with another key nothing in it could be read."""
        own = self.keyring.digest("journal", "key")
        known = self.store.one("SELECT value FROM meta WHERE name = 'key'")
        if known is None:
            with self.store.transaction():
                self.store.do("INSERT OR IGNORE INTO meta VALUES ('key', ?)", own)
        elif known[0] != own:
            raise JournalOfAnotherKey("put the key file back that belongs to this journal")


def time(milliseconds: int) -> datetime:
    """As the journal keeps it, in the machine's time zone."""
    return datetime.fromtimestamp(milliseconds / 1000, UTC).astimezone()


def _after(turn: Turn) -> tuple[int, int]:
    return turn.operation, turn.ordinal
