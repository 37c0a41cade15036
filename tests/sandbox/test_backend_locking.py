"""From which states a card can be locked and unlocked, and by which proofs."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from sandbox.backend.asked import Asked
from sandbox.backend.database import CardRow, Database
from sandbox.backend.operations import carry_out
from sandbox.backend.refusals import REFUSALS
from sandbox.backend.sms import PROOF_LASTS, give_back, inbox, send
from sandbox.people import ApplicationState, Production
from sandbox.population import people

ZHANG = people(1)[0]
NOW = 1_800_000_000.0
PERSON = {"id_number": ZHANG.id_number}
SHOWN = {"identifier": ZHANG.cards[0].identifier, "number": ZHANG.cards[0].number}
SESSION = "session-1"
PENDING = (ApplicationState.FORMAL_LOSS, Production.CARD_MADE)


class Desk:
    """A bureau with one person, whose telephone has answered."""

    def __init__(self, url: str, state: ApplicationState, production: Production = Production.NONE) -> None:
        person = replace(ZHANG, cards=(replace(ZHANG.cards[0], state=state, production=production),))
        self.now = NOW
        self.database = Database(url, [person], lambda: self.now)
        body = {"person": PERSON, "session": SESSION}
        self._run(lambda session: send(session, body, NOW))
        code = self._run(lambda session: inbox(session, 1))[0].split()[-1]
        token = self._run(lambda session: give_back(session, {**body, "code": code}, NOW))["token"]
        self.proven = {"person": PERSON, "proofs": ["id_card", "sms"], "sms": {"session": SESSION, "token": token}}

    def _run(self, function):
        return self.database.transact(function)

    def state(self) -> str:
        return self._run(lambda session: session.scalars(select(CardRow.state)).one())

    def outcome(self, item: str, **changes: object) -> str:
        handle = self._run(lambda session: session.scalars(select(CardRow.handle)).one())
        meant = {"handle": handle} if item == "lock_application" else {"card": SHOWN}
        asked = Asked("A", item, "k" * 32, "A-1", "K7MQ", {**self.proven, **meant, **changes})
        told = self._run(lambda session: carry_out(session, asked, self.now))
        assert told["message"] == REFUSALS.get(told["code"], "")
        return told["code"] or told["outcome"]


@pytest.fixture
def desk(tmp_path):
    return lambda state, production=Production.NONE: Desk(f"sqlite:///{tmp_path / 'b.sqlite'}", state, production)


@pytest.mark.parametrize(
    ("state", "locking", "unlocking"),
    [
        (ApplicationState.SEALED, "NOT_ACTIVATED", "NOT_ACTIVATED"),
        (ApplicationState.NORMAL, "confirmed", "NOT_LOCKED"),
        (ApplicationState.TEMPORARY_LOSS, "CARD_LOST", "CARD_LOST"),
        (ApplicationState.FORMAL_LOSS, "CARD_LOST", "CARD_LOST"),
        (ApplicationState.LOCKED, "ALREADY_LOCKED", "confirmed"),
        (ApplicationState.CANCELLED, "CARD_CANCELLED", "CARD_CANCELLED"),
    ],
)
def test_every_state_has_its_answer(desk, state, locking, unlocking):
    for item, outcome, after in (("lock_application", locking, "3"), ("unlock_application", unlocking, "1")):
        bureau = desk(state)
        assert bureau.outcome(item) == outcome
        assert bureau.state() == (after if outcome == "confirmed" else state.value)


@pytest.mark.parametrize("item", ["lock_application", "unlock_application"])
def test_a_card_that_is_being_replaced_is_out_of_it(desk, item):
    assert desk(*PENDING).outcome(item) == "REPLACEMENT_PENDING"


@pytest.mark.parametrize(
    ("item", "state"),
    [("lock_application", ApplicationState.NORMAL), ("unlock_application", ApplicationState.LOCKED)],
)
def test_both_proofs_are_needed_and_fresh(desk, item, state):
    bureau = desk(state)
    assert bureau.outcome(item, proofs=["sms"]) == "PROOF_NEEDED"
    late = desk(state)
    late.now += PROOF_LASTS + 1
    assert late.outcome(item) == "PROOF_EXPIRED"
    assert (bureau.state(), late.state()) == (state.value, state.value)


def test_another_card_or_handle_unlocks_and_locks_nothing(desk):
    bureau = desk(ApplicationState.LOCKED)
    assert bureau.outcome("unlock_application", card={**SHOWN, "number": "C99999999"}) == "CARD_MISMATCH"
    other = desk(ApplicationState.NORMAL)
    assert other.outcome("lock_application", handle="0" * 24) == "CARD_MISMATCH"
