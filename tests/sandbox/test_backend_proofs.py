"""What the made-up bureau takes as a proof that somebody is here, and for how long."""

import pytest
from code_by_phone import BODY, NOW, Asked

from sandbox.backend.proofs import proven_in_person
from sandbox.backend.refusals import Refused
from sandbox.backend.sms import PROOF_LASTS, give_back, send


@pytest.fixture
def run(tmp_path):
    return Asked(tmp_path)


def test_what_is_not_proven_by_a_paper_is_not_proven(run):
    with pytest.raises(Refused, match="PROOF_NEEDED"):
        run(proven_in_person, {**BODY, "proofs": ["sms"]})


def test_a_paper_alone_says_who_it_is_and_not_that_they_are_here(run):
    with pytest.raises(Refused, match="PROOF_NEEDED"):
        run(proven_in_person, {**BODY, "proofs": ["id_card"]})


def test_a_proof_lasts_from_the_moment_that_it_was_given(run):
    run(send, BODY)
    token = run(give_back, {**BODY, "code": run.code()})["token"]
    claim = {**BODY, "proofs": ["id_card", "sms"], "sms": {"session": BODY["session"], "token": token}}

    def holds(now: float) -> bool:
        return run(lambda session, body, at: proven_in_person(session, body, at, PROOF_LASTS), claim, now)

    assert holds(NOW + PROOF_LASTS)
    with pytest.raises(Refused, match="PROOF_EXPIRED"):
        holds(NOW + PROOF_LASTS + 1)
