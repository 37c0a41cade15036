"""The co-operating bank's own rules for an account that is reported lost, and its own way of failing."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from sandbox.backend.asked import Asked
from sandbox.backend.database import CardRow, Database
from sandbox.backend.operations import carry_out
from sandbox.backend.rules import BANK_TOGETHER, switch
from sandbox.backend.sms import give_back, inbox, send
from sandbox.people import BankState
from sandbox.population import people

ZHANG = people(1)[0]
NOW = 1_800_000_000.0
PERSON = {"id_number": ZHANG.id_number}
SESSION = "session-1"


class Bank:
    """A bureau with one person, whose telephone has answered, and the bank of their card."""

    def __init__(self, url: str, **card: object) -> None:
        person = replace(ZHANG, cards=(replace(ZHANG.cards[0], **{"bank": "重庆银行", **card}),))
        self.database = Database(url, [person], lambda: NOW)
        body = {"person": PERSON, "session": SESSION}
        self.run(lambda session: send(session, body, NOW))
        code = self.run(lambda session: inbox(session, 1))[0].split()[-1]
        token = self.run(lambda session: give_back(session, {**body, "code": code}, NOW))["token"]
        self.proven = {"person": PERSON, "proofs": ["id_card", "sms"], "sms": {"session": SESSION, "token": token}}

    def run(self, function):
        return self.database.transact(function)

    def states(self) -> tuple[str, str]:
        """The account's and the card's."""
        return self.run(lambda session: tuple(session.execute(select(CardRow.bank_state, CardRow.state)).one()))

    def report(self, key: str = "b", **changes: object) -> str:
        handle = self.run(lambda session: session.scalars(select(CardRow.handle)).one())
        operation = {**self.proven, "handle": handle, **changes}
        asked = Asked("A", "report_bank_loss", key * 32, f"A-{key}", "K7MQ", operation)
        told = self.run(lambda session: carry_out(session, asked, NOW))
        return told["code"] or told["outcome"]


@pytest.fixture
def bank(tmp_path):
    return lambda **card: Bank(f"sqlite:///{tmp_path / 'b.sqlite'}", **card)


def test_the_account_is_stopped_and_the_card_is_as_it_was(bank):
    desk = bank()
    assert desk.report() == "confirmed"
    assert desk.states() == ("verbal_loss", "1")


@pytest.mark.parametrize(
    ("state", "code"),
    [
        (BankState.NOT_ACTIVATED, "BANK_NOT_ACTIVATED"),
        (BankState.VERBAL_LOSS, "BANK_ALREADY_LOST"),
        (BankState.WRITTEN_LOSS, "BANK_ALREADY_LOST"),
        (BankState.CLOSED, "BANK_CLOSED"),
    ],
)
def test_an_account_that_cannot_be_stopped_is_refused_with_its_reason(bank, state, code):
    desk = bank(bank_state=state)
    assert desk.report() == code
    assert desk.states()[0] == state.value


def test_a_bank_that_is_not_connected_takes_no_report(bank):
    assert bank(bank="重庆三峡银行").report() == "BANK_NOT_CONNECTED"
    desk = bank()
    desk.run(lambda session: switch(session, BANK_TOGETHER, on=False))
    assert desk.report() == "BANK_NOT_CONNECTED"


def test_it_needs_the_same_proof_as_the_card(bank):
    desk = bank()
    assert desk.report("1", proofs=["sms"]) == "PROOF_NEEDED"
    assert desk.report("2", proofs=["typed_number", "sms"]) == "confirmed"


def test_sent_again_it_is_done_once_and_told_the_same(bank):
    desk = bank()
    assert [desk.report(), desk.report(), desk.report("c")] == ["confirmed", "confirmed", "BANK_ALREADY_LOST"]
