"""What has consequences is written down here before it is sent, and settled exactly once.

`Journal` blocks and belongs to one thread; `kiosk.worker.Worker` drives it. Every step is one transaction that is on
the disk (WAL, `synchronous=FULL`) before the call returns, with a guard: whatever order the calls come in, one half
of an operation is sent once.
"""

import re
from datetime import date
from pathlib import Path
from typing import Final

from kiosk.clock import Wall
from kiosk.files import JOURNAL
from kiosk.journal.book import Book, Turn, time
from kiosk.journal.days import Days
from kiosk.journal.drafts import Drafts
from kiosk.journal.errors import AlreadySent, Contradiction, NotSent, Unsettled
from kiosk.journal.lookups import Lookups
from kiosk.journal.operation import FOLLOWS, SETTLED, Draft, Json, Operation, Recovered, State, Step
from kiosk.journal.retention import destroy
from kiosk.journal.slips import Slips
from kiosk.journal.tickets import Tickets
from kiosk.keyring import Keyring

_CODE: Final = re.compile(r"([A-Za-z][A-Za-z0-9_]{0,39})?")
"""A detail is a code, never a sentence: nothing personal fits in."""
_NEVER_SENT: Final = "state = 'prepared' AND operation NOT IN (SELECT operation FROM half WHERE state != 'prepared')"
FILE_NAME: Final = JOURNAL
"""In the folder that the configuration names."""


class Journal:
    """The operations of one terminal, in the file at `path`.

    Opening raises `JournalUnwritable`, `JournalCorrupt`, `JournalTooNew` or `JournalOfAnotherKey`. Any call may raise
    the first two; the journal is then of no use any more and must be opened anew. `vfs` names SQLite's file system.
    """

    def __init__(self, path: Path, keyring: Keyring, wall: Wall, *, terminal: str, vfs: str | None = None) -> None:
        self._terminal = terminal
        self._book = Book(path, keyring, wall, vfs)
        self._store = self._book.store
        self._drafts = Drafts(self._book)
        self.slips = Slips(self._book)
        self.tickets = Tickets(self._book)
        self.lookups = Lookups(self._book)
        self.days = Days(self._book)

    def abort(self) -> None:
        """From any thread: the statement that runs ends with `JournalUnwritable`, and the journal with it."""
        self._store.interrupt()

    def close(self) -> None:
        """Give the file back; nothing is lost by not calling it."""
        self._store.close()

    # From the confirming answer to the outcome.

    def prepare(self, draft: Draft) -> Operation:
        """Write an operation down; the same intention again gives the same operation.

        Raises `OtherContent` when the intention stands with another content, and `Unsettled` when this person or
        card has an operation whose outcome is not known yet.
        """
        with self._store.transaction():
            row = self._drafts.row_of(draft)
            if row is None:
                for operation in self.touching(draft.person, draft.card):
                    if not (draft.despite_chip and operation.waits_for_chip):
                        raise Unsettled(operation.reference.number)
                row = self._drafts.insert(draft, self._terminal)
            return self._book.operation(row)

    def sending(self, key: str) -> Json:
        """This half is being sent now: gives its body, once; `AlreadySent` ever after, `NotSent` before its turn."""
        with self._store.transaction():
            turn = self._book.turn(key)
            if turn.state is not State.PREPARED:
                raise AlreadySent(key)
            if turn.waits and any(before.state is not State.CONFIRMED for before in self._before(turn)):
                raise NotSent(f"{key}: the half before it is not confirmed")
            self._book.move(turn, State.SENT)
            return self._book.body(turn)

    def sending_again(self, key: str) -> Json:
        """A repeatable half (a loss report) is sent once more with its own key, until it is answered: its body."""
        with self._store.transaction():
            turn = self._book.turn(key)
            if not turn.repeatable or turn.state not in (State.SENT, State.UNKNOWN):
                raise AlreadySent(key)
            self._store.do("UPDATE half SET sends = sends + 1 WHERE key = ?", key)
            self._book.note(turn.operation, turn.name, "sent_again")
            return self._book.body(turn)

    def unknown(self, key: str, detail: str = "") -> Operation:
        """It was sent and no answer came. Where an outcome stands already, this changes nothing."""
        return self._outcome(key, State.UNKNOWN, detail, None)

    def confirmed(self, key: str, answer: Json | None = None) -> Operation:
        """It was carried out; `answer` is kept encrypted."""
        return self._outcome(key, State.CONFIRMED, "", answer)

    def refused(self, key: str, detail: str, answer: Json | None = None) -> Operation:
        """The other side said no; `detail` is its code."""
        return self._outcome(key, State.REFUSED, detail, answer)

    def reversed(self, key: str, detail: str) -> Operation:
        """It surely has no effect. `detail` says why: `not_sent` (only before sending), `sealed`, `undone`."""
        return self._outcome(key, State.REVERSED, detail, None)

    def handed_over(self, key: str, detail: str) -> Operation:
        """A person finds out from here on."""
        return self._outcome(key, State.HANDED_OVER, detail, None)

    def mark(self, number: str) -> None:
        """The next time this card is shown, its holder is asked for the new PIN, or to reset it."""
        self._set_mark(number, "marked", 1)

    def unmark(self, number: str) -> None:
        """What the mark stood for is done."""
        self._set_mark(number, "unmarked", 0)

    # At a start, from time to time, and at the end of what is kept.

    def recover(self) -> Recovered:
        """At a start, before anything is served: name what was under way when the power went.

        What was sent is unknown now. What was never sent never will be, unless the half before it was sent: that is
        for recovery to continue, and stands in `unsettled`.
        """
        with self._store.transaction():
            sent = self._book.turns("state = 'sent'")
            dropped = self._drop_unsent()
            for turn in sent:
                self._book.move(turn, State.UNKNOWN, "restart")
            return Recovered(dropped, len(sent), self.slips.recover())

    def drop_unsent(self) -> int:
        """While nothing is being carried out: what a failed write left prepared will never be sent; how many halves.

        Without it such an operation would keep its person and card waiting until the next start.
        """
        with self._store.transaction():
            return self._drop_unsent()

    def shred(self, after_days: int) -> int:
        """Destroy the keys and digests of what was settled more than `after_days` days ago; how many operations.

        Days are counted as this terminal lived them, one for each date it saw: a clock that jumps ahead by a year
        destroys nothing early.
        """
        return destroy(self._book, after_days)

    def check_writable(self) -> None:
        """One real commit: `JournalUnwritable` while the disk is full, read-only or failing. Counts today as lived."""
        with self._store.transaction():
            self._book.day_lived()
            self._store.do("INSERT OR REPLACE INTO meta VALUES ('checked', ?)", str(self._book.now()))

    # Questions.

    def unsettled(self) -> list[Operation]:
        """What recovery has to work on, the oldest first."""
        return self._book.operations("settled IS NULL")

    def touching(self, person: str, card: str = "") -> list[Operation]:
        """Unsettled operations of this person or on this card."""
        return self._book.operations(
            "settled IS NULL AND (person = ? OR (card != '' AND card = ?))",
            self._book.person(person),
            self._book.card(card),
        )

    def marked(self, card: str) -> list[Operation]:
        """Operations that wait for this card."""
        return self._book.operations("marked AND card = ?", self._book.card(card))

    def all_marked(self) -> list[Operation]:
        """Operations whose mark the bureau still keeps open, as far as this terminal knows."""
        return self._book.operations("marked")

    def by_number(self, number: str) -> Operation:
        """For staff: the operation with this reference, without its check part; `NotInJournal`."""
        return self._book.operation(self._book.row_of(number))

    def by_key(self, key: str) -> Operation:
        """The operation that a half belongs to; `NotInJournal`."""
        return self._book.operation(self._book.turn(key).operation)

    def history(self, number: str) -> list[Step]:
        """Every step of an operation, the oldest first."""
        rows = self._store.all(
            "SELECT half, step, detail, at FROM history WHERE operation = ? ORDER BY id", self._book.row_of(number)
        )
        return [Step(half, step, detail, time(at)) for half, step, detail, at in rows]

    def of_day(self, day: date) -> list[Operation]:
        """What was confirmed by residents at this terminal on that day, as the clock said then."""
        return self._book.operations("day = ?", day.isoformat())

    def today(self) -> list[Operation]:
        """As `of_day`, for today."""
        return self.of_day(self._book.wall().date())

    # Its own.

    def _drop_unsent(self) -> int:
        dropped = self._book.turns(_NEVER_SENT)
        for turn in dropped:
            if self._book.turn(turn.key).state is State.PREPARED:  # not dropped with the one before it
                self._book.move(turn, State.REVERSED, "not_sent")
        return len(dropped)

    def _outcome(self, key: str, state: State, detail: str, answer: Json | None) -> Operation:
        if not _CODE.fullmatch(detail):
            raise ValueError("a detail is a code")
        with self._store.transaction():
            turn = self._book.turn(key)
            _check_sent(turn, state, detail)
            stands = turn.state is state or (state is State.UNKNOWN and turn.state in SETTLED)
            contradicts = not stands and state not in FOLLOWS[turn.state]
            if contradicts:
                self._book.note(turn.operation, turn.name, "contradicted", state.value)
            elif not stands:
                self._keep_answer(turn, answer)
                self._book.move(turn, state, detail)
        if contradicts:
            raise Contradiction(f"{key}: {state.value} after {turn.state.value}")
        return self.by_key(key)

    def _keep_answer(self, turn: Turn, answer: Json | None) -> None:
        if answer is not None:
            sealed = self._book.vault.seal(self._book.value(turn.operation, "wrapped"), answer, f"{turn.key} answer")
            self._store.do("UPDATE half SET answer = ? WHERE key = ?", sealed, turn.key)

    def _before(self, turn: Turn) -> list[Turn]:
        return self._book.turns("operation = ? AND ordinal < ?", turn.operation, turn.ordinal)

    def _set_mark(self, number: str, step: str, mark: int) -> None:
        with self._store.transaction():
            row = self._book.row_of(number)
            self._store.do("UPDATE operation SET marked = ? WHERE id = ?", mark, row)
            self._book.note(row, "", step)


def _check_sent(turn: Turn, state: State, detail: str) -> None:
    """`not_sent` may be said of what was never sent, and of nothing else; nothing else may be said of that."""
    never_sent = turn.state is State.PREPARED
    said = state is State.REVERSED and detail == "not_sent"
    if never_sent != said and not turn.state is state is State.REVERSED:
        raise NotSent(f"{turn.key}: {state.value} {detail} after {turn.state.value}")
