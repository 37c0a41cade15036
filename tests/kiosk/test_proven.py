"""What a visit has seen of one person: by number one person only, each proof with its moment."""

from datetime import date

import pytest

from kiosk.backend.schemas import Proof, SmsProof
from kiosk.proof_policy import Shown
from kiosk.proven import PRESENCE, Proven
from kiosk.refusals import Refusal

ZHANG, WANG = "500103199005219700", "500103196811083616"


@pytest.fixture
def proven() -> Proven:
    proven = Proven()
    proven.is_person(ZHANG, "张小满")
    proven.show(Shown.ID_CARD, 100.0)
    proven.sms = SmsProof(session="5f0c3a7e91b24d68", token="0b9d3f6a4c1e48d2a7f5b8c0e1d2a3f4")
    proven.show(Shown.SMS, 110.0)
    return proven


def test_two_papers_of_two_people_are_refused(proven: Proven) -> None:
    with pytest.raises(Refusal) as refused:
        proven.is_person(WANG, "王守拙")
    assert refused.value.code == "ID_MISMATCH"


def test_what_an_operation_tells_of_its_resident(proven: Proven) -> None:
    evidence = proven.resident().evidence
    assert (evidence["id_number"], evidence["proofs"]) == (ZHANG, (Proof.ID_CARD, Proof.SMS))
    assert evidence["sms"] == proven.sms


def test_a_proof_that_is_too_old_counts_no_longer(proven: Proven) -> None:
    proven.drop_older(105.0)
    assert proven.resident().proofs == (Proof.SMS,)
    proven.drop_older(111.0, PRESENCE)
    assert proven.resident().proofs == ()
    assert proven.resident().sms is None


def test_shown_again_the_later_moment_counts(proven: Proven) -> None:
    proven.show(Shown.ID_CARD, 200.0)
    proven.drop_older(150.0)
    assert proven.has(Shown.ID_CARD)
    assert not proven.has(Shown.SMS)


@pytest.mark.parametrize(("today", "age"), [(date(2026, 5, 20), 35), (date(2026, 5, 21), 36)])
def test_the_age_is_that_of_the_number(proven: Proven, today: date, age: int) -> None:
    assert proven.age(today) == age


@pytest.mark.parametrize("number", ["CHN110085061201", "500103199013329700"])
def test_a_number_without_a_date_tells_no_age(number: str) -> None:
    proven = Proven()
    proven.is_person(number, "")
    assert proven.age(date(2026, 1, 1)) is None


def test_nothing_of_it_is_shown(proven: Proven) -> None:
    assert repr(proven) == "Proven(id_card, sms)"
    assert ZHANG not in repr(proven.resident())
