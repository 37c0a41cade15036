"""Applications for a card and for its end: what an accepted one does, once, and what a refused one leaves."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from filing_counter import DAY, NOW, Counter, counter_of
from sqlalchemy import select

from sandbox.backend import applications, offers
from sandbox.backend.database import ApplicationRow, CardRow, PersonRow
from sandbox.backend.refusals import Refused
from sandbox.backend.rules import EXCHANGE_UNREAD, switch
from sandbox.backend.sms import inbox

JPEG = b"\xff\xd8\xff a face"


@pytest.fixture
def counter(tmp_path: Path) -> Callable[[str], Counter]:
    return lambda key: counter_of(tmp_path, key)


def test_the_second_application_is_refused_as_pending(counter: Callable[[str], Counter]) -> None:
    for key, item, code in (
        ("wuka", "apply_card", "APPLICATION_PENDING"),
        ("zhao", "replace_card", "REPLACEMENT_PENDING"),
        ("yuliu", "cancel_card", "APPLICATION_PENDING"),
    ):
        bureau = counter(key)
        more = {"reason": "abroad"} if item == "cancel_card" else {}
        assert bureau.outcome(item, **more) == "confirmed"
        assert bureau.outcome(item, **more) == code


def test_an_exchange_needs_the_card_or_says_that_it_is_damaged(counter: Callable[[str], Counter]) -> None:
    bureau = counter("gen2")
    shown = {"identifier": bureau.card()["identifier"], "number": bureau.card()["number"]}
    assert bureau.outcome("exchange_card", reason="third_generation") == "NEED_OLD_CARD"
    assert bureau.outcome("exchange_card", reason="expired", card=shown) == "REASON_NOT_OFFERED"
    same = next(bank.key for bank in offers.BANKS if bank.name == bureau.card()["bank"])
    assert bureau.outcome("exchange_card", reason="bank", card=shown, bank=same) == "SAME_BANK"
    assert bureau.outcome("exchange_card", reason="damaged") == "confirmed"
    assert bureau.card()["state"] == "1"


def test_a_city_may_want_the_card_even_where_no_reader_reads_it(counter: Callable[[str], Counter]) -> None:
    bureau = counter("gen2")
    assert bureau.policy("exchange")["unread_allowed"]
    bureau.run(lambda session: switch(session, EXCHANGE_UNREAD, on=False))
    assert not bureau.policy("exchange")["unread_allowed"]
    assert bureau.outcome("exchange_card", reason="damaged") == "NEED_OLD_CARD"


def test_a_cancellation_is_only_accepted_and_the_card_stays_as_it_is(counter: Callable[[str], Counter]) -> None:
    bureau = counter("yuliu")
    question = {**bureau.proven, "handle": bureau.card()["handle"]}
    policy = bureau.run(lambda session: applications.cancellation_policy(session, question, NOW))
    assert (policy["obstacles"], policy["medical_balance_fen"]) == ([], 123456)
    assert bureau.outcome("cancel_card", reason="abroad") == "confirmed"
    bureau.now += 30 * DAY
    assert bureau.card()["state"] == "1"
    assert bureau.run(lambda session: session.scalars(select(ApplicationRow.kind)).all()) == ["cancellation"]


def test_both_proofs_are_needed(counter: Callable[[str], Counter]) -> None:
    bureau = counter("wuka")
    assert bureau.outcome("apply_card", proofs=["id_card"], sms=None) == "PROOF_NEEDED"
    bureau.proven = {**bureau.proven, "proofs": ["sms"]}
    with pytest.raises(Refused, match="PROOF_NEEDED"):
        bureau.policy("new")


def test_a_refused_application_leaves_nothing(counter: Callable[[str], Counter]) -> None:
    bureau = counter("zhang")
    assert bureau.outcome("apply_card") == "HAS_CARD"
    assert bureau.run(lambda session: session.scalars(select(ApplicationRow.kind)).all()) == []


def test_an_application_that_is_refused_half_way_leaves_no_card(counter: Callable[[str], Counter]) -> None:
    bureau = counter("wuka")
    assert bureau.outcome("apply_card", bank="nobank") == "CHOICE_NOT_OFFERED"
    assert bureau.run(lambda session: session.scalars(select(CardRow.number)).all()) == []
    assert bureau.outcome("apply_card") == "confirmed"


def test_without_a_photo_on_file_one_has_to_come_with_the_application_and_is_on_file_then(
    counter: Callable[[str], Counter],
) -> None:
    bureau = counter("wuzhao")
    assert bureau.policy("new")["photo_taken"] is None
    assert bureau.outcome("apply_card") == "NO_PHOTO"
    assert bureau.outcome("apply_card", photo=bureau.signature()) == "UPLOAD_GONE"
    assert bureau.outcome("apply_card", photo=bureau.attachment("photo", "image/jpeg", JPEG)) == "confirmed"
    assert bureau.policy("new")["photo_taken"] == "2026-09-21"


def test_a_new_cards_holder_is_told_by_message(counter: Callable[[str], Counter]) -> None:
    bureau = counter("wuka")
    bureau.outcome("apply_card")
    assert "社保卡申请已受理" in bureau.run(lambda session: inbox(session, 1))[0]
    assert bureau.run(lambda session: session.scalars(select(PersonRow.photo)).one()) < date(2026, 11, 20)
