"""Slips as ESC/POS bytes: golden bytes, rare characters as glyphs and as pictures, nothing that a printer obeys."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.escpos_page import Charset, Rare, write_parts
from devices.glyphs import Glyphs, system_font
from devices.slip import Align, Line, Printable, Qr, Row, Slip, layout


@pytest.fixture(scope="module")
def glyphs() -> Glyphs:
    font = system_font()
    if font is None:
        pytest.skip("needs fontconfig and fonts-noto-cjk")
    return Glyphs(font)


def written(lines: tuple[Printable, ...], rare: Rare = Rare.DEFINED, glyphs: Glyphs | None = None) -> bytes:
    return b"".join(part.data for part in write_parts(lines, Charset.GBK, rare, glyphs))


def test_a_slip_is_these_bytes() -> None:
    slip = Slip(
        (
            Line("社会保障自助服务凭条", bold=True, align=Align.CENTRE),
            Line("正常", large=True),
            Row("卡号", "1*9"),
            Qr("https://x/1"),
        )
    )
    assert written(layout(slip)) == (
        bytes.fromhex("1B40 1C26 1B6101 1B4501 C9E7BBE1B1A3D5CFD7D4D6FAB7FECEF1C6BECCF5 0A 1B6100 1B4500")
        + bytes.fromhex("1D2111 D5FDB3A3 0A 1D2100")
        + bytes.fromhex("BFA8BAC5")
        + b" " * 41
        + b"1*9\n"
        + bytes.fromhex("1B6101 1D286B040031413200")
        + bytes.fromhex("1D286B0300314306 1D286B0300314531 1D286B0E00315030 68747470733A2F2F782F31 1D286B0300315130")
        + bytes.fromhex("0A1B6100 1B6404 1D564200")
    )


def test_full_width_punctuation_and_middle_dots_are_printed_as_they_are() -> None:
    assert "，。￥·".encode("gbk") in written(layout(Slip((Line("，。￥·"),))))


def test_what_neither_printer_nor_font_has_is_a_plain_gap() -> None:
    assert "张〓".encode("gbk") in written(layout(Slip((Line("张𬍛"),))))


def test_a_firmware_with_gb18030_is_sent_four_byte_codes() -> None:
    lines = layout(Slip((Line("张𬍛"),)))
    parts = write_parts(lines, Charset.GB18030, Rare.DEFINED, None)
    assert "张𬍛".encode("gb18030") in b"".join(part.data for part in parts)


def test_a_rare_character_is_defined_once_used_and_forgotten(glyphs: Glyphs) -> None:
    page = written(layout(Slip((Line("张䶮䶮"), Line("䶮𬍛")))), Rare.DEFINED, glyphs)
    assert page.count(b"\x1c\x32\xfe\xa1") == page.count(b"\x1c\x32\xfe\xa2") == 1
    assert "张".encode("gbk") + b"\xfe\xa1\xfe\xa1\n" in page
    assert b"\x1c\x3f\xfe\xa1\x1c\x3f\xfe\xa2\x1b\x64" in page


def test_on_a_fast_line_the_whole_line_is_a_picture(glyphs: Glyphs) -> None:
    page = written(layout(Slip((Line("张䶮"), Line("张三")))), Rare.RASTER, glyphs)
    assert b"\x1d\x76\x30\x00\x48\x00\x18\x00" in page
    assert page.count(b"\x1d\x76\x30") == 1
    assert "张三".encode("gbk") in page


def test_a_large_bold_line_is_a_picture_twice_as_high(glyphs: Glyphs) -> None:
    page = written(layout(Slip((Line("䶮", bold=True, large=True, align=Align.RIGHT),))), Rare.RASTER, glyphs)
    assert b"\x1d\x76\x30\x00\x48\x00\x30\x00" in page


def test_there_is_room_for_94_rare_characters_and_the_rest_are_gaps(glyphs: Glyphs) -> None:
    many = "".join(map(chr, range(0x3400, 0x3400 + 100)))
    *lines, cut = write_parts(layout(Slip((Line(many),))), Charset.GBK, Rare.DEFINED, glyphs)
    assert cut.data.count(b"\x1c\x3f\xfe") == 94
    assert lines[-1].data.endswith("〓".encode("gbk") + b"\n")


@given(st.text(max_size=60), st.text(max_size=60))
def test_no_text_adds_a_command(text: str, value: str) -> None:
    """Apart from line feeds, everything below 20h stands in the frame that an empty slip has too."""
    page = written(layout(Slip((Line(text), Row("值", value)))))
    body = page.removeprefix(b"\x1b\x40\x1c\x26").removesuffix(bytes.fromhex("1B6404 1D564200"))
    assert all(byte >= 0x20 or byte == 0x0A for byte in body)
    assert b"\x7f" not in body
