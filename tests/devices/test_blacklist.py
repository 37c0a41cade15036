"""Cards that are stopped: by identifier, by number, by ranges of either."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.blacklist import Blacklist, Range
from devices.card_data import IssuerData, Tag
from devices.card_reader import CardFault
from devices.faults import DeviceError

IDENTIFIER = "650100D15600000500001234A1B2C3D4"
NUMBER = "A00000011"
CARD = IssuerData.from_records({Tag.IDENTIFIER: bytes.fromhex(IDENTIFIER), Tag.NUMBER: NUMBER.encode()})


@pytest.mark.parametrize("entry", [IDENTIFIER, IDENTIFIER.lower(), NUMBER, NUMBER.lower()])
def test_a_card_is_stopped_by_identifier_or_number(entry):
    listed = Blacklist(frozenset({"B00000000", entry}))
    assert listed.lists(CARD)
    with pytest.raises(DeviceError) as caught:
        listed.check(CARD)
    assert str(caught.value) == CardFault.BLACKLISTED.id


@pytest.mark.parametrize(
    ("first", "last", "stopped"),
    [
        (NUMBER, NUMBER, True),
        ("A00000000", "A99999999", True),
        ("a00000000", "a99999999", True),
        ("A00000012", "A99999999", False),
        (IDENTIFIER[:-8] + "00000000", IDENTIFIER[:-8] + "FFFFFFFF", True),
        ("0" * 32, "1" * 32, False),
    ],
)
def test_a_range_includes_both_its_ends_and_only_its_own_kind(first, last, stopped):
    assert Blacklist(ranges=(Range(first, last),)).lists(CARD) is stopped


def test_an_empty_list_stops_nobody():
    Blacklist().check(CARD)


@pytest.mark.parametrize("entry", ["", "A0000001", IDENTIFIER[:-1], "A0000-011"])
def test_an_entry_that_is_neither_is_refused_without_repeating_it(entry):
    with pytest.raises(ValueError, match="32 hex digits") as caught:
        Blacklist(frozenset({entry}))
    assert not entry or entry not in str(caught.value)


@pytest.mark.parametrize(("first", "last"), [("B00000000", "A00000000"), (NUMBER, IDENTIFIER)])
def test_a_range_that_cannot_be_is_refused(first, last):
    with pytest.raises(ValueError, match="range"):
        Range(first, last)


def test_a_list_shows_no_numbers():
    assert NUMBER not in repr(Range(NUMBER, NUMBER)) + repr(Blacklist(frozenset({NUMBER})))


@given(st.text(min_size=9, max_size=9), st.text(min_size=9, max_size=9))
def test_any_range_holds_its_own_ends_or_is_refused(first, last):
    if first <= last:
        assert first in Range(first, last)
        assert last in Range(first, last)
