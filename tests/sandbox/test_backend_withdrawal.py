"""From which states a loss report can be withdrawn, to which state it leads, and what the city may forbid."""

import pytest
from one_card_desk import SHOWN, OneCardDesk

from sandbox.backend.rules import UNDO_FORMAL_LOSS, lines, switch
from sandbox.backend.sms import PROOF_LASTS
from sandbox.people import ApplicationState, Production

FORMAL, TEMPORARY = ApplicationState.FORMAL_LOSS, ApplicationState.TEMPORARY_LOSS


class Desk(OneCardDesk):
    """What is done here about a lost card."""

    def withdraw(self, **changes: object) -> str:
        return self.do("withdraw_loss_report", "w", **{"card": SHOWN, **changes})

    def report(self) -> str:
        return self.do("report_loss", "r", handle=self.handle(), kind="temporary")


@pytest.fixture
def desk(tmp_path):
    return lambda state, production=Production.NONE: Desk(tmp_path, state, production)


@pytest.mark.parametrize(
    ("state", "outcome"),
    [
        (ApplicationState.SEALED, "NOT_LOST"),
        (ApplicationState.NORMAL, "NOT_LOST"),
        (ApplicationState.LOCKED, "NOT_LOST"),
        (TEMPORARY, "confirmed"),
        (FORMAL, "confirmed"),
        (ApplicationState.CANCELLED, "CARD_CANCELLED"),
    ],
)
def test_every_state_has_its_answer(desk, state, outcome):
    bureau = desk(state)
    assert bureau.withdraw() == outcome
    assert bureau.state() == ("1" if outcome == "confirmed" else state.value)


@pytest.mark.parametrize("state", [ApplicationState.SEALED, ApplicationState.NORMAL, ApplicationState.LOCKED])
def test_the_card_is_again_what_it_was_before_its_loss(desk, state):
    bureau = desk(state)
    assert (bureau.report(), bureau.state()) == ("confirmed", "4")
    assert (bureau.withdraw(), bureau.state()) == ("confirmed", state.value)


def test_once_another_card_is_made_the_old_one_stays_lost(desk):
    assert desk(FORMAL, Production.CARD_MADE).withdraw() == "REPLACEMENT_PENDING"


def test_a_city_may_forbid_it_after_a_formal_loss_alone(desk):
    formal, temporary = desk(FORMAL), None
    formal.run(lambda session: switch(session, UNDO_FORMAL_LOSS, on=False))
    assert formal.run(lines)[0].startswith("undo_formal_loss off")
    assert formal.withdraw() == "UNDO_NOT_ALLOWED"
    temporary = desk(TEMPORARY)
    temporary.run(lambda session: switch(session, UNDO_FORMAL_LOSS, on=False))
    assert temporary.withdraw() == "confirmed"


def test_the_card_and_both_proofs_are_needed(desk):
    assert desk(TEMPORARY).withdraw(card={**SHOWN, "number": "C99999999"}) == "CARD_MISMATCH"
    assert desk(TEMPORARY).withdraw(proofs=["sms"]) == "PROOF_NEEDED"
    late = desk(TEMPORARY)
    late.now += PROOF_LASTS + 1
    assert late.withdraw() == "PROOF_EXPIRED"
