"""Which day was reconciled last: kept with the operations, so that a terminal that was off catches up."""

from datetime import date

from kiosk.journal.book import Book


class Days:
    """Days by the calendar."""

    def __init__(self, book: Book) -> None:
        self._book = book

    def reconciled(self) -> date | None:
        """The last one; None before the first."""
        found = self._book.store.one("SELECT value FROM meta WHERE name = 'reconciled'")
        return None if found is None else date.fromisoformat(found[0])

    def note_reconciled(self, day: date) -> None:
        """This day is done, whatever was found."""
        with self._book.store.transaction():
            self._book.store.do("INSERT OR REPLACE INTO meta VALUES ('reconciled', ?)", day.isoformat())
