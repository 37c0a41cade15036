"""What became of an operation, for whoever holds its reference number; guesses are counted across restarts."""

import hmac
from typing import Final

from kiosk.journal.book import Book
from kiosk.journal.errors import TooManyLookups
from kiosk.journal.operation import Standing
from kiosk.journal.reference import folded, parse

MOST: Final = 5
WINDOW_SECONDS: Final = 600
"""Wrong numbers that one terminal takes within this time: 720 a day against a million check parts."""


class Lookups:
    """Tells done, not done or pending, and nothing else."""

    def __init__(self, book: Book) -> None:
        self._book = book

    def standing(self, typed: str) -> Standing | None:
        """None for what is no reference of this terminal. `TooManyLookups` after five of these in ten minutes."""
        attempt = self._attempt()
        found = self._found(typed)
        if found is not None:
            self._forgive(attempt)
        return found

    def _attempt(self) -> int:
        """Written down before it is looked at: pulling the plug gives no free guesses."""
        book, now = self._book, self._book.now()
        with book.store.transaction():
            book.store.do("DELETE FROM lookup WHERE at <= ?", now - WINDOW_SECONDS * 1000)
            book.store.do("UPDATE lookup SET at = ? WHERE at > ?", now, now)  # the clock has gone back
            count, oldest = book.store.all("SELECT count(*), min(at) FROM lookup")[0]
            if count < MOST:
                book.store.do("INSERT INTO lookup (at) VALUES (?)", now)
                return int(book.store.all("SELECT max(id) FROM lookup")[0][0])
        raise TooManyLookups(WINDOW_SECONDS - (now - oldest) // 1000)

    def _forgive(self, attempt: int) -> None:
        with self._book.store.transaction():
            self._book.store.do("DELETE FROM lookup WHERE id = ?", attempt)

    def _found(self, typed: str) -> Standing | None:
        try:
            reference = parse(typed)
        except ValueError:
            return None
        for operation in self._book.operations(
            "replace(replace(number, '0', 'O'), '1', 'I') = ?", folded(reference.number)
        ):
            if hmac.compare_digest(operation.reference.check, reference.check):
                return operation.standing
        return None
