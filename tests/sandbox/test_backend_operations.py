"""Operations under keys: once or never, the first outcome for ever, and sealed for good."""

import base64
import contextlib
import hashlib
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime
from tempfile import TemporaryDirectory

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from sqlalchemy import select

from sandbox.backend.asked import Asked
from sandbox.backend.database import CardRow, Database, MarkRow, OperationRow
from sandbox.backend.operations import carry_out, of_day, settle, standing
from sandbox.backend.pin_change import close
from sandbox.backend.refusals import Refused
from sandbox.backend.sms import DAY, give_back, inbox, send
from sandbox.backend.uploads import stage
from sandbox.people import ApplicationState
from sandbox.population import people

ZHANG = people(1)[0]
NOW = 1_800_000_000.0
PERSON = {"id_number": ZHANG.id_number}
SHOWN = {"identifier": ZHANG.cards[0].identifier, "number": ZHANG.cards[0].number}
SESSION = "session-1"
SVG = b"<svg />"


class Desk:
    """A bureau with one person, and a calendar that goes where it is told."""

    def __init__(self, url: str, state: ApplicationState = ApplicationState.NORMAL) -> None:
        self.now = NOW
        person = replace(ZHANG, cards=(replace(ZHANG.cards[0], state=state),))
        self.database = Database(url, [person], lambda: self.now)
        self.sms = {"session": SESSION, "token": self._token()}

    def _token(self) -> str:
        body = {"person": PERSON, "session": SESSION}
        self.run(send, body)
        code = self.database.transact(lambda session: inbox(session, 1))[0].split()[-1]
        return self.run(give_back, {**body, "code": code})["token"]

    def run(self, function, body):
        return self.database.transact(lambda session: function(session, body, self.now))

    def loss(self, terminal: str = "A", key: str = "k" * 32, **changes: object) -> Asked:
        with self.database.session() as session:
            handle = session.scalars(select(CardRow.handle)).one()
        proven = {"person": PERSON, "proofs": ["id_card", "sms"], "sms": self.sms}
        return asked("report_loss", terminal, key, {**proven, "handle": handle, "kind": "temporary", **changes})

    def signature(self, terminal: str = "A") -> dict:
        digest = hashlib.sha256(SVG).hexdigest()
        whole = {"person": PERSON, "kind": "signature", "media_type": "image/svg+xml", "digest": digest}
        whole["content"] = base64.b64encode(SVG).decode()
        staged = self.database.transact(lambda session: stage(session, terminal, whole, self.now))
        return {"upload": staged["upload"], "digest": digest}

    def pin_change(self, terminal: str = "A", key: str = "p" * 32, **changes: object) -> Asked:
        return asked("change_pin", terminal, key, {"person": PERSON, "proofs": ["card_pin"], "card": SHOWN, **changes})

    def do(self, operation: Asked, refuse: str | None = None) -> dict:
        return self.database.transact(lambda session: carry_out(session, operation, self.now, refuse))

    def settle(self, operation: Asked) -> str:
        return self.run(settle, operation)["outcome"]

    def outcome(self, operation: Asked) -> str:
        told = self.do(operation)
        return told["code"] or told["outcome"]

    def close(self, chip: str, mark: str = "p" * 32, card: dict = SHOWN) -> dict:
        return self.run(close, {"mark": mark, "chip": chip, "card": card})

    def card(self) -> tuple[str, str | None]:
        def told(session):
            return session.execute(select(CardRow.state, CardRow.loss_until)).one()

        return tuple(self.database.transact(told))

    def standing(self, operation: Asked) -> str | None:
        return self.database.transact(lambda session: standing(session, operation.reference, operation.check))


def asked(item: str, terminal: str, key: str, operation: dict) -> Asked:
    return Asked(terminal, item, key, f"{terminal}-{key[:6].upper()}", "K7MQ", operation)


@pytest.fixture
def desk(tmp_path):
    return lambda state=ApplicationState.NORMAL: Desk(f"sqlite:///{tmp_path / 'bureau.sqlite'}", state)


def refused(action, *args, **kwargs) -> str:
    with pytest.raises(Refused) as caught:
        action(*args, **kwargs)
    return caught.value.code


def test_the_same_request_again_has_the_first_outcome_and_no_other_effect(desk):
    bureau = desk()
    first = bureau.do(bureau.loss())
    bureau.now += DAY
    assert bureau.do(bureau.loss()) == first
    assert bureau.card() == ("4", first["loss_until"])


def test_a_refusal_is_an_outcome_too(desk):
    bureau = desk(ApplicationState.CANCELLED)
    assert bureau.outcome(bureau.loss()) == "CARD_CANCELLED"
    assert bureau.settle(bureau.loss()) == "refused"


def test_a_key_is_bound_to_terminal_person_item_reference_and_body(desk):
    bureau = desk()
    report = bureau.loss()
    bureau.do(report)
    others = (
        bureau.loss(terminal="B"),
        bureau.loss(proofs=["sms", "id_card"]),
        bureau.loss(person={"id_number": "500103199001010009"}),
        bureau.pin_change(key=report.key),
        report._replace(check="ZZZZ"),
        report._replace(reference="A-OTHER"),
    )
    for other in others:
        assert refused(bureau.do, other) == "KEY_REUSED"
    assert len(bureau.run(lambda session, _, __: list(session.scalars(select(OperationRow))), None)) == 1


def test_the_order_of_names_in_a_body_is_nothing(desk):
    bureau = desk()
    report = bureau.loss()
    told = bureau.do(report)
    assert bureau.do(report._replace(operation=dict(reversed(report.operation.items())))) == told


def test_a_key_that_nothing_came_for_is_sealed_and_can_never_execute(desk):
    bureau = desk()
    assert bureau.settle(bureau.loss()) == "sealed"
    assert refused(bureau.do, bureau.loss()) == "SEALED"
    assert bureau.settle(bureau.loss()) == "sealed"
    assert bureau.card()[0] == "1"


def test_only_the_terminal_of_a_key_may_settle_it(desk):
    bureau = desk()
    bureau.do(bureau.loss())
    assert refused(bureau.settle, bureau.loss(terminal="B")) == "KEY_REUSED"
    assert bureau.settle(bureau.loss()) == "confirmed"


@pytest.mark.parametrize("state", [ApplicationState.NORMAL, ApplicationState.SEALED, ApplicationState.LOCKED])
def test_a_temporary_loss_ends_by_itself_in_the_state_before(desk, state):
    bureau = desk(state)
    bureau.do(bureau.loss())
    bureau.now += 7 * DAY - 1
    assert bureau.card()[0] == "4"
    bureau.now += 1
    assert bureau.card() == (state.value, None)


@pytest.mark.parametrize("state", [ApplicationState.SEALED, ApplicationState.NORMAL, ApplicationState.LOCKED])
def test_a_formal_loss_has_no_end_and_keeps_what_the_card_was_before_the_temporary_one(desk, state):
    bureau = desk(state)
    bureau.do(bureau.loss())
    assert bureau.outcome(bureau.loss(key="7" * 32, kind="formal")) == "SIGN_AT_COUNTER"
    assert bureau.outcome(bureau.loss(key="6" * 32, kind="formal", signature=bureau.signature())) == "confirmed"
    assert bureau.card() == ("2", None)
    bureau.now += 30 * DAY
    assert bureau.card() == ("2", None)
    before = bureau.database.transact(lambda session: session.scalars(select(CardRow.state_before_loss)).one())
    assert before == state.value


@pytest.mark.parametrize("state", [ApplicationState.TEMPORARY_LOSS, ApplicationState.FORMAL_LOSS])
def test_what_is_lost_already_is_not_lost_again(desk, state):
    bureau = desk(state)
    assert bureau.outcome(bureau.loss()) == "ALREADY_LOST"


def test_a_loss_report_needs_id_card_and_telephone(desk):
    bureau = desk()
    assert bureau.outcome(bureau.loss(key="1" * 32, proofs=["sms"])) == "PROOF_NEEDED"
    wrong = {"session": SESSION, "token": "another"}
    assert bureau.outcome(bureau.loss(key="2" * 32, sms=wrong)) == "PROOF_EXPIRED"
    other = {"session": "session-2", "token": bureau.sms["token"]}
    assert bureau.outcome(bureau.loss(key="3" * 32, sms=other)) == "PROOF_EXPIRED"
    assert bureau.outcome(bureau.loss(key="4" * 32, handle="0" * 24)) == "CARD_MISMATCH"
    typed = {"proofs": ["typed_number", "sms"], "kind": "formal"}
    assert bureau.outcome(bureau.loss(key="5" * 32, **typed)) == "NEEDS_ID_CARD"
    assert bureau.card()[0] == "1"


def test_a_loss_report_that_is_sent_all_night_is_still_taken(desk):
    bureau = desk()
    bureau.now += DAY
    assert bureau.outcome(bureau.loss()) == "confirmed"
    late = desk()
    late.now += 4 * DAY
    assert late.outcome(late.loss()) == "PROOF_EXPIRED"


def test_a_mark_is_open_until_its_end_is_told_and_closing_again_is_the_same(desk):
    bureau = desk()
    change = bureau.pin_change()
    assert bureau.do(change)["mark"] == "open"
    assert bureau.standing(change) == "pending"
    assert bureau.outcome(bureau.pin_change(terminal="B", key="q" * 32)) == "MARK_OPEN"
    closed = bureau.close("changed")
    bureau.now += 60
    assert bureau.close("changed") == closed
    assert refused(bureau.close, "unchanged") == "MARK_CLOSED"
    assert bureau.do(change)["mark"] == "changed"
    assert bureau.standing(change) == "done"
    assert bureau.outcome(bureau.pin_change(key="r" * 32)) == "confirmed"


def test_an_unchanged_chip_is_not_done(desk):
    bureau = desk()
    bureau.do(bureau.pin_change())
    bureau.close("unchanged")
    assert bureau.standing(bureau.pin_change()) == "not_done"


def test_a_mark_is_closed_with_its_own_card_only(desk):
    bureau = desk()
    bureau.do(bureau.pin_change())
    assert refused(bureau.close, "changed", card={**SHOWN, "number": "C00000000"}) == "CARD_MISMATCH"
    assert refused(bureau.close, "changed", mark="x" * 32) == "NO_MARK"


@pytest.mark.parametrize(
    ("state", "code"),
    [
        (ApplicationState.SEALED, "NOT_ACTIVATED"),
        (ApplicationState.TEMPORARY_LOSS, "CARD_LOST"),
        (ApplicationState.FORMAL_LOSS, "CARD_LOST"),
        (ApplicationState.LOCKED, "CARD_LOCKED"),
        (ApplicationState.CANCELLED, "CARD_CANCELLED"),
    ],
)
def test_the_pin_of_a_card_that_is_not_in_use_is_not_changed(desk, state, code):
    bureau = desk(state)
    assert bureau.outcome(bureau.pin_change()) == code


def test_a_pin_change_needs_the_pin_and_the_persons_card(desk):
    bureau = desk()
    assert bureau.outcome(bureau.pin_change(key="1" * 32, proofs=["id_card"])) == "PROOF_NEEDED"
    assert bureau.outcome(bureau.pin_change(key="2" * 32, card={**SHOWN, "number": "C1"})) == "CARD_MISMATCH"


def test_a_reference_needs_its_check_part_and_forgives_what_looks_alike(desk):
    bureau = desk()
    report = bureau.loss(terminal="YZ-0I")
    bureau.do(report)
    assert bureau.standing(report) == "done"
    assert bureau.standing(report._replace(reference=report.reference.replace("0I", "O1"))) == "done"
    assert bureau.standing(report._replace(check="ZZZZ")) is None


def test_a_refused_operation_and_a_sealed_one_are_not_done(desk):
    bureau = desk()
    bureau.do(bureau.loss(), refuse="BUSY")
    bureau.settle(bureau.loss(key="2" * 32))
    assert bureau.standing(bureau.loss()) == bureau.standing(bureau.loss(key="2" * 32)) == "not_done"


def test_a_day_holds_its_own_terminals_operations_and_nothing_personal(desk):
    bureau = desk()
    bureau.do(bureau.loss())
    bureau.do(bureau.loss(terminal="B", key="b" * 32))
    bureau.now += DAY
    bureau.settle(bureau.loss(key="c" * 32))

    def day(session, which, _):
        return of_day(session, "A", which, 0, 10)

    (told,) = bureau.run(day, "2027-01-15")
    assert (told["key"], told["outcome"]) == ("k" * 32, "confirmed")
    assert [told["outcome"] for told in bureau.run(day, "2027-01-16")] == ["sealed"]
    assert ZHANG.id_number not in str(told)


def test_two_terminals_at_the_same_moment_leave_one_effect(desk):
    bureau = desk()
    reports = [bureau.loss(terminal=f"T{turn % 4}", key=f"{turn % 4}" * 32) for turn in range(16)]
    with ThreadPoolExecutor(8) as hands:
        outcomes = list(hands.map(bureau.outcome, reports))
    assert outcomes.count("confirmed") == 4
    assert outcomes.count("ALREADY_LOST") == 12


def test_a_settlement_at_the_same_moment_agrees_with_the_operation(desk):
    bureau = desk()
    for turn in range(8):
        change = bureau.pin_change(key=f"{turn:032}")
        with ThreadPoolExecutor(2) as hands:
            done, settled = hands.submit(bureau.do, change), hands.submit(bureau.settle, change)
            ended = settled.result()
            assert (refused(done.result) == "SEALED") if ended == "sealed" else done.result()["outcome"] == ended
        with contextlib.suppress(Refused):
            bureau.close("unchanged", mark=change.key)


class TwoTerminals(RuleBasedStateMachine):
    """Two terminals and one card: reports, PIN changes, settlements, repetitions and days in any order."""

    keys = st.sampled_from([f"{letter * 16}" for letter in "abc"])
    terminals = st.sampled_from(["T1", "T2"])

    def __init__(self) -> None:
        super().__init__()
        self.folder = TemporaryDirectory()
        self.bureau = Desk(f"sqlite:///{self.folder.name}/bureau.sqlite")
        self.first: dict[str, tuple] = {}
        self.kept: dict[tuple, Asked] = {}

    @rule(terminal=terminals, key=keys, item=st.sampled_from(["loss", "pin_change"]))
    def send(self, terminal, key, item):
        made = getattr(self.bureau, item)(terminal, f"{terminal}-{key}")
        operation = self.kept.setdefault((made.key, made.item), made)
        before = self.bureau.card()[0], self._open_marks()
        try:
            told = self.bureau.do(operation)
        except Refused:
            assert self.first[operation.key][0] == "sealed" or self.first[operation.key][1] != operation.item
            assert (self.bureau.card()[0], self._open_marks()) == before
            return
        ended = (told["outcome"], operation.item, told["code"], told["loss_until"])
        assert self.first.setdefault(operation.key, ended) == ended

    @rule(terminal=terminals, key=keys)
    def find_out(self, terminal, key):
        operation = self.bureau.loss(terminal, f"{terminal}-{key}")
        outcome = self.bureau.settle(operation)
        assert self.first.setdefault(operation.key, (outcome, None, None, None))[0] == outcome

    @precondition(lambda self: self._open_marks())
    @rule(chip=st.sampled_from(["changed", "unchanged"]))
    def close(self, chip):
        (mark,) = self._open_marks()
        self.bureau.close(chip, mark=mark)
        assert self.bureau.close(chip, mark=mark)["chip"] == chip

    @rule(days=st.sampled_from([1, 8]))
    def time_passes(self, days):
        self.bureau.now += days * DAY
        self.bureau.sms = {"session": SESSION, "token": self.bureau._token()}

    @invariant()
    def one_mark_at_most_is_open(self):
        assert len(self._open_marks()) <= 1

    @invariant()
    def the_card_is_as_the_confirmed_reports_say(self):
        lasting = [end for outcome, item, _, end in self.first.values() if end and outcome == "confirmed"]
        live = [end for end in lasting if self._after(end)]
        assert len(live) <= 1
        assert self.bureau.card() == (("4", live[0]) if live else ("1", None))

    def teardown(self) -> None:
        self.folder.cleanup()

    def _after(self, end: str) -> bool:
        return datetime.fromisoformat(end).timestamp() > self.bureau.now

    def _open_marks(self) -> list[str]:
        def marks(session, _, __):
            return list(session.scalars(select(MarkRow.mark).filter_by(state="open")))

        return self.bureau.run(marks, None)


TwoTerminals.TestCase.settings = settings(max_examples=25, stateful_step_count=15, deadline=None)
TestTwoTerminals = TwoTerminals.TestCase
