"""A confirmed draft becomes rows: reference number, keys, digests, and everything personal sealed."""

from typing import Final

from kiosk.journal.book import Book
from kiosk.journal.errors import OtherContent
from kiosk.journal.operation import Draft, Json, State, digest
from kiosk.journal.reference import mint

_INSERT: Final = (
    "INSERT INTO operation (intention, number, proof, day, sequence, terminal, item, kind, person, card, repeatable,"
    " created, wrapped, personal) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)


class Drafts:
    """Called inside a transaction."""

    def __init__(self, book: Book) -> None:
        self._book = book

    def row_of(self, draft: Draft) -> int | None:
        """The operation that this intention has become already; `OtherContent` when it stands with another content."""
        store = self._book.store
        found = store.one("SELECT id, wrapped, kind, item, person FROM operation WHERE intention = ?", draft.intention)
        if found is None:
            return None
        row, wrapped, *stands = found
        if wrapped is None:  # settled long ago: nothing is left to compare with, and nothing can be sent again
            return int(row)
        halves = store.all("SELECT name, digest FROM half WHERE operation = ? ORDER BY ordinal", row)
        same_halves = halves == [(half.name, self._digest(half.body)) for half in draft.halves]
        if stands != [draft.kind, draft.item, self._book.person(draft.person)] or not same_halves:
            raise OtherContent(draft.intention)
        return int(row)

    def insert(self, draft: Draft, terminal: str) -> int:
        """The operation's row and those of its halves."""
        book, day = self._book, self._book.wall().date()
        ((before,),) = book.store.all("SELECT coalesce(max(sequence), 0) FROM operation WHERE day = ?", f"{day}")
        reference, wrapped = mint(terminal, day, before + 1), book.vault.new_key()
        book.store.do(
            _INSERT,
            *(draft.intention, *reference, f"{day}", before + 1, terminal, draft.item, draft.kind),
            *(book.person(draft.person), book.card(draft.card), int(draft.repeatable), book.now()),
            *(wrapped, book.vault.seal(wrapped, draft.personal, f"{reference.number} personal")),
        )
        row = book.row_of(reference.number)
        for ordinal in range(1, len(draft.halves) + 1):
            self._insert_half(row, wrapped, draft, ordinal)
        for part, number in draft.staff.items():
            book.note(row, "", part, number)
        return row

    def _insert_half(self, row: int, wrapped: bytes, draft: Draft, ordinal: int) -> None:
        book, half, key = self._book, draft.halves[ordinal - 1], f"{draft.intention}-{ordinal}"
        book.store.do(
            "INSERT INTO half (key, operation, ordinal, name, waits, state, digest, body, changed)"
            " VALUES (?, ?, ?, ?, ?, 'prepared', ?, ?, ?)",
            *(key, row, ordinal, half.name, int(half.waits and ordinal > 1), self._digest(half.body)),
            *(book.vault.seal(wrapped, half.body, f"{key} body"), book.now()),
        )
        book.note(row, half.name, State.PREPARED.value)

    def _digest(self, body: Json) -> str:
        """Keyed: the plain digest of a body that holds little but an ID number could be tried out."""
        return self._book.keyring.digest("body", digest(body))
