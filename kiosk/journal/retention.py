"""The end of what is kept: keys of operations that settled long ago are destroyed, and what they sealed with them."""

from typing import Final

from kiosk.journal.book import Book

_SHRED: Final = (
    "UPDATE operation SET wrapped = NULL, personal = NULL, slip = NULL, person = '',"
    " card = CASE WHEN marked THEN card ELSE '' END WHERE settled < ? AND wrapped IS NOT NULL"
)
_SHRED_HALVES: Final = (
    "UPDATE half SET body = NULL, answer = NULL, digest = ''"
    " WHERE body IS NOT NULL AND operation IN (SELECT id FROM operation WHERE wrapped IS NULL)"
)


def destroy(book: Book, after_days: int) -> int:
    """Keys and digests of what was settled more than `after_days` lived days ago; how many operations."""
    with book.store.transaction():
        gone = book.store.do(_SHRED, book.day_lived() - after_days)
        book.store.do(_SHRED_HALVES)
    if gone:
        book.store.erase_traces()
    return gone
