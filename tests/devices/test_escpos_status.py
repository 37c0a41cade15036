"""What ESC/POS printers say: published answers, pairs of bits set by halves, mixed and cut streams, anything at all."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.escpos_status import (
    CLEAR,
    Answer,
    Cleared,
    Conditions,
    Passed,
    Query,
    Reached,
    StatusStream,
    automatic_status,
    conditions,
    is_answer,
    mark,
)
from devices.status import Supplies


def test_the_requests_are_the_published_bytes() -> None:
    assert [query.request.hex() for query in Query] == ["100401", "100402", "100403", "100404"]
    assert CLEAR.hex() == "10140801031401060208"


@pytest.mark.parametrize(
    ("byte", "supplies"),
    [
        (0x12, Supplies.OK),
        (0x1E, Supplies.LOW),
        (0x16, Supplies.LOW),
        (0x1A, Supplies.LOW),
        (0x72, Supplies.OUT),
        (0x7E, Supplies.OUT),
        (0x32, Supplies.OUT),
        (0x52, Supplies.OUT),
    ],
)
def test_either_bit_of_a_pair_tells_of_the_paper(byte: int, supplies: Supplies) -> None:
    assert conditions({Query.PAPER: byte}).supplies is supplies


def test_near_end_does_not_stop_a_printer() -> None:
    assert not conditions({Query.PAPER: 0x1E}).stopped
    assert conditions({Query.PAPER: 0x72}).stopped


def test_the_published_cutter_jam() -> None:
    seen = conditions({Query.PRINTER: 0x1A, Query.OFFLINE_CAUSE: 0x52, Query.ERROR_CAUSE: 0x1A, Query.PAPER: 0x12})
    assert seen == Conditions(offline=True, error=True, cutter=True)


@pytest.mark.parametrize("byte", [0x00, 0x11, 0x13, 0x10, 0x37, 0x92, 0xFF])
def test_wrong_fixed_bits_are_no_answer(byte: int) -> None:
    assert not is_answer(byte)


def test_an_automatic_status_says_the_same_things() -> None:
    assert automatic_status(bytes([0x38, 0x08, 0x0C, 0x00])) == Conditions(
        offline=True, cover_open=True, cutter=True, paper_end=True
    )
    with pytest.raises(ValueError, match="automatic"):
        automatic_status(b"\x12\x00\x00\x00")


MIXED = b"\x11\x12\x37\x22    \x00\x13\x10\x00\x03\x00\x37\x25\x00\x00\x1e"
SAID = (Answer(0x12), Passed(0), Conditions(paper_near_end=True), Cleared(), Reached(), Answer(0x1E))


def test_what_comes_mixed_is_told_apart_however_it_is_cut() -> None:
    for at in range(len(MIXED)):
        stream = StatusStream()
        assert stream.feed(MIXED[:at]) + stream.feed(MIXED[at:]) == SAID


@given(st.integers(0, 95**4 - 1))
def test_a_mark_comes_back_with_its_number(number: int) -> None:
    digits = mark(number)[7:]
    assert StatusStream().feed(b"\x37\x22" + digits + b"\x00") == (Passed(number),)
    assert all(0x20 <= digit <= 0x7E for digit in digits)


@given(st.lists(st.binary(max_size=30), max_size=8))
def test_any_stream_is_taken_in_and_little_of_it_is_held(chunks: list[bytes]) -> None:
    stream = StatusStream()
    for chunk in chunks:
        stream.feed(chunk)
    stream.forget()
    assert stream.feed(b"\x12") == (Answer(0x12),)
