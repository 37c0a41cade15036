"""Records and BER-TLV: what fits is read, what does not says where."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.tlv import TlvError, check, find, items, record

FCI = bytes.fromhex("6F1C840F7378312E73682EC9E7BBE1B1A3D5CFA50988011E9F0C03860103")


def test_a_record_gives_its_value():
    assert record(0x03, bytes.fromhex("0304332E3030")) == b"3.00"
    assert record(0x02, bytes.fromhex("0200")) == b""


@pytest.mark.parametrize("raw", ["", "03", "0404332E3030", "0305332E3030", "0303332E3030"])
def test_another_tag_or_length_is_no_record(raw):
    with pytest.raises(TlvError):
        record(0x03, bytes.fromhex(raw))


def test_a_path_leads_into_constructed_tags():
    assert find(FCI, 0x6F, 0xA5, 0x9F0C, 0x86) == b"\x03"
    assert find(FCI, 0x6F, 0xA5, 0x88) == b"\x1e"
    assert find(FCI, 0x6F, 0xBF, 0x86) is None


def test_lengths_of_two_and_three_bytes():
    assert list(items(b"\x84\x81\x80" + bytes(128))) == [(0x84, bytes(128))]
    assert list(items(b"\x84\x82\x01\x00" + bytes(256))) == [(0x84, bytes(256))]


@pytest.mark.parametrize("raw", ["84", "8402AA", "8480", "8483010000", "9F", "9F8101", "8482", "848201"])
def test_what_ends_inside_or_has_no_end_is_no_tlv(raw):
    with pytest.raises(TlvError):
        check(bytes.fromhex(raw))


def test_nesting_without_sense_is_no_tlv():
    raw = b""
    for _ in range(12):
        raw = bytes((0xA5, len(raw))) + raw
    with pytest.raises(TlvError, match="nested"):
        check(raw)


@given(st.binary(max_size=260), st.integers(0, 255))
def test_any_bytes_are_a_tlv_or_a_tlv_error(raw, tag):
    for read in (lambda: check(raw), lambda: find(raw, 0x6F, tag), lambda: record(tag, raw)):
        with suppress(TlvError):
            read()
