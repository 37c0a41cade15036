"""Which loss reports are possible for which card."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from sandbox.backend.database import CardRow, Database
from sandbox.backend.loss import TEMPORARY_DAYS, policy
from sandbox.backend.refusals import REFUSALS, Refused
from sandbox.people import ApplicationState, Production
from sandbox.population import people

ZHANG = people(1)[0]
NOW = 1_800_000_000.0


def told(tmp_path, handle: str | None = None, **card: object) -> dict:
    person = replace(ZHANG, cards=(replace(ZHANG.cards[0], **card),))
    database = Database(f"sqlite:///{tmp_path / 'bureau.sqlite'}", [person], lambda: NOW)

    def asked(session):
        known = handle or session.scalars(select(CardRow.handle)).one()
        return policy(session, {"person": {"id_number": person.id_number}, "handle": known}, NOW)

    return database.transact(asked)


@pytest.mark.parametrize("state", [ApplicationState.SEALED, ApplicationState.NORMAL, ApplicationState.LOCKED])
def test_a_card_that_is_not_lost_can_be_reported_for_seven_days(tmp_path, state):
    (kind,) = told(tmp_path, state=state)["kinds"]
    assert (kind["allowed"], kind["days"], kind["code"]) == (True, TEMPORARY_DAYS, None)
    assert kind["until"].startswith("2027-01-22")


@pytest.mark.parametrize(
    ("state", "production", "code"),
    [
        (ApplicationState.TEMPORARY_LOSS, Production.NONE, "ALREADY_LOST"),
        (ApplicationState.FORMAL_LOSS, Production.NONE, "ALREADY_LOST"),
        (ApplicationState.FORMAL_LOSS, Production.CARD_MADE, "REPLACEMENT_PENDING"),
        (ApplicationState.CANCELLED, Production.NONE, "CARD_CANCELLED"),
    ],
)
def test_a_card_that_cannot_be_reported_has_a_reason(tmp_path, state, production, code):
    (kind,) = told(tmp_path, state=state, production=production)["kinds"]
    assert (kind["allowed"], kind["until"], kind["code"], kind["message"]) == (False, None, code, REFUSALS[code])


def test_the_bank_is_named_with_its_hotline_and_nothing_of_the_account(tmp_path):
    assert set(told(tmp_path)["bank"]) == {"name", "hotline"}


def test_a_handle_of_nobodys_is_refused(tmp_path):
    with pytest.raises(Refused, match="CARD_MISMATCH"):
        told(tmp_path, handle="0" * 24)
