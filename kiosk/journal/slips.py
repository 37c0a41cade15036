"""An operation's slip: its content kept encrypted, its own print state, and printing it once more."""

from kiosk.journal.book import Book
from kiosk.journal.errors import NotInJournal
from kiosk.journal.operation import Json, SlipState


class Slips:
    """Printing comes after the operation and changes nothing about it."""

    def __init__(self, book: Book) -> None:
        self._book = book

    def keep(self, number: str, content: Json) -> None:
        """The slip's content, before it is printed; a later one replaces it. `NotInJournal` once its key is gone."""
        book = self._book
        with book.store.transaction():
            row = book.row_of(number)
            wrapped = book.value(row, "wrapped")
            if wrapped is None:
                raise NotInJournal(f"{number}: its key is destroyed")
            sealed = book.vault.seal(wrapped, content, f"{number} slip")
            book.store.do("UPDATE operation SET slip = ? WHERE id = ?", sealed, row)
            self._set(row, SlipState.WAITING)

    def printing(self, number: str) -> Json:
        """It goes to a printer now: gives its content. Each time but the first counts as a reprint.

        `NotInJournal` where there is no slip, or none any more.
        """
        book = self._book
        with book.store.transaction():
            row = book.row_of(number)
            content = book.vault.open(book.value(row, "wrapped"), book.value(row, "slip"), f"{number} slip")
            if content is None:
                raise NotInJournal(f"{number}: no slip")
            again = book.value(row, "slip_state") != SlipState.WAITING.value
            book.store.do("UPDATE operation SET reprints = reprints + ? WHERE id = ?", int(again), row)
            self._set(row, SlipState.PRINTING)
            return content

    def printed(self, number: str, state: SlipState) -> None:
        """What became of the paper: printed, unconfirmed or failed."""
        with self._book.store.transaction():
            self._set(self._book.row_of(number), state)

    def recover(self) -> int:
        """Slips that were printing when the power went; inside a transaction."""
        rows = self._book.store.all("SELECT id FROM operation WHERE slip_state = 'printing'")
        for (row,) in rows:
            self._set(row, SlipState.UNCONFIRMED)
        return len(rows)

    def _set(self, row: int, state: SlipState) -> None:
        self._book.store.do("UPDATE operation SET slip_state = ? WHERE id = ?", state.value, row)
        self._book.note(row, "", f"slip_{state.value}")
