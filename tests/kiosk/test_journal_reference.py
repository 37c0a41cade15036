"""Reference numbers: given out, read over the telephone, typed in again."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.journal.reference import (
    ALPHABET,
    MOST,
    Reference,
    day_of,
    folded,
    joined,
    mint,
    number_of,
    parse,
    terminal_of,
)

DAYS = st.dates(date(2020, 1, 1), date(2020, 1, 1) + timedelta(days=MOST - 1))


@given(DAYS, st.integers(1, MOST - 1))
def test_what_is_given_out_can_be_typed_in_again(day: date, sequence: int) -> None:
    reference = mint("A01", day, sequence)
    assert parse(f" {str(reference).lower()} ") == reference
    assert day_of(reference.number) == day
    assert number_of(str(reference)) == number_of(reference.number) == reference.number


@given(DAYS, st.integers(1, MOST - 1))
def test_nothing_in_it_can_be_mistaken_for_something_else(day: date, sequence: int) -> None:
    _, serial, check = str(mint("A01", day, sequence)).split("-")
    assert set(serial + check) <= set(ALPHABET)
    assert not set("0O1I") & set(ALPHABET)


def test_two_operations_of_a_day_have_two_numbers() -> None:
    day = date(2026, 11, 22)
    assert len({mint("A01", day, sequence).number for sequence in range(500)}) == 500


def test_a_terminal_s_id_may_be_misread() -> None:
    assert folded("A01-4GP223") == folded("AOI-4GP223") == folded("AO1-4GP223")


@pytest.mark.parametrize("typed", ["", "-", "A01", "A01-4GP223", "A01-4GP223-K7M", "A01-4GP22-K7MQ", "A01-4GP223-K0MQ"])
def test_what_is_no_reference_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match="not a reference"):
        parse(typed)


def test_what_is_typed_without_hyphens_is_told_apart_from_the_end() -> None:
    assert joined("A014TH223K7MQ") == Reference("A01-4TH223", "K7MQ")
    assert joined("4TH223K7MQ") is None
    assert joined("A014TH220K7MQ") is None


def test_two_ways_to_write_a_terminal_are_one_terminal() -> None:
    assert terminal_of("A01-4TH223") == terminal_of("AO1-222222") != terminal_of("A02-4TH223")
