"""ESC/POS as the simulated printer understands it."""

from hypothesis import given
from hypothesis import strategies as st

from sandbox.escpos import (
    HEAD_TO_CUTTER,
    Answer,
    AutoStatus,
    Cut,
    Firmware,
    Interpreter,
    Line,
    Operation,
    PaperQuestion,
    Picture,
    QrCode,
    columns_to_picture,
)

RECEIPT = bytes.fromhex(
    "1B40 1C26 1B6101 1B4501 C9E7BBE1B1A3D5CFD7D4D6FAB7FECEF1C6BECCF50A 1B6100 1B4500"
    "1D286B0400314132 00 1D286B0300314306 1D286B0300314531 1D286B0E00315030 68747470733A2F2F782F31 1D286B0300315130"
    "1B6406 1D564200"
)


def interpret(data: bytes, **firmware: bool) -> list[Operation]:
    return Interpreter(Firmware(**firmware)).feed_all(data)


def words(operation: Operation) -> str:
    assert isinstance(operation, Line)
    return "".join(cell.text for cell in operation.cells)


def test_the_worked_receipt_is_a_title_a_qr_code_and_a_cut() -> None:
    title, code, feed, to_the_blade, cut = interpret(RECEIPT)

    assert words(title) == "社会保障自助服务凭条"
    assert isinstance(title, Line)
    assert title.align == 1
    assert all(cell.bold for cell in title.cells)
    assert code == QrCode(b"https://x/1", 6, "M", 0)
    assert feed == Line((), 0, 180)
    assert to_the_blade == Line((), 0, HEAD_TO_CUTTER)
    assert cut == Cut(partial=True)


def test_latin_and_chinese_stand_on_one_line() -> None:
    (line,) = interpret("A社保￥1.00\n".encode("gb18030"))

    assert words(line) == "A社保￥1.00"
    assert isinstance(line, Line)
    assert [cell.dots for cell in line.cells] == [12, 24, 24, 24, 12, 12, 12, 12]


def test_four_byte_codes_are_known_to_gb18030_firmware_alone() -> None:
    data = "张𠮷䶮\n".encode("gb18030")

    assert words(interpret(data)[0]) == "张𠮷䶮"
    assert words(interpret(data, gbk_only=True)[0]) == "张〓〓"


def test_with_chinese_mode_off_the_code_page_holds() -> None:
    assert words(interpret(b"\xc9\xe7\n", chinese_at_power_up=False)[0]) == "╔τ"
    assert words(interpret(b"\x1c&\xc9\xe7\n", chinese_at_power_up=False)[0]) == "社"
    assert words(interpret(b"\x1c&\x1b@\xc9\xe7\n", chinese_at_power_up=False)[0]) == "╔τ"
    assert words(interpret(b"\x1c.\x1bt\x10\xe9\n")[0]) == "é"


def test_forty_nine_columns_take_two_lines() -> None:
    first, second = interpret(b"x" * 49 + b"\n")

    assert (len(words(first)), len(words(second))) == (48, 1)


def test_a_wide_character_does_not_straddle_the_edge() -> None:
    first, second = interpret(b"x" * 47 + "中\n".encode("gb18030"))

    assert (words(first)[-1], words(second)) == ("x", "中")


def test_esc_exclamation_enlarges_latin_only_and_gs_enlarges_both() -> None:
    (by_escape,) = interpret(b"\x1b!\x30A\xd6\xd0\n")
    (by_gs,) = interpret(b"\x1d!\x11A\xd6\xd0\n")

    assert isinstance(by_escape, Line)
    assert isinstance(by_gs, Line)
    assert [cell.across for cell in by_escape.cells] == [2, 1]
    assert [cell.across for cell in by_gs.cells] == [2, 2]
    assert by_gs.advance == 48


def test_a_user_defined_glyph_takes_the_place_of_its_code() -> None:
    glyph = bytes(range(72))
    (line,) = interpret(b"\x1c2\xfe\xa1" + glyph + b"\xfe\xa1\n")

    assert isinstance(line, Line)
    assert line.cells[0].glyph == glyph
    assert words(interpret(b"\x1c2\xfe\xa1" + glyph + b"\x1c?\xfe\xa1\xfe\xa1\n")[0]) != ""


def test_a_raster_keeps_its_rows() -> None:
    assert interpret(b"\x1dv0\x00\x02\x00\x01\x00\xf0\x0f") == [Picture(16, 1, b"\xf0\x0f", 0)]


def test_graphics_are_stored_then_printed() -> None:
    store = b"\x1d(L\x0c\x000p0\x01\x011\x08\x00\x02\x00\xf0\x0f"
    print_ = b"\x1d(L\x02\x0002"

    assert interpret(store) == []
    assert interpret(store + print_) == [Picture(8, 2, b"\xf0\x0f", 0)]


def test_columns_become_rows() -> None:
    assert columns_to_picture(2, 1, b"\x80\x01") == Picture(2, 8, b"\x80" + bytes(6) + b"\x40", 0)


def test_questions_are_answered_in_turn() -> None:
    data = b"done\n\x1d(H\x06\x0000abcd\x1dr\x01\x1dI\x42\x1da\x0f"

    _, process, paper, identity, automatic = interpret(data)
    assert process == Answer(b"\x37\x22abcd\x00")
    assert paper == PaperQuestion()
    assert identity == Answer(b"_SANDBOX\0")
    assert automatic == AutoStatus(0x0F)
    assert interpret(b"\x1d(H\x06\x0000abcd", process_ids=False) == []


def test_real_time_commands_print_nothing() -> None:
    data = b"a\x10\x04\x01b\x10\x05\x02c\x10\x14\x08\x01\x03\x14\x01\x06\x02\x08d\n"

    assert words(interpret(data)[0]) == "abcd"


def test_tabs_and_positions_leave_blanks() -> None:
    (line,) = interpret(b"ab\tc\x1b$\x20\x01d\n")

    assert isinstance(line, Line)
    assert sum(cell.width for cell in line.cells[:-1]) == 288
    assert sum(cell.width for cell in line.cells[:3]) == 96


@given(st.lists(st.sampled_from([b"\x1b", b"\x1c", b"\x1d", b"\x10", b"(", b"k", b"L", b"v0"]) | st.binary(max_size=9)))
def test_no_bytes_bring_the_interpreter_down(chunks: list[bytes]) -> None:
    for operation in interpret(b"".join(chunks)):
        assert not isinstance(operation, Line) or operation.advance > 0
