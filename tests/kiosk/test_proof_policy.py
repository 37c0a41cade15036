"""Who may do what, as data: the rules that ship, and a bureau's file that may only narrow them."""

from pathlib import Path

import pytest

from kiosk.proof_policy import PolicyError, Shown, proof_policy
from kiosk.services.catalogue import catalogue

FACE, SMS, STAFF = Shown.FACE, Shown.SMS, Shown.STAFF
CHANGES_STATE = (
    *("activate", "report_loss_temporary", "report_loss_formal", "withdraw_loss_temporary", "withdraw_loss_formal"),
    *("lock_application", "unlock_application", "reset_pin", "unblock_pin"),
    *("replace_card", "exchange_card", "cancel_card", "change_information"),
)


@pytest.fixture
def narrowed(tmp_path: Path):
    def by(text: str) -> str:
        file = tmp_path / "proofs.toml"
        file.write_text(text, "utf-8")
        return str(file)

    return by


def test_every_item_that_identifies_somebody_has_its_rules() -> None:
    ruled = {rule.item for rule in proof_policy().values()}
    without = {item.key for item in catalogue()} - ruled
    assert without <= {"check_reference"}


@pytest.mark.parametrize("name", CHANGES_STATE)
def test_wherever_a_face_will_do_a_code_will_do_as_well(name: str) -> None:
    ways = proof_policy()[name].ways
    by_face = [way for way in ways if FACE in way]
    assert by_face
    assert all(tuple(SMS if what is FACE else what for what in way) in ways for way in by_face)


@pytest.mark.parametrize("name", CHANGES_STATE)
def test_an_id_card_that_was_found_opens_nothing_by_itself(name: str) -> None:
    assert all(set(way) & {SMS, FACE, STAFF, Shown.CARD_PIN, Shown.AGENT} for way in proof_policy()[name].ways)


def test_a_card_comes_back_into_use_only_when_it_is_there() -> None:
    for name in ("activate", "unlock_application", "withdraw_loss_temporary", "withdraw_loss_formal", "reset_pin"):
        assert all(Shown.CARD in way for way in proof_policy()[name].ways), name


def test_nobody_else_resets_unlocks_or_withdraws_or_reports_lost_for_good() -> None:
    closed = ("change_pin", "reset_pin", "unblock_pin", "unlock_application", "withdraw_loss_formal", "activate")
    assert not any(proof_policy()[name].proxy for name in (*closed, "report_loss_formal"))


def test_an_agent_brings_the_holders_id_card_and_only_where_the_rule_lets_agents_in() -> None:
    by_agent = {name for name, rule in proof_policy().items() if any(Shown.AGENT in way for way in rule.ways)}
    assert by_agent == {"card_status", "report_loss_temporary", "apply_card", "replace_card", "cancel_card"}
    for name in by_agent:
        assert proof_policy()[name].open_to(agent=True) == ((Shown.AGENT, Shown.ID_CARD),)


def test_a_rule_that_a_bureau_closes_to_agents_has_no_way_for_them(narrowed) -> None:
    rule = proof_policy(narrowed("[replace_card]\nproxy = false\n"))["replace_card"]
    assert rule.open_to(agent=True) == ()
    assert rule.open_to(agent=False) == rule.begins_with


def test_a_bureau_narrows_a_rule_and_leaves_the_others(narrowed) -> None:
    policy = proof_policy(narrowed('[reset_pin]\nways = ["card+id_card+face"]\n'))
    assert policy["reset_pin"].ways == ((Shown.CARD, Shown.ID_CARD, FACE),)
    assert policy["reset_pin"].least_age == proof_policy()["reset_pin"].least_age
    assert policy["activate"] == proof_policy()["activate"]


def test_a_bureau_may_ask_for_more_or_for_nothing_at_all(narrowed) -> None:
    policy = proof_policy(narrowed('[lock_application]\nways = ["id_card+sms+card"]\n[activate]\nways = []\n'))
    assert policy["lock_application"].ways == ((Shown.ID_CARD, SMS, Shown.CARD),)
    assert policy["activate"].ways == ()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('[reset_pin]\nways = ["id_card"]', "should hold all of one that ships"),
        ('[reset_pin]\nways = ["card+id_card+fingerprint"]', "should be made of"),
        ("[reset_pin]\nproxy = true", "should be false, as it ships"),
        ("[reset_pin]\nleast_age = 10", "should be at least 16"),
        ("[reset_pin]\nsensitive = false", "should be true, as it ships"),
        ('[reset_pin]\nways = "card"', "should be a list of ways"),
        ("[reset_pin]\ncolour = 1", "should be left out"),
        ("[fly]\nways = []", "there is no such rule"),
        ("reset_pin = 1", "should be a table"),
        ("[reset_pin", "is not TOML"),
    ],
)
def test_what_a_bureau_may_not_say_is_named_with_what_it_should_be(narrowed, text: str, words: str) -> None:
    with pytest.raises(PolicyError, match=words):
        proof_policy(narrowed(text))


def test_a_file_that_is_not_there_is_named() -> None:
    with pytest.raises(PolicyError, match="cannot be read"):
        proof_policy("/nonexistent/proofs.toml")
