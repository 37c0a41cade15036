"""Printed slips are, byte for byte and to the eye, what they were when somebody last looked at them and said yes.

After a wanted change: `KIOSK_NEW_SLIPS=1 pytest tests/kiosk/test_golden_slips.py`, and look at the pictures.
"""

import os
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from golden_operations import ANSWER, MOMENT, OPERATIONS
from PIL import Image, ImageChops
from world import World

from devices.escpos_page import Charset, Rare, write_parts
from devices.receipt_printer import open_receipt_printer
from devices.slip import Element, Line, Qr, Row, Rule, Slip, layout
from kiosk import receipts
from kiosk.backend.schemas import CardsAnswer
from sandbox.printer import PrinterSimulator
from texts import Language

GOLDEN = Path(__file__).with_name("golden_slips")
WIRES: Any = {"devices": {"id_reader": "socket://127.0.0.1:1", "receipt_printer": "tcp://127.0.0.1:1"}}
"""Of simulators that are not started here."""
EVERY_KIND: tuple[Element, ...] = (
    Line("凭条标题", bold=True, large=True),
    Rule(),
    Row("姓名", "张*"),
    Row("一个很长的标签，值放不下时另起一行", "一个同样很长的值，于是排在下一行的右边"),
    Line("中文与 English 混排，数字 0123456789。" * 3),
    Qr("A01-4UA223"),
)
TILE = 24
"""Dots of a character cell: over one, fonts of two versions put about as much ink."""
MOST_DIFFERENT = 32
"""Of 255, in any tile; a character that is missing makes 45 and more."""


def slip(name: str, world: World, patch: pytest.MonkeyPatch) -> Slip:
    """The slip of that name, with nothing in it that changes."""
    if name == "every_kind":
        return Slip(EVERY_KIND)
    if name in OPERATIONS:
        return OPERATIONS[name](surroundings(world, Language.ZH_CN))
    patch.setattr(receipts, "reference", lambda _around: "A01 1120 2345")  # pyright: ignore[reportUnknownLambdaType]
    language = Language.EN if name.endswith("_en") else Language.ZH_CN
    return receipts.card_status_slip(surroundings(world, language), CardsAnswer.model_validate_json(ANSWER), language)


def surroundings(world: World, language: Language) -> Any:
    """All that a slip asks of the terminal, at one moment."""
    stage = SimpleNamespace(language=language)
    return SimpleNamespace(configuration=world.configuration(**WIRES), wall=lambda: MOMENT, stage=stage)


NAMES = ("every_kind", "card_status", "card_status_en", *OPERATIONS)


@pytest.mark.parametrize("name", NAMES)
def test_a_slips_bytes_are_the_golden_ones(name: str, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    parts = write_parts(layout(slip(name, world, monkeypatch)), Charset.GB18030, Rare.DEFINED, None)
    written = b"".join(part.data for part in parts)
    file = GOLDEN / f"{name}.bin"
    if "KIOSK_NEW_SLIPS" in os.environ:
        file.write_bytes(written)
    assert written == file.read_bytes()


@pytest.mark.parametrize("name", NAMES)
def test_a_printed_slip_looks_like_the_golden_one(
    name: str, world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    printed = printed_picture(slip(name, world, monkeypatch), tmp_path)
    file = GOLDEN / f"{name}.png"
    if "KIOSK_NEW_SLIPS" in os.environ:
        printed.save(file, optimize=True)
    with Image.open(file) as golden:
        assert different(printed, golden) <= MOST_DIFFERENT


def test_a_name_that_is_missing_does_not_pass_for_another_font(tmp_path: Path) -> None:
    whole = printed_picture(Slip(EVERY_KIND), tmp_path / "whole")
    torn = printed_picture(Slip((*EVERY_KIND[:2], Row("姓名", " "), *EVERY_KIND[3:])), tmp_path / "torn")
    assert different(whole, torn) > MOST_DIFFERENT


def test_strokes_that_lie_a_dot_beside_do(tmp_path: Path) -> None:
    whole = printed_picture(Slip(EVERY_KIND[:5]), tmp_path)
    assert 0 < different(whole, ImageChops.offset(whole, 1, 1)) <= MOST_DIFFERENT


def printed_picture(wanted: Slip, folder: Path) -> Image.Image:
    """What comes out of the simulated printer."""
    printer = PrinterSimulator(folder, port=0)
    printer.start()
    try:
        driver = open_receipt_printer(printer.url, charset=Charset.GB18030)
        driver.print(wanted)
        driver.close()
        with Image.open(printer.slips[-1]) as picture:
            return picture.convert("L")
    finally:
        printer.stop()


def different(one: Image.Image, other: Image.Image) -> int:
    """The greatest difference of ink, from 0 to 255, over all tiles; another size is all the difference there is."""
    first, second = (_inked(picture) for picture in (one, other))
    if one.size != other.size:
        return 255
    lowest_and_highest: Any = ImageChops.difference(first, second).getextrema()
    return int(lowest_and_highest[1])


def _inked(picture: Image.Image) -> Image.Image:
    return picture.convert("L").resize((picture.width // TILE, picture.height // TILE), Image.Resampling.BOX)
