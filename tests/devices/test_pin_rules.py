"""A new PIN is judged without becoming text: what is too easy, each by its own rule."""

from datetime import date

import pytest

from devices.pin import Pin
from devices.pin_rules import PinRules, Weakness, weakness

ALL = PinRules()
OWN = ("500103199005219700", "C00050013")
BORN = date(1990, 5, 21)


def typed(digits: str) -> Pin:
    pin = Pin(16)
    for digit in digits:
        pin.put(pin.layout.index(digit))
    return pin


@pytest.mark.parametrize(
    ("digits", "found"),
    [
        ("123456", Weakness.REFUSED),
        ("234567", Weakness.RUN),
        ("654321", Weakness.RUN),
        ("9876", Weakness.RUN),
        ("111111", Weakness.REPEATED),
        ("121212", Weakness.REPEATED),
        ("123123", Weakness.REPEATED),
        ("900521", Weakness.BIRTH_DATE),
        ("052190", Weakness.BIRTH_DATE),
        ("210590", Weakness.BIRTH_DATE),
        ("21051990", Weakness.BIRTH_DATE),
        ("199005", Weakness.OWN_NUMBER),
        ("000500", Weakness.OWN_NUMBER),
        ("704926", None),
        ("1231231", None),
        ("123455", None),
        ("890123", None),
    ],
)
def test_each_weakness_is_found_by_its_rule(digits: str, found: Weakness | None) -> None:
    assert weakness(typed(digits), ALL, OWN, BORN) is found


@pytest.mark.parametrize(
    ("digits", "rules"),
    [
        ("123456", PinRules(refused=(), runs=False)),
        ("654321", PinRules(runs=False)),
        ("111111", PinRules(repeated=False)),
        ("900521", PinRules(birth_date=False, own_numbers=False)),
        ("199005", PinRules(own_numbers=False)),
    ],
)
def test_a_city_may_leave_each_rule_out(digits: str, rules: PinRules) -> None:
    assert weakness(typed(digits), rules, OWN, BORN) is None


def test_a_letter_in_a_number_joins_no_digits() -> None:
    assert weakness(typed("1234"), PinRules(runs=False, refused=()), ("A12X34",)) is None


def test_without_papers_only_the_pin_itself_is_judged() -> None:
    assert weakness(typed("900521"), ALL) is None
