"""What the made-up bureau takes as a proof that somebody is here, and for how long."""

import pytest

from sandbox.backend.database import Database
from sandbox.backend.proofs import proven_in_person
from sandbox.backend.refusals import Refused
from sandbox.backend.sms import PROOF_LASTS, give_back, inbox, send
from sandbox.population import people

ZHANG = people(1)[0]
NOW = 1_800_000_000.0
BODY = {"person": {"id_number": ZHANG.id_number}, "session": "session-1"}


@pytest.fixture
def run(tmp_path):
    database = Database(f"sqlite:///{tmp_path / 'bureau.sqlite'}", [ZHANG], lambda: NOW)

    def run(function, body: dict, now: float = NOW):
        return database.transact(lambda session: function(session, body, now))

    return run


def code(run) -> str:
    return run(lambda session, _, __: inbox(session, 1), {})[0].split()[-1]


def test_what_is_not_proven_by_a_paper_is_not_proven(run):
    with pytest.raises(Refused, match="PROOF_NEEDED"):
        run(proven_in_person, {**BODY, "proofs": ["sms"]})


def test_a_paper_alone_says_who_it_is_and_not_that_they_are_here(run):
    with pytest.raises(Refused, match="PROOF_NEEDED"):
        run(proven_in_person, {**BODY, "proofs": ["id_card"]})


def test_a_proof_lasts_from_the_moment_that_it_was_given(run):
    run(send, BODY)
    token = run(give_back, {**BODY, "code": code(run)})["token"]
    claim = {**BODY, "proofs": ["id_card", "sms"], "sms": {"session": BODY["session"], "token": token}}

    def holds(now: float) -> bool:
        return run(lambda session, body, at: proven_in_person(session, body, at, PROOF_LASTS), claim, now)

    assert holds(NOW + PROOF_LASTS)
    with pytest.raises(Refused, match="PROOF_EXPIRED"):
        holds(NOW + PROOF_LASTS + 1)
