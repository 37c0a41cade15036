"""The holder hears on their own telephone what somebody has done for them, and nobody else does."""

import pytest
from code_by_phone import NOW
from filing_counter import Counter, counter_of

from sandbox.backend.agents import WORDS, tell_holder
from sandbox.backend.asked import Asked
from sandbox.backend.sms import inbox
from sandbox.population import people

AGENT = {"id_number": "500103196801017417", "name": "李芳", "relation": "family"}


@pytest.fixture
def counter(tmp_path) -> Counter:
    return counter_of(tmp_path, "zhao")


def told(counter: Counter, item: str, **who: object) -> list[str]:
    operation = {"person": counter.person, **who}
    asked = Asked("A", item, "k" * 32, "A-1", "K7MQ", operation)
    before = len(counter.run(lambda session: inbox(session, 99)))
    counter.run(lambda session: tell_holder(session, asked, NOW))
    return counter.run(lambda session: inbox(session, 99))[before:]


@pytest.mark.parametrize("item", WORDS)
def test_it_says_who_by_their_surname_what_and_whom_to_call(counter, item):
    (line,) = told(counter, item, agent=AGENT)
    phone = next(person.phone for person in people(1) if person.key == "zhao")
    assert f" {phone} 李**已代您办理{WORDS[item]}。" in line
    assert line.endswith("请拨打 12333。")


def test_who_was_sent_to_the_staffs_desk_is_told_of_too(counter):
    assert len(told(counter, "accept_entrustment", representative=AGENT)) == 1


def test_without_an_agent_and_of_the_banks_half_nothing_is_told(counter):
    assert told(counter, "report_loss") == []
    assert told(counter, "report_bank_loss", agent=AGENT) == []
