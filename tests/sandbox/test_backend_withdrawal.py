"""From which states a loss report can be withdrawn, to which state it leads, and what the city may forbid."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from sandbox.backend.asked import Asked
from sandbox.backend.database import CardRow, Database
from sandbox.backend.operations import carry_out
from sandbox.backend.rules import UNDO_FORMAL_LOSS, lines, switch
from sandbox.backend.sms import PROOF_LASTS, give_back, inbox, send
from sandbox.people import ApplicationState, Production
from sandbox.population import people

ZHANG = people(1)[0]
NOW = 1_800_000_000.0
PERSON = {"id_number": ZHANG.id_number}
SHOWN = {"identifier": ZHANG.cards[0].identifier, "number": ZHANG.cards[0].number}
SESSION = "session-1"
FORMAL, TEMPORARY = ApplicationState.FORMAL_LOSS, ApplicationState.TEMPORARY_LOSS


class Desk:
    """A bureau with one person, whose telephone has answered."""

    def __init__(self, url: str, state: ApplicationState, production: Production = Production.NONE) -> None:
        person = replace(ZHANG, cards=(replace(ZHANG.cards[0], state=state, production=production),))
        self.now = NOW
        self.database = Database(url, [person], lambda: self.now)
        body = {"person": PERSON, "session": SESSION}
        self.run(lambda session: send(session, body, NOW))
        code = self.run(lambda session: inbox(session, 1))[0].split()[-1]
        token = self.run(lambda session: give_back(session, {**body, "code": code}, NOW))["token"]
        self.proven = {"person": PERSON, "proofs": ["id_card", "sms"], "sms": {"session": SESSION, "token": token}}

    def run(self, function):
        return self.database.transact(function)

    def state(self) -> str:
        return self.run(lambda session: session.scalars(select(CardRow.state)).one())

    def do(self, item: str, key: str, **operation: object) -> str:
        asked = Asked("A", item, key * 32, f"A-{key}", "K7MQ", {**self.proven, **operation})
        told = self.run(lambda session: carry_out(session, asked, self.now))
        return told["code"] or told["outcome"]

    def withdraw(self, **changes: object) -> str:
        return self.do("withdraw_loss_report", "w", **{"card": SHOWN, **changes})

    def report(self) -> str:
        handle = self.run(lambda session: session.scalars(select(CardRow.handle)).one())
        return self.do("report_loss", "r", handle=handle, kind="temporary")


@pytest.fixture
def desk(tmp_path):
    return lambda state, production=Production.NONE: Desk(f"sqlite:///{tmp_path / 'b.sqlite'}", state, production)


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
