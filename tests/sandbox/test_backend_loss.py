"""Which loss reports and withdrawals are possible for which card, by the bureau's rules of today."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from sandbox.backend.database import CardRow, Database
from sandbox.backend.loss import TEMPORARY_DAYS, policy
from sandbox.backend.refusals import REFUSALS, Refused
from sandbox.backend.rules import FORMAL_LOSS_HERE, INITIAL_PIN_WITHDRAWS, LOSS_WITHOUT_ID, UNDO_FORMAL_LOSS, switch
from sandbox.people import ApplicationState, Person, Production
from sandbox.population import people

ZHANG = people(1)[0]
CHILD = next(person for person in people(1) if person.key == "child")
NOW = 1_800_000_000.0
ID_CARD, TYPED = ["id_card", "sms"], ["typed_number", "sms"]
FORMAL_LOSS, TEMPORARY_LOSS = ApplicationState.FORMAL_LOSS, ApplicationState.TEMPORARY_LOSS


@pytest.fixture
def told(tmp_path):
    def told(handle=None, *, who: Person = ZHANG, proofs=ID_CARD, off="", **card: object) -> dict:
        person = replace(who, cards=(replace(who.cards[0], **card),))
        database = Database(f"sqlite:///{tmp_path / 'bureau.sqlite'}", [person], lambda: NOW)

        def asked(session):
            if off:
                switch(session, off, on=False)
            known = handle or session.scalars(select(CardRow.handle)).one()
            question = {"person": {"id_number": person.id_number}, "handle": known, "proofs": proofs}
            return policy(session, question, NOW)

        return database.transact(asked)

    return told


def reasons(answer: dict) -> tuple:
    """Why not temporary, why not formal."""
    return tuple(kind["code"] for kind in answer["kinds"])


@pytest.mark.parametrize("state", [ApplicationState.SEALED, ApplicationState.NORMAL, ApplicationState.LOCKED])
def test_a_card_that_is_not_lost_can_be_reported_for_seven_days_or_for_good(told, state):
    temporary, formal = told(state=state)["kinds"]
    assert (temporary["allowed"], temporary["days"], temporary["code"]) == (True, TEMPORARY_DAYS, None)
    assert temporary["until"].startswith("2027-01-22")
    assert (formal["allowed"], formal["days"], formal["until"]) == (True, None, None)


@pytest.mark.parametrize(
    ("state", "production", "codes"),
    [
        (TEMPORARY_LOSS, Production.NONE, ("ALREADY_LOST", None)),
        (FORMAL_LOSS, Production.NONE, ("ALREADY_LOST", "ALREADY_LOST")),
        (FORMAL_LOSS, Production.CARD_MADE, ("REPLACEMENT_PENDING", "REPLACEMENT_PENDING")),
        (ApplicationState.CANCELLED, Production.NONE, ("CARD_CANCELLED", "CARD_CANCELLED")),
    ],
)
def test_a_card_that_cannot_be_reported_has_a_reason_for_each_kind(told, state, production, codes):
    answer = told(state=state, production=production)
    assert reasons(answer) == codes
    assert [kind["message"] for kind in answer["kinds"]] == [REFUSALS[code] if code else "" for code in codes]
    assert answer["kinds"][0]["until"] is None


def test_a_typed_number_opens_a_temporary_loss_where_the_city_lets_it(told):
    assert reasons(told(proofs=TYPED)) == (None, "NEEDS_ID_CARD")
    assert reasons(told(proofs=TYPED, off=LOSS_WITHOUT_ID)) == ("NEEDS_ID_CARD", "NEEDS_ID_CARD")


def test_a_city_may_keep_the_formal_loss_to_its_counters(told):
    assert reasons(told(off=FORMAL_LOSS_HERE)) == (None, "KIND_NOT_OFFERED")


def test_a_childs_card_is_stopped_for_a_while_and_for_good_only_with_the_guardian(told):
    assert reasons(told(who=CHILD)) == (None, "MINOR")
    assert told(who=CHILD, state=TEMPORARY_LOSS)["withdrawal"]["code"] == "MINOR"


@pytest.mark.parametrize(
    ("off", "code"), [("", None), (UNDO_FORMAL_LOSS, "UNDO_NOT_ALLOWED"), (INITIAL_PIN_WITHDRAWS, None)]
)
def test_what_forbids_a_withdrawal_is_said_beforehand(told, off, code):
    assert told(off=off, state=FORMAL_LOSS)["withdrawal"]["code"] == code


def test_a_city_may_let_no_card_with_its_initial_pin_be_taken_up_again(told):
    fresh = replace(ZHANG.cards[0].chip, pin="123456")
    assert told(off=INITIAL_PIN_WITHDRAWS, state=FORMAL_LOSS, chip=fresh)["withdrawal"]["code"] == "INITIAL_PIN"
    assert told(state=FORMAL_LOSS, chip=fresh)["withdrawal"]["allowed"]


def test_the_bank_is_named_with_its_hotline_and_nothing_of_the_account(told):
    assert set(told()["bank"]) == {"name", "hotline", "reports"}


def test_a_handle_of_nobodys_is_refused(told):
    with pytest.raises(Refused, match="CARD_MISMATCH"):
        told(handle="0" * 24)
