"""Glyphs drawn from the system's font: present or absent, as columns, as rows, and never a real-time command."""

import re
from pathlib import Path

import pytest

from devices.glyphs import FontFile, Glyphs, system_font


@pytest.fixture(scope="module")
def glyphs() -> Glyphs:
    font = system_font()
    if font is None:
        pytest.skip("needs fontconfig and fonts-noto-cjk")
    return Glyphs(font)


def test_the_font_tells_what_it_has(glyphs: Glyphs) -> None:
    assert all(glyphs.has(char) for char in "䶮𬍛𠮷張A")
    assert not glyphs.has("\ue000")


def test_a_glyph_is_72_bytes_with_ink_in_them(glyphs: Glyphs) -> None:
    dots = glyphs.columns("䶮")
    assert len(dots) == 72
    assert 80 < sum(byte.bit_count() for byte in dots) < 400


def test_the_columns_stand_upright(glyphs: Glyphs) -> None:
    """一 is one stroke from left to right in the middle: every column between the edges has a little ink."""
    dots = glyphs.columns("一")
    inked = [any(dots[3 * column : 3 * column + 3]) for column in range(24)]
    assert all(inked[4:20])
    assert sum(byte.bit_count() for byte in dots) < 100


@pytest.mark.parametrize(("large", "high"), [(False, 24), (True, 48)])
def test_a_row_is_as_wide_as_the_paper(glyphs: Glyphs, large: bool, high: int) -> None:
    assert glyphs.row("张䶮 A", 48, large=large, bold=False, left=4)[0] == high
    assert len(glyphs.row("张䶮 A", 48, large=large, bold=False, left=4)[1]) == 72 * high


def test_bold_has_more_ink(glyphs: Glyphs) -> None:
    plain, bold = (glyphs.row("䶮", 48, large=False, bold=bold, left=0)[1] for bold in (False, True))
    assert sum(byte.bit_count() for byte in bold) > sum(byte.bit_count() for byte in plain)


def test_no_picture_holds_a_real_time_command(glyphs: Glyphs) -> None:
    for code in range(0x3400, 0x3600):
        assert not re.search(rb"\x10[\x04\x05\x14]", glyphs.columns(chr(code)))


def test_a_file_that_is_no_font_is_an_os_error(tmp_path: Path) -> None:
    (tmp_path / "font.ttc").write_bytes(b"no font")
    with pytest.raises(OSError, match=r".+"):
        Glyphs(FontFile(tmp_path / "font.ttc"))
