"""Papers and cards as they are issued: validity by age, PINs by state, numbers by kind of paper."""

from datetime import date
from random import Random

import pytest

from sandbox.issuing import CardOrder, Issuer, PersonOrder
from sandbox.people import ApplicationState
from sandbox.population import NOW


@pytest.fixture
def issuer() -> Issuer:
    return Issuer(Random(7), NOW)


@pytest.mark.parametrize(
    ("birth", "years"),
    [(date(2018, 5, 1), 5), (date(2005, 1, 1), 10), (date(1990, 1, 1), 20), (date(1950, 1, 1), None)],
)
def test_a_paper_is_valid_as_long_as_the_holders_age_allows(issuer: Issuer, birth: date, years: int | None):
    person = issuer.person("someone", PersonOrder("甲", "1", birth))
    until = person.id_valid_to
    assert (until and until.year - person.id_valid_from.year) == years
    assert person.id_valid_from < NOW.date()


@pytest.mark.parametrize(("kind", "start", "length"), [("I", "CAN", 15), ("J", "810000", 18), ("Y", "950124", 18)])
def test_other_papers_have_numbers_of_their_own(issuer: Issuer, kind: str, start: str, length: int):
    person = issuer.person("someone", PersonOrder("甲", "2", date(1985, 6, 12), id_kind=kind))
    assert person.id_number.startswith(start)
    assert len(person.id_number) == length
    assert person.ethnic == "99"


def test_a_pin_is_the_ordered_one_the_initial_one_or_one_of_its_own(issuer: Issuer):
    orders = (CardOrder(pin="778899"), CardOrder(state=ApplicationState.SEALED), CardOrder(pin=""), CardOrder())
    person = issuer.person("someone", PersonOrder("甲", "1", date(1990, 1, 1), orders))
    pins = [card.chip.pin for card in person.cards]
    assert pins[:3] == ["778899", "123456", ""]
    assert len(pins[3]) == 6
    assert pins[3].isdecimal()


def test_a_card_issued_on_a_leap_day_expires_on_the_28th(issuer: Issuer):
    order = CardOrder(issued=date(2024, 2, 29))
    person = issuer.person("someone", PersonOrder("甲", "1", date(1990, 1, 1), (order,)))
    assert person.cards[0].expires == date(2034, 2, 28)


def test_the_cipher_follows_from_the_generation(issuer: Issuer):
    orders = (CardOrder("1.00"), CardOrder("2.00"), CardOrder(), CardOrder(algorithm="DES"))
    person = issuer.person("someone", PersonOrder("甲", "1", date(1990, 1, 1), orders))
    assert [card.chip.algorithm for card in person.cards] == ["DES", "DES", "SM4", "DES"]
