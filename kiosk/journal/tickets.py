"""Tickets for staff: operations that did not settle in time. They close by themselves when the operation settles."""

from typing import Any, Final

from kiosk.journal.book import Book, time
from kiosk.journal.operation import Ticket

_TICKETS: Final = (
    "SELECT ticket.id, number, item, why, opened, closed FROM ticket JOIN operation ON operation.id = operation"
)
_LATE: Final = (
    "SELECT id, created FROM operation WHERE settled IS NULL AND (created < ? OR created > ?)"
    " AND id NOT IN (SELECT operation FROM ticket WHERE closed IS NULL) ORDER BY id"
)
CLOCK_SLACK_MS: Final = 1000
"""How far the clock may be set back in the ordinary course of things."""


class Tickets:
    """One open ticket at most for an operation."""

    def __init__(self, book: Book) -> None:
        self._book = book

    def open_late(self, after_seconds: float) -> list[Ticket]:
        """Open one for each operation that has been unsettled for longer; gives the new ones.

        An operation from the future counts as late: the clock has gone back, and nobody can tell its age.
        """
        book = self._book
        now = book.now()
        with book.store.transaction():
            late = book.store.all(_LATE, now - round(after_seconds * 1000), now + CLOCK_SLACK_MS)
            return [self._open(row, "unsettled" if created <= now else "clock_went_back") for row, created in late]

    def open_for(self, number: str, why: str) -> Ticket:
        """One for an operation that needs a person for another reason (a code); the open one when there is one."""
        book = self._book
        with book.store.transaction():
            row = book.row_of(number)
            open_already = self._where("operation = ? AND closed IS NULL", row)
            return open_already[0] if open_already else self._open(row, why)

    def close(self, ticket: int) -> None:
        """Staff have dealt with it."""
        book = self._book
        with book.store.transaction():
            book.store.do("UPDATE ticket SET closed = ? WHERE id = ? AND closed IS NULL", book.now(), ticket)

    def all_open(self) -> list[Ticket]:
        """The oldest first."""
        return self._where("closed IS NULL")

    def _open(self, row: int, why: str) -> Ticket:
        book = self._book
        book.store.do("INSERT INTO ticket (operation, why, opened) VALUES (?, ?, ?)", row, why, book.now())
        book.note(row, "", "ticket_opened", why)
        return self._where("operation = ? AND closed IS NULL", row)[0]

    def _where(self, condition: str, *values: Any) -> list[Ticket]:
        rows = self._book.store.all(f"{_TICKETS} WHERE {condition} ORDER BY ticket.id", *values)
        return [
            Ticket(number, reference, item, why, time(opened), None if closed is None else time(closed))
            for number, reference, item, why, opened, closed in rows
        ]
