"""From which states a card can be locked and unlocked, and by which proofs."""

import pytest
from one_card_desk import PENDING, SHOWN, OneCardDesk

from sandbox.backend.asked import Asked
from sandbox.backend.operations import carry_out
from sandbox.backend.pin_change import BEFORE_A_TERMINAL
from sandbox.backend.sms import PROOF_LASTS
from sandbox.people import ApplicationState, Production


class Desk(OneCardDesk):
    """What is done here about a lock."""

    def outcome(self, item: str, **changes: object) -> str:
        meant = {"handle": self.handle()} if item == "lock_application" else {"card": SHOWN}
        return self.do(item, **{**meant, **changes})


@pytest.fixture
def desk(tmp_path):
    return lambda state, production=Production.NONE: Desk(tmp_path, state, production)


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


def begun_at(desk: Desk, terminal: str) -> None:
    """A PIN change begins there, whose end nobody has told."""
    change = {**desk.proven, "proofs": ["card_pin"], "card": SHOWN}
    asked = Asked(terminal, "change_pin", "c" * 32, f"{terminal}-1", "K7MQ", change)
    assert desk.run(lambda session: carry_out(session, asked, desk.now))["outcome"] == "confirmed"


def test_while_somebody_changes_its_pin_at_another_terminal_a_card_is_busy(desk):
    bureau = desk(ApplicationState.NORMAL)
    begun_at(bureau, "B")
    assert bureau.outcome("lock_application") == "BUSY"
    bureau.now += BEFORE_A_TERMINAL
    assert bureau.do("lock_application", "l", handle=bureau.handle()) == "confirmed"


def test_what_began_at_the_same_terminal_is_its_own_and_busies_nobody(desk):
    bureau = desk(ApplicationState.NORMAL)
    begun_at(bureau, "A")
    assert bureau.outcome("lock_application") == "confirmed"
