"""The slip's layout: widths, wrapping, rows, and nothing in it that a printer could obey."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.slip import Align, Feed, Line, PrintLine, PrintQr, Qr, Row, Rule, Slip, clean, layout, width, wrap


def texts(*elements: Line | Row | Rule | Feed) -> list[str]:
    return [line.text for line in layout(Slip(elements)) if isinstance(line, PrintLine)]


def test_a_hanzi_is_two_columns_and_so_is_all_that_is_not_ascii() -> None:
    assert width("A1社保，·𬍛") == 2 + 5 * 2


def test_a_row_has_its_value_at_the_right_edge() -> None:
    (line,) = texts(Row("姓名", "张*"))
    assert (line[:2], line[-2:], width(line)) == ("姓名", "张*", 48)


def test_a_row_that_does_not_fit_puts_its_value_below() -> None:
    label, *values = texts(Row("发卡银行", "中国农业银行股份有限公司重庆渝中解放碑民权路支行营业部柜台"))
    assert label == "发卡银行"
    assert all(width(value) == 48 for value in values)


def test_a_large_line_has_half_as_many_columns() -> None:
    lines = layout(Slip((Line("社会保障卡状态查询凭条第二行", large=True, align=Align.CENTRE),)))
    assert [line.text for line in lines if isinstance(line, PrintLine)] == ["社会保障卡状态查询凭条第", "二行"]
    assert all(isinstance(line, PrintLine) and line.large and line.align is Align.CENTRE for line in lines)


def test_no_line_begins_with_closing_punctuation() -> None:
    lines = wrap("一二三四五，六", 10)
    assert lines == ["一二三四", "五，六"]


def test_latin_words_stay_whole_where_they_fit() -> None:
    assert wrap("please call 023-12333 now", 12) == ["please call", "023-12333", "now"]
    assert wrap("A" * 25, 10) == ["A" * 10, "A" * 10, "A" * 5]


@pytest.mark.parametrize(
    ("words", "lines"),
    [
        ("中断到 8 月为止", ["中断到", "8 月为止"]),
        ("缴了 1 年 10 个月", ["缴了 1 年", "10 个月"]),
        ("账户 4,687.70 元", ["账户", "4,687.70", "元"]),
    ],
)
def test_a_number_keeps_what_it_counts_on_its_line(words: str, lines: list[str]) -> None:
    assert wrap(words, 9) == lines


def test_rules_and_feeds_are_lines() -> None:
    assert texts(Rule(), Feed(2)) == ["-" * 48, "", ""]


def test_a_qr_code_has_no_text_beyond_its_limit() -> None:
    assert layout(Slip((Qr("https://x/1"),))) == (PrintQr(b"https://x/1"),)
    for data in ("", "x" * 1001):
        with pytest.raises(ValueError, match="QR"):
            layout(Slip((Qr(data),)))


@pytest.mark.parametrize(
    "name",
    ["张\x1b@三", "张\x10\x04\x01三", "张\x7f三", "张\x9b三", "张\u202e三", "张\u2066三", "张\ue0001\u200b三\x00"],
)
def test_controls_never_reach_the_paper(name: str) -> None:
    assert all(unicodedata.category(char) not in ("Cc", "Cf") for char in clean(name))
    assert clean(name).startswith("张")


def test_white_space_is_one_space_and_marks_are_composed_or_dropped() -> None:
    assert clean("a\nb\tc\u3000d") == "a b c d"
    assert clean("e\u0301x\u0338") == "éx"


def test_a_slip_shows_no_content_in_its_repr() -> None:
    assert "张" not in repr(Slip((Line("张三"),)))


anything = st.text(max_size=120)


@given(anything, anything, st.booleans())
def test_whatever_is_printed_fits_the_paper_and_holds_no_control(text: str, value: str, large: bool) -> None:
    for line in layout(Slip((Line(text, large=large), Row(text, value)))):
        assert isinstance(line, PrintLine)
        assert width(line.text) <= (24 if line.large else 48)
        assert all(unicodedata.category(char) not in ("Cc", "Cf", "Cs") for char in line.text)
