"""The text of identity cards: the four layouts, rare characters, dates, check digits, and anything at all."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.id_card import (
    ForeignerIdCard,
    HkMacaoTaiwanIdCard,
    IdCard,
    IdTextError,
    ResidentIdCard,
    Sex,
    Validity,
    check_digit,
    check_digit_right,
    parse_card,
    parse_new_addresses,
)

TODAY = date(2026, 11, 22)


def text(fields: dict[int, str], kind: str = " ") -> bytes:
    """A text block with the fields at their byte offsets, padded with spaces."""
    block = bytearray(" ".encode("utf-16-le") * 128)
    for at, words in {**fields, 248: kind}.items():
        raw = words.encode("utf-16-le", "surrogatepass")
        block[at : at + len(raw)] = raw
    return bytes(block)


RESIDENT = {
    0: "张三",
    30: "1",
    32: "01",
    36: "19900307",
    52: "北京市东城区示例街道1号",
    122: "110101199003070011",
    158: "北京市公安局东城分局",
    188: "20200101",
    204: "20400101",
}
PERMIT = {
    0: "陈小明",
    30: "1",
    36: "19850612",
    52: "广东省深圳市示例路2号",
    122: "810000198506120016",
    158: "深圳市公安局",
    188: "20220301",
    204: "20270301",
    220: "H12345678",
    238: "01",
}
FOREIGNER_2017 = {
    0: "ZHANG, MARIA TEST",
    120: "2",
    122: "CAN110085061203",
    152: "CAN",
    158: "玛丽亚",
    188: "20180301",
    204: "20280301",
    220: "19850612",
    236: "01",
    240: "1500",
}
FOREIGNER_2023 = {
    0: "玛丽亚",
    30: "2",
    32: "00",
    36: "19850612",
    52: "ZHANG, MARIA TEST",
    122: "931111198506120019",
    188: "20240101",
    204: "20340101",
    242: "CAN",
}


def resident(**changed: str) -> IdCard:
    places = {"name": 0, "number": 122, "valid_from": 188, "valid_to": 204, "birth": 36, "sex": 30}
    return parse_card(text({**RESIDENT, **{places[name]: words for name, words in changed.items()}}))


def test_a_resident_card_says_all_its_fields() -> None:
    card = parse_card(text(RESIDENT), photo=b"WLT")
    assert isinstance(card, ResidentIdCard)
    assert (card.name, card.sex, card.ethnic, card.birth) == ("张三", Sex.MALE, "01", date(1990, 3, 7))
    assert card.address == "北京市东城区示例街道1号"
    assert (card.id_number, card.authority) == ("110101199003070011", "北京市公安局东城分局")
    assert (card.valid_from, card.valid_to) == (date(2020, 1, 1), date(2040, 1, 1))
    assert card.photo == b"WLT"


def test_the_type_of_a_resident_card_may_be_zero_instead_of_a_space() -> None:
    assert isinstance(parse_card(text(RESIDENT, "\0")), ResidentIdCard)


def test_a_residence_permit_says_its_travel_permit() -> None:
    card = parse_card(text(PERMIT, "J\0"))
    assert isinstance(card, HkMacaoTaiwanIdCard)
    assert (card.name, card.permit_number, card.issue_count) == ("陈小明", "H12345678", "01")
    assert (card.id_number, card.birth) == ("810000198506120016", date(1985, 6, 12))
    assert card.validity(TODAY) is Validity.VALID


def test_a_foreigner_card_of_2017_has_a_number_without_a_known_check_digit() -> None:
    card = parse_card(text(FOREIGNER_2017, "I\0"))
    assert isinstance(card, ForeignerIdCard)
    assert (card.edition, card.name, card.english_name) == (2017, "玛丽亚", "ZHANG, MARIA TEST")
    assert (card.id_number, card.nationality, card.authority) == ("CAN110085061203", "CAN", "1500")
    assert (card.birth, card.sex, card.address) == (date(1985, 6, 12), Sex.FEMALE, "")
    assert card.validity(TODAY) is Validity.VALID


def test_a_foreigner_card_of_2023_is_laid_out_like_a_residents() -> None:
    card = parse_card(text(FOREIGNER_2023, "Y\0"))
    assert isinstance(card, ForeignerIdCard)
    assert (card.edition, card.name, card.id_number) == (2023, "玛丽亚", "931111198506120019")
    assert (card.english_name, card.nationality) == ("ZHANG, MARIA TEST", "CAN")
    assert card.validity(TODAY) is Validity.VALID


def test_the_second_part_of_a_long_english_name_is_joined_where_it_was_cut() -> None:
    whole = "WOLFESCHLEGELSTEINHAUSENBERGER, ANN MARIE TEST"
    card = parse_card(text({**FOREIGNER_2023, 52: whole[:35], 220: whole[35:]}, "Y"))
    assert isinstance(card, ForeignerIdCard)
    assert card.english_name == whole


def test_a_foreigner_without_a_chinese_name_goes_by_the_english_one() -> None:
    assert parse_card(text({**FOREIGNER_2017, 158: " " * 15}, "I")).name == "ZHANG, MARIA TEST"


def test_long_term_is_no_last_day() -> None:
    card = resident(valid_to="长期    ")
    assert card.valid_to is None
    assert card.validity(date(2999, 1, 1)) is Validity.VALID


@pytest.mark.parametrize(
    ("day", "judged"),
    [
        (date(2019, 12, 31), Validity.NOT_YET_VALID),
        (date(2020, 1, 1), Validity.VALID),
        (date(2040, 1, 1), Validity.VALID),
        (date(2040, 1, 2), Validity.EXPIRED),
    ],
)
def test_the_first_and_the_last_day_count_as_valid(day: date, judged: Validity) -> None:
    assert resident().validity(day) is judged


def test_a_wrong_check_digit_is_told_apart_from_expiry() -> None:
    assert resident(number="110101199003070012").validity(date(2050, 1, 1)) is Validity.WRONG_CHECK_DIGIT
    assert resident().validity(date(2050, 1, 1)) is Validity.EXPIRED


def test_characters_outside_the_bmp_take_two_units_and_come_out_whole() -> None:
    assert resident(name="𬍛𠮷").name == "𬍛𠮷"
    assert resident(name="一二三四五六七八九十一二三𠮷").name.endswith("三𠮷")


def test_half_a_character_at_the_end_of_a_name_is_marked_not_dropped() -> None:
    assert resident(name="张\ud842").name == "张\ufffd"


def test_a_name_of_fifteen_characters_fills_its_field() -> None:
    assert resident(name="买买提江·阿卜杜热西提·阿吉").name == "买买提江·阿卜杜热西提·阿吉"
    assert resident(name="一二三四五六七八九十一二三四五").name == "一二三四五六七八九十一二三四五"


@pytest.mark.parametrize(
    "changed",
    [
        {"birth": "19900230"},
        {"birth": "1990    "},
        {"birth": "１９９００３０７"},
        {"valid_to": "长      "},
        {"valid_from": "20201301"},
        {"sex": "7"},
        {"number": "1101011990030700 1"},
        {"number": "一" * 18},
    ],
)
def test_a_field_that_cannot_be_right_is_named_without_what_stands_in_it(changed: dict[str, str]) -> None:
    with pytest.raises(IdTextError) as caught:
        resident(**changed)
    assert next(iter(changed.values())).strip() not in str(caught.value)


def test_a_certificate_type_from_the_future_is_not_guessed_at() -> None:
    with pytest.raises(IdTextError, match="certificate type"):
        parse_card(text(RESIDENT, "Z"))


def test_nothing_personal_is_in_the_repr() -> None:
    for card in (resident(), parse_card(text(PERMIT, "J")), parse_card(text(FOREIGNER_2017, "I"))):
        assert repr(card) == f"{type(card).__name__}(…)"
        assert f"{[card]}" == f"[{type(card).__name__}(…)]"


@pytest.mark.parametrize(
    "number",
    ["110101199003070011", "110101199003078910", "11010519491231002X", "810000198506120016", "931111198506120019"],
)
def test_the_published_check_digits(number: str) -> None:
    assert check_digit(number[:17]) == number[17]
    assert check_digit_right(number)
    assert not check_digit_right(number[:16] + str((int(number[16]) + 1) % 10) + number[17])


@pytest.mark.parametrize("number", ["", "1", "11010519491231002x", "1101051949123100２X", "110105194912310020"])
def test_what_is_no_number_has_no_right_check_digit(number: str) -> None:
    assert not check_digit_right(number)


def entry(words: str) -> bytes:
    return words.ljust(35).encode("utf-16-le")


def test_the_new_address_of_the_published_trace() -> None:
    assert parse_new_addresses(entry("上海市浦东新区示例路3号")) == ("上海市浦东新区示例路3号",)


def test_several_new_addresses_come_in_order_and_empty_ones_are_left_out() -> None:
    assert parse_new_addresses(entry("一路1号") + entry("二路2号") + entry("")) == ("一路1号", "二路2号")


@pytest.mark.parametrize("length", [0, 69, 71])
def test_new_addresses_that_are_not_whole_are_refused(length: int) -> None:
    with pytest.raises(IdTextError):
        parse_new_addresses(bytes(length))


@given(st.binary(max_size=300) | st.binary(min_size=256, max_size=256))
def test_any_bytes_are_a_card_or_a_typed_error(raw: bytes) -> None:
    for parse in (parse_card, parse_new_addresses):
        try:
            parse(raw)
        except IdTextError:
            continue


@given(
    st.sampled_from([(RESIDENT, " "), (PERMIT, "J"), (FOREIGNER_2017, "I"), (FOREIGNER_2023, "Y")]),
    st.integers(0, 247),
    st.binary(min_size=1, max_size=8),
)
def test_any_change_to_a_good_card_gives_a_card_or_a_typed_error(
    known: tuple[dict[int, str], str], at: int, noise: bytes
) -> None:
    raw = bytearray(text(*known))
    raw[at : at + len(noise)] = noise
    try:
        card = parse_card(bytes(raw[:256]))
    except IdTextError:
        return
    assert card.validity(TODAY) in Validity
