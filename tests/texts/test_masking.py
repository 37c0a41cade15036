"""Personal data is masked by one rule everywhere."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from texts import Kind, Language, Personal, Show, Text, render


@pytest.mark.parametrize(
    ("kind", "value", "masked"),
    [
        (Kind.NAME, "张三", "张*"),
        (Kind.NAME, "王守拙", "王**"),
        (Kind.NAME, "李", "李*"),
        (Kind.ID_NUMBER, "50010319500101123X", "500103********123X"),
        (Kind.CARD_NUMBER, "A00000011", "*****0011"),
        (Kind.BANK_CARD, "6217001234567890", "************7890"),
        (Kind.PHONE, "13812345678", "138****5678"),
        (Kind.ADDRESS, "重庆市渝中区和平路211号", "重庆市渝中区*******"),
        (Kind.ADDRESS, "和平路211号", "*******"),
        (Kind.WORDS, "请电话联系", "*****"),
    ],
)
def test_what_stays_of_a_value(kind: Kind, value: str, masked: str) -> None:
    assert Personal(kind, value).masked == masked


def test_a_slip_keeps_only_the_last_four_of_an_id_number() -> None:
    assert Personal(Kind.ID_NUMBER, "50010319500101123X").short == "**************123X"


def test_a_revealed_number_stands_in_groups() -> None:
    assert Personal(Kind.ID_NUMBER, "50010319500101123X").revealed == "500103 1950 0101 123X"
    assert Personal(Kind.BANK_CARD, "6217001234567890").revealed == "6217 0012 3456 7890"


@given(st.sampled_from(Kind), st.text(alphabet="0123456789X", min_size=9, max_size=20))
def test_a_value_stands_in_no_repr_and_no_string(kind: Kind, value: str) -> None:
    personal = Personal(kind, value)
    assert value not in f"{personal!r} {personal} {Text('common.literal', words=personal)!r}"


@given(st.sampled_from(Kind), st.text(min_size=0, max_size=30))
def test_masking_takes_any_value(kind: Kind, value: str) -> None:
    personal = Personal(kind, value)
    assert all(isinstance(shown, str) for shown in (personal.masked, personal.short, personal.revealed))


def test_a_rendered_field_is_masked_unless_it_is_asked_for() -> None:
    text = Text("common.literal", words=Personal(Kind.NAME, "张三"))
    assert render(text, Language.ZH_CN) == "张*"
    assert render(text, Language.ZH_CN, Show.REVEALED) == "张三"
