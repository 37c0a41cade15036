"""What a request may hold."""

from functools import partial

import pytest

from sandbox.backend.asked import Asked, BadRequest, count, evidence, keyed, sms_proof, word

GOOD = {"person": {"id_number": "5"}, "proofs": ["id_card"]}
KEYED = {"key": "k" * 32, "reference": {"number": "YZ-A01-4UA223", "check": "K7MQ"}}


def named(action, *args: object) -> str:
    with pytest.raises(BadRequest) as caught:
        action(*args)
    return str(caught.value).partition(":")[0]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"person": None}, "person"),
        ({"person": {"id_number": 5}}, "id_number"),
        ({"proofs": []}, "proofs"),
        ({"proofs": ["voice"]}, "proofs"),
        ({"card": {}}, "identifier"),
        ({"sms": {"session": "short", "token": ""}}, "session"),
    ],
)
def test_evidence_that_is_not_by_the_contract_is_named(change, field):
    evidence(GOOD)
    assert named(evidence, {**GOOD, **change}) == field


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"key": "short"}, "key"),
        ({"reference": None}, "reference"),
        ({"reference": {"number": "a", "check": "K7MQ"}}, "number"),
        ({"reference": {"number": "YZ-A01-4UA223", "check": "0000"}}, "check"),
    ],
)
def test_a_key_or_reference_that_cannot_be_is_named(change, field):
    assert keyed(KEYED) == ("k" * 32, "YZ-A01-4UA223", "K7MQ")
    assert named(keyed, {**KEYED, **change}) == field


def test_words_and_counts_are_of_their_kind():
    assert named(word, {"kind": "other"}, "kind", {"temporary"}) == "kind"
    assert named(sms_proof, {}) == "sms"
    for value in (True, -1, 1.5, "1", 2**31, None):
        assert named(count, {"after": value}, "after") == "after"
    for value in (0, 100):
        assert named(partial(count, least=1), {"item": value}, "item", 99) == "item"


def test_the_digest_is_of_the_content_and_not_of_its_spelling():
    first, again, other = (
        Asked("A", "report_loss", "k", "r", "c", operation)
        for operation in ({"a": 1, "b": {"c": "挂失", "d": 2}}, {"b": {"d": 2, "c": "挂失"}, "a": 1}, {"a": 2})
    )
    assert first.digest == again.digest != other.digest
    assert Asked("A", "", "k", "r", "c", {"odd": "\ud800"}).digest
