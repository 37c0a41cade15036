"""The drawn paper, looked at dot by dot."""

from pathlib import Path

import pytest
from PIL import Image

import sandbox.paper as paper_module
from sandbox.escpos import HEAD_TO_CUTTER, PAPER_DOTS, Cell, Cut, Interpreter, Line, Picture, QrCode
from sandbox.paper import BORDER, INK_COLOUR, MARGIN, STRIP_DOTS, Paper, SlipFolder, draw_cell, draw_line, draw_qr_code


def ink(image: Image.Image) -> int:
    return image.width * image.height - image.convert("L").histogram()[0]


def test_centred_and_right_lines_stand_where_they_should() -> None:
    cells = tuple(Cell("█") for _ in range(4))

    boxes = [draw_line(Line(cells, align, 30)).getbbox() for align in (0, 1, 2)]
    lefts = [box[0] for box in boxes if box]
    assert lefts == [0, (PAPER_DOTS - 48) // 2, PAPER_DOTS - 48]


def test_bold_is_darker_and_reverse_is_the_opposite() -> None:
    plain, bold = draw_cell(Cell("中", 24)), draw_cell(Cell("中", 24, bold=True))
    reverse = draw_cell(Cell("中", 24, reverse=True))

    assert ink(bold) > ink(plain) > 0
    assert ink(reverse) == 24 * 24 - ink(plain)


def test_enlarged_characters_fill_an_enlarged_cell() -> None:
    assert draw_cell(Cell("中", 24, across=2, down=3)).size == (48, 72)


def test_a_glyph_of_one_s_own_is_drawn_as_sent() -> None:
    assert ink(draw_cell(Cell("", 24, glyph=b"\xff" * 72))) == 24 * 24


def test_a_qr_code_is_drawn_in_modules() -> None:
    image = draw_qr_code(QrCode(b"https://x/1", 6, "M", 0))

    assert image.size == (21 * 6, 21 * 6)
    assert ink(image.crop((0, 0, 42, 6))) == 42 * 6


@pytest.mark.parametrize("code", [QrCode(bytes(5000), 3, "L", 0), QrCode(bytes(2000), 16, "L", 0)])
def test_a_qr_code_that_cannot_be_is_left_out(code: QrCode) -> None:
    assert draw_qr_code(code).width == 0


def test_what_has_not_passed_the_blade_comes_with_the_next_slip() -> None:
    paper = Paper()
    paper.print(Picture(8, HEAD_TO_CUTTER, b"\xff" * HEAD_TO_CUTTER, 0))

    first = paper.cut(Cut(partial=False))
    second = paper.tear()
    dark = (BORDER + MARGIN + 1, BORDER + HEAD_TO_CUTTER // 2)
    assert first.getpixel(dark) != INK_COLOUR
    assert second.getpixel(dark) == INK_COLOUR


def test_a_slip_is_eighty_millimetres_wide() -> None:
    assert Paper().cut(Cut(partial=True)).width == STRIP_DOTS + 2 * BORDER


def test_blank_paper_is_blank_until_something_is_printed() -> None:
    paper = Paper()
    assert paper.blank

    for operation in Interpreter().feed_all(b"\n\nx\n"):
        paper.print(operation)
    assert not paper.blank


def test_a_runaway_feed_does_not_grow_without_end() -> None:
    paper = Paper()
    for _ in range(10):
        paper.print(Line((), 0, 60_000))

    assert paper.tear().height < 20_000


def test_a_missing_font_is_named_with_its_package(monkeypatch: pytest.MonkeyPatch) -> None:
    paper_module._font.cache_clear()
    monkeypatch.setattr(paper_module, "REGULAR", "NoSuchFont.ttc")

    with pytest.raises(OSError, match="fonts-noto-cjk"):
        paper_module.require_font()


def test_slips_are_numbered_on_from_what_is_there(tmp_path: Path) -> None:
    folder = SlipFolder(tmp_path / "new")
    picture = Image.new("RGB", (1, 1))

    assert folder.keep(picture, b"raw").name == "slip-01.png"
    assert folder.keep(picture, b"").name == "slip-02.png"
    assert (tmp_path / "new" / "slip-01.bin").read_bytes() == b"raw"
    assert [path.name for path in folder.pictures] == ["slip-01.png", "slip-02.png"]
