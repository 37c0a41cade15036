"""What other houses do between two visits: cards are cancelled by data sharing, a bank changes an account."""

from collections.abc import Callable
from pathlib import Path

import pytest
from filing_counter import DAY, Counter, counter_of

from sandbox.backend.database import CardRow
from sandbox.backend.elsewhere import FOUND, bank_account, data_sharing
from sandbox.backend.handing_out import NotReadyError, hand_out
from sandbox.part import CommandError


@pytest.fixture
def counter(tmp_path: Path) -> Callable[[str], Counter]:
    return lambda key: counter_of(tmp_path, key)


@pytest.mark.parametrize("found", FOUND)
def test_every_card_is_cancelled_and_what_is_under_way_ends(counter: Callable[[str], Counter], found: str) -> None:
    bureau = counter("zhao")
    assert bureau.outcome("replace_card") == "confirmed"
    bureau.now += 9 * DAY
    assert "1 张卡已注销" in bureau.run(lambda session: data_sharing(session, "zhao", found))
    assert (bureau.card()["state"], bureau.card()["production"]) == ("9", None)
    with pytest.raises(NotReadyError):
        bureau.run(lambda session: hand_out(session, "zhao", bureau.now))


def test_of_who_died_the_bureau_knows_it_and_who_left_may_apply_again(counter: Callable[[str], Counter]) -> None:
    for found, then in (("died", "DECEASED"), ("emigrated", "confirmed")):
        bureau = counter("zhang" if found == "died" else "li")
        bureau.run(lambda session, key=bureau.key, found=found: data_sharing(session, key, found))
        assert bureau.outcome("apply_card") == then


def test_an_account_is_so_as_its_bank_says(counter: Callable[[str], Counter]) -> None:
    bureau = counter("zhao")
    bureau.run(lambda session: bank_account(session, "zhao", "closed"))
    assert bureau.run(lambda session: session.query(CardRow.bank_state).scalar()) == "closed"


def test_nobody_and_nothing_of_the_kind_is_said_to_be_none(counter: Callable[[str], Counter]) -> None:
    bureau = counter("zhao")
    for act in (data_sharing, bank_account):
        with pytest.raises(CommandError, match="应为"):
            bureau.run(lambda session, act=act: act(session, "zhao", "gone"))
        with pytest.raises(CommandError, match="没有"):
            bureau.run(lambda session, act=act: act(session, "nobody", "died" if act is data_sharing else "closed"))
