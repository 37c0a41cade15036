"""What the files of a card say: values of the worked traces, quirks of real cards, and any bytes at all."""

from contextlib import contextmanager
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.card_data import (
    Algorithm,
    Application,
    CardDate,
    Generation,
    Holder,
    IssuerData,
    Tag,
    algorithm_of,
    historical_bytes,
)
from devices.card_reader import CardFault
from devices.faults import DeviceError

FCI_SM4 = bytes.fromhex("6F1C840F7378312E73682EC9E7BBE1B1A3D5CFA50988011E9F0C03860103")
FCI_OLD = bytes.fromhex("6F16840F7378312E73682EC9E7BBE1B1A3D5CFA50388011E")
FCI_BANK = bytes.fromhex("6F0A8408A000000333010101")
IDENTIFIER = "650100D15600000500001234A1B2C3D4"
KNOWN = {CardFault.MALFORMED, CardFault.UNSUPPORTED, CardFault.FOREIGN}

anything = st.dictionaries(st.sampled_from(Tag), st.binary(max_size=40))


def issuer(**changes):
    records = {Tag.IDENTIFIER: bytes.fromhex(IDENTIFIER), Tag.NUMBER: b"A00000011", Tag.VERSION: b"3.00"}
    return IssuerData.from_records(records | {Tag[name.upper()]: value for name, value in changes.items()})


def holder(codec="gb18030", **changes):
    records = {Tag.SSN: b"110101199003070011", Tag.NAME: "张三".encode("gb18030")}
    return Holder.from_records(records | {Tag[name.upper()]: value for name, value in changes.items()}, codec)


def fault_of(call, *arguments, **options):
    with pytest.raises(DeviceError) as caught:
        call(*arguments, **options)
    return caught.value.fault


def test_the_fci_names_the_algorithm_of_a_third_generation_card():
    assert Application.from_fci(FCI_SM4) == Application(Algorithm.SM4)


@pytest.mark.parametrize("fci", [FCI_OLD, b""])
@pytest.mark.parametrize(("area", "algorithm"), [("650100", Algorithm.DES), ("110101", Algorithm.SSF33)])
def test_without_a_word_in_the_fci_the_area_decides(fci, area, algorithm):
    data = issuer(identifier=bytes.fromhex(area + IDENTIFIER[6:]))
    assert algorithm_of(Application.from_fci(fci), data) is algorithm


def test_an_fci_of_another_application_is_a_foreign_card():
    assert fault_of(Application.from_fci, FCI_BANK) is CardFault.FOREIGN
    assert fault_of(Application.from_fci, b"\x61\x00") is CardFault.FOREIGN
    assert fault_of(Application.from_fci, FCI_SM4[:-1]) is CardFault.MALFORMED
    assert fault_of(Application.from_fci, FCI_SM4[:-1] + b"\x07") is CardFault.UNSUPPORTED


@pytest.mark.parametrize(
    ("version", "generation"),
    [
        (b"", Generation.FIRST),
        (b"1.00", Generation.FIRST),
        (b"2.01", Generation.SECOND),
        (b"3.00", Generation.THIRD),
        (b"\x00" * 4, Generation.FIRST),
    ],
)
def test_the_generation_is_the_versions_first_three_characters(version, generation):
    assert issuer(version=version).generation is generation


def test_a_version_not_known_is_unsupported():
    assert fault_of(issuer, version=b"4.00") is CardFault.UNSUPPORTED


@pytest.mark.parametrize(
    ("raw", "day", "year"),
    [
        ("20240115", date(2024, 1, 15), 2024),
        (b"20240115".hex(), date(2024, 1, 15), 2024),
        (b"2012".hex(), None, 2012),
        ("20240230", None, None),
        ("00000000", None, None),
        ("FFFFFFFF", None, None),
        ("", None, None),
        ("A0240115", None, None),
    ],
)
def test_dates_are_bcd_or_text_or_only_a_year_or_unreadable(raw, day, year):
    found = CardDate.from_bytes(bytes.fromhex(raw))
    assert (found.day, found.year, found.raw) == (day, year, bytes.fromhex(raw))


@pytest.mark.parametrize("padding", [b"", b"\x00", b"\x20", b"\xff"])
def test_names_and_numbers_lose_their_padding(padding):
    found = holder(
        name="张三".encode("gb18030") + padding * 26, ssn=b"110101199003070011" + padding, sex=b"1" + padding
    )
    assert (found.name, found.ssn, found.sex) == ("张三", "110101199003070011", "1")


@pytest.mark.parametrize("name", ["𬍛䶮", "阿卜杜热西提·买买提吐尔逊江", "a" * 20])
def test_rare_and_long_names_are_read_whatever_byte_the_extension_begins_at(name):
    raw = name.encode("gb18030")
    for cut in range(min(len(raw), 30) + 1):
        assert holder(name=raw[:cut], name_extension=raw[cut:].ljust(20, b"\x00")).name == name


def test_names_are_decoded_by_the_configured_codec():
    assert holder(codec="utf-8", name="张三".encode()).name == "张三"
    assert fault_of(holder, codec="utf-8") is CardFault.MALFORMED


@pytest.mark.parametrize("name", [b"", b"\x00" * 30, b"\x81", b"A\x1b@B", b"A\nB"])
def test_a_name_that_is_none_is_malformed(name):
    assert fault_of(holder, name=name) is CardFault.MALFORMED


def test_codes_that_are_open_are_empty():
    found = holder(birthplace=b"\xff\xff\xff", ethnic=b"\xaa", birth=b"")
    assert (found.birthplace, found.ethnic, found.birth.day) == ("", "", None)


def test_a_foreigners_number_without_a_check_digit_is_taken():
    assert holder(ssn=b"CHN110190030700123").ssn == "CHN110190030700123"


@pytest.mark.parametrize(
    "changes",
    [
        {"number": b"A0000001"},
        {"number": b"A0000-011"},
        {"identifier": b"\x65"},
        {"identifier": b"\xff" * 16},
        {"version": b"\x01"},
    ],
)
def test_issuer_data_that_cannot_be_is_malformed(changes):
    assert fault_of(issuer, **changes) is CardFault.MALFORMED


def test_missing_records_are_malformed_when_needed_and_empty_otherwise():
    assert fault_of(IssuerData.from_records, {}) is CardFault.MALFORMED
    assert fault_of(Holder.from_records, {}, "gb18030") is CardFault.MALFORMED
    assert (issuer().card_class, issuer().agency, issuer().issued.day) == ("", "", None)


def test_what_is_shown_of_a_card_is_nobodys_data():
    shown = repr(issuer(agency=b"\x91\x56", issued=b"2012")) + repr(holder(birth=bytes.fromhex("19900307")))
    for part in ("A0000", "650100", "1101", "张三", "1990", "9156"):
        assert part not in shown


@pytest.mark.parametrize(
    "interface", ["3B6D0000", "3B8D8001", "3BED00008131FE45"], ids=["as specified", "contactless", "two more TD"]
)
def test_historical_bytes_are_found_behind_all_interface_bytes(interface):
    found = historical_bytes(bytes.fromhex(interface + "00814A44468660650100001234" + "42"))
    assert found.hex().upper() == "00814A44468660650100001234"


@contextmanager
def only(*faults):
    """Lets these faults pass, and no other error."""
    try:
        yield
    except DeviceError as error:
        if error.fault not in faults:
            raise


@given(st.binary(max_size=40))
def test_any_atr_has_thirteen_historical_bytes_or_is_malformed(atr):
    with only(CardFault.MALFORMED):
        assert len(historical_bytes(atr)) == 13


@given(st.binary(max_size=260) | st.binary(max_size=40).map(lambda tail: FCI_SM4[:20] + tail))
def test_any_fci_is_an_application_or_a_known_fault(fci):
    with only(*KNOWN):
        assert isinstance(Application.from_fci(fci), Application)


@given(anything)
def test_any_records_are_values_or_a_known_fault(records):
    with only(*KNOWN):
        assert IssuerData.from_records(records)
    with only(*KNOWN):
        assert Holder.from_records(records, "gb18030")
