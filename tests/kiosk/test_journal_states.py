"""Any order of calls, restarts between them: one send for each half, outcomes that stand, slips and tickets apart."""

import tempfile
from collections import Counter
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, rule
from journals import WANG, ZHANG, Bench, loss, pin_change

from kiosk.journal import (
    AlreadySent,
    Contradiction,
    Draft,
    JournalError,
    NotSent,
    State,
    Unsettled,
)
from kiosk.journal.operation import SETTLED

OUTCOMES = {
    State.UNKNOWN: lambda journal, key: journal.unknown(key, "silent"),
    State.CONFIRMED: lambda journal, key: journal.confirmed(key, {"number": "1"}),
    State.REFUSED: lambda journal, key: journal.refused(key, "NO"),
    State.REVERSED: lambda journal, key: journal.reversed(key, "sealed"),
    State.HANDED_OVER: lambda journal, key: journal.handed_over(key, "staff"),
}


class Taps(RuleBasedStateMachine):
    """Residents, workers and power cuts, in any order."""

    drafts = Bundle("drafts")
    keys = Bundle("keys")

    @initialize()
    def begin(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.bench = Bench(Path(self.folder.name))
        self.journal = self.bench.open()
        self.sent: Counter[str] = Counter()
        self.stands: dict[str, State] = {}

    @rule(target=drafts, person=st.sampled_from([ZHANG, WANG]), two=st.booleans())
    def intend(self, person: str, two: bool) -> Draft:
        return pin_change(person) if two else loss(person, repeatable=False)

    @rule(target=keys, draft=drafts, half=st.integers(0, 1))
    def confirm(self, draft: Draft, half: int) -> str:
        """A double tap, and a page that is made again, confirm the same draft again."""
        try:
            operation = self.journal.prepare(draft)
        except Unsettled:
            return ""
        return operation.halves[half % len(operation.halves)].key

    @rule(key=keys)
    def send(self, key: str) -> None:
        try:
            self.journal.sending(key)
        except (AlreadySent, NotSent):
            return
        except JournalError:
            assert not key
            return
        self.sent[key] += 1

    @rule(key=keys, outcome=st.sampled_from(list(OUTCOMES)))
    def learn(self, key: str, outcome: State) -> None:
        before = self.stands.get(key)
        try:
            OUTCOMES[outcome](self.journal, key)
        except NotSent:
            assert not self.sent[key]
        except Contradiction:
            assert before in SETTLED
            assert before is not outcome
        except JournalError:
            assert not key

    @rule()
    def pull_the_plug(self) -> None:
        self.journal.close()
        self.journal = self.bench.open()
        self.journal.recover()

    @rule(days=st.sampled_from([-400, -1, 1, 400]))
    def set_the_clock(self, days: int) -> None:
        self.bench.clock.move(days=days)
        self.journal.tickets.open_late(3600)

    @rule()
    def forget(self) -> None:
        self.journal.shred(after_days=1)

    @invariant()
    def each_half_is_sent_once(self) -> None:
        assert all(count == 1 for count in self.sent.values())

    @invariant()
    def an_outcome_stands(self) -> None:
        for operation in self._all():
            for half in operation.halves:
                before = self.stands.get(half.key)
                assert before not in SETTLED or half.state is before
                self.stands[half.key] = half.state
                assert half.sends == self.sent[half.key]

    @invariant()
    def a_person_has_one_unsettled_operation_at_most(self) -> None:
        for person in (ZHANG, WANG):
            assert len(self.journal.touching(person)) <= 1

    @invariant()
    def only_unsettled_operations_have_tickets(self) -> None:
        late = {ticket.reference for ticket in self.journal.tickets.all_open()}
        assert late <= {operation.reference.number for operation in self.journal.unsettled()}

    def _all(self) -> list:
        return self.journal._book.operations("1")

    def teardown(self) -> None:
        self.journal.close()
        self.folder.cleanup()


TestTaps = Taps.TestCase
TestTaps.settings = settings(max_examples=100, stateful_step_count=40, deadline=None)
