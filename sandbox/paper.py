"""Draws what a receipt printer printed: an 80 mm strip of thermal paper, dot by dot, and the slips cut from it."""

from collections.abc import Sequence
from dataclasses import replace
from enum import Enum, unique
from functools import lru_cache
from pathlib import Path
from typing import Final

import qrcode
import qrcode.constants
import qrcode.exceptions
from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont

from sandbox.escpos import (
    CELL_HEIGHT,
    HEAD_TO_CUTTER,
    PAPER_DOTS,
    Cell,
    Cut,
    Line,
    Operation,
    Picture,
    QrCode,
    columns_to_picture,
)

STRIP_DOTS: Final = 640
"""80 mm at 8 dots to the millimetre; 4 mm on each side cannot be printed on."""
MARGIN: Final = (STRIP_DOTS - PAPER_DOTS) // 2
LONGEST_SLIP: Final = 16_000
"""Two metres; the rest of a runaway feed is not drawn."""
REGULAR: Final = "NotoSansCJK-Regular.ttc"
MONO_SC: Final = 7
"""Noto Sans Mono CJK SC in that collection: half an em for Latin letters, one for Chinese, as in printer firmware."""
IDEOGRAPH: Final = (24, 21)
LETTER: Final = (22, 20)
"""Size of the em and height of the baseline in a cell, so that neither ideographs nor descenders are cut."""

PAPER_COLOUR: Final = (252, 251, 247)
INK_COLOUR: Final = (38, 35, 42)
TABLE_COLOUR: Final = (196, 200, 206)
BORDER: Final = 36
TOOTH: Final = 8
LEVELS: Final = {
    "L": qrcode.constants.ERROR_CORRECT_L,
    "M": qrcode.constants.ERROR_CORRECT_M,
    "Q": qrcode.constants.ERROR_CORRECT_Q,
    "H": qrcode.constants.ERROR_CORRECT_H,
}


@unique
class Edge(Enum):
    """How a slip ends."""

    CUT = "cut"
    PARTIAL = "partial"
    TORN = "torn"


class Paper:
    """The strip below the blade: what has been printed since the last cut; white 0, black 1."""

    def __init__(self) -> None:
        self._bands: list[Image.Image] = [_blank(HEAD_TO_CUTTER)]
        self._height = HEAD_TO_CUTTER
        self._top = Edge.CUT

    @property
    def blank(self) -> bool:
        """Whether nothing has been printed since the last cut."""
        return all(band.getbbox() is None for band in self._bands)

    def print(self, operation: Operation) -> int:
        """Draw a line, picture or QR code; how many dots the paper moved on."""
        match operation:
            case Line():
                return self._append(draw_line(operation))
            case Picture():
                return self._append(_aligned(draw_picture(operation), operation.align))
            case QrCode():
                return self._append(_aligned(draw_qr_code(operation), operation.align))
            case _:
                return 0

    def cut(self, cut: Cut) -> Image.Image:
        """The slip beyond the blade, in the colours of paper on a counter; what is before the blade stays."""
        strip = self._strip()
        at = max(strip.height - HEAD_TO_CUTTER, 1)
        edge = Edge.PARTIAL if cut.partial else Edge.CUT
        slip = photograph(strip.crop((0, 0, PAPER_DOTS, at)), self._top, edge)
        self._begin_with(strip.crop((0, at, PAPER_DOTS, strip.height)), edge)
        return slip

    def tear(self) -> Image.Image:
        """Everything printed, pulled out and torn off at the bar."""
        slip = photograph(self._strip(), self._top, Edge.TORN)
        self._begin_with(_blank(HEAD_TO_CUTTER), Edge.CUT)
        return slip

    def _begin_with(self, rest: Image.Image, top: Edge) -> None:
        self._bands, self._height, self._top = [rest], rest.height, top

    def _append(self, band: Image.Image) -> int:
        if self._height + band.height <= LONGEST_SLIP:
            self._bands.append(band)
            self._height += band.height
        return band.height

    def _strip(self) -> Image.Image:
        strip = _blank(self._height)
        top = 0
        for band in self._bands:
            strip.paste(band, (0, top))
            top += band.height
        return strip


def draw_line(line: Line) -> Image.Image:
    """One line of cells on their common bottom edge, then blank paper up to its advance."""
    band = _blank(line.advance)
    bottom = max((cell.height for cell in line.cells), default=0)
    used = sum(cell.width for cell in line.cells)
    left = line.indent + max(0, PAPER_DOTS - line.indent - used) * line.align // 2
    for cell in line.cells:
        image = draw_cell(cell)
        band.paste(image, (left, bottom - cell.height))
        left += cell.width
    return band


def draw_cell(cell: Cell) -> Image.Image:
    """One character cell with its effects."""
    image = _blank(cell.height, cell.width)
    image.paste(_glyph(cell), (0, 0))
    if cell.bold:
        image = ImageChops.logical_or(image, ImageChops.offset(image, 1, 0))
    if cell.underline:
        ImageDraw.Draw(image).rectangle((0, cell.height - cell.underline, cell.width, cell.height), fill=1)
    return ImageChops.logical_xor(image, Image.new("1", image.size, 1)) if cell.reverse else image


def _glyph(cell: Cell) -> Image.Image:
    if cell.glyph:
        rows = columns_to_picture(CELL_HEIGHT, 3, cell.glyph)
        return draw_picture(replace(rows, across=cell.across, down=cell.down))
    return draw_text(cell.text, cell.dots, cell.across, cell.down)


@lru_cache(maxsize=4096)
def draw_text(text: str, dots: int, across: int, down: int) -> Image.Image:
    """A character, `dots` wide and CELL_HEIGHT high before it is enlarged."""
    scale = max(across, down)
    em, baseline = IDEOGRAPH if dots >= CELL_HEIGHT else LETTER
    image = _blank(CELL_HEIGHT * scale, dots * scale)
    pen = ImageDraw.Draw(image)
    pen.fontmode = "1"
    pen.text((0, baseline * scale), text, fill=1, font=_font(em * scale), anchor="ls")
    return image if across == down else _resized(image, (dots * across, CELL_HEIGHT * down))


@lru_cache(maxsize=16)
def _font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(REGULAR, size, index=MONO_SC)


def require_font() -> None:
    """`OSError` with the package's name where the font is not installed."""
    try:
        _font(CELL_HEIGHT)
    except OSError as error:
        raise OSError(f"{REGULAR} is not installed (Debian: fonts-noto-cjk)") from error


def draw_picture(picture: Picture) -> Image.Image:
    """A raster in its printed size."""
    image = Image.frombytes("1", (picture.width, picture.height), picture.bits)
    size = (picture.width * picture.across, picture.height * picture.down)
    return _resized(image, size) if size != image.size else image


def _resized(image: Image.Image, size: tuple[int, int]) -> Image.Image:
    return image.resize(size, Image.Resampling.NEAREST)  # pyright: ignore[reportUnknownMemberType] - Pillow's own hint


def draw_qr_code(code: QrCode) -> Image.Image:
    """A QR code without its quiet zone; nothing when it would not fit the paper or holds too much."""
    symbol = qrcode.QRCode(error_correction=LEVELS[code.level], border=0)
    symbol.add_data(code.data)
    try:
        symbol.make(fit=True)
    except (qrcode.exceptions.DataOverflowError, ValueError):
        return _blank(CELL_HEIGHT, 0)
    side = symbol.modules_count
    if side * code.module > PAPER_DOTS:
        return _blank(CELL_HEIGHT, 0)
    bits = b"".join(map(_packed, symbol.modules))
    return draw_picture(Picture(side, side, bits, code.align, code.module, code.module))


def _packed(row: Sequence[bool | None]) -> bytes:
    padded = [*row, *[False] * (-len(row) % 8)]
    return bytes(
        sum(bool(dark) << 7 - bit for bit, dark in enumerate(padded[at : at + 8])) for at in range(0, len(row), 8)
    )


def _aligned(image: Image.Image, align: int) -> Image.Image:
    band = _blank(image.height)
    band.paste(image, (max(0, PAPER_DOTS - image.width) * align // 2, 0))
    return band


def _blank(height: int, width: int = PAPER_DOTS) -> Image.Image:
    return Image.new("1", (width, height))


def photograph(print_: Image.Image, top: Edge, bottom: Edge) -> Image.Image:
    """The slip as it lies on a counter: margins, edges as cut or torn, and a soft shadow."""
    size = (STRIP_DOTS, print_.height + (TOOTH if bottom is Edge.TORN else 0))
    outline = _outline(size, top, bottom)
    sheet = Image.new("RGB", size, PAPER_COLOUR)
    sheet.paste(INK_COLOUR, (MARGIN, 0), print_.convert("L"))
    scene = Image.new("RGB", (size[0] + 2 * BORDER, size[1] + 2 * BORDER), TABLE_COLOUR)
    shadow = Image.new("L", scene.size)
    shadow.paste(90, (BORDER + 2, BORDER + 5), outline)
    scene.paste((60, 64, 72), (0, 0), shadow.filter(ImageFilter.GaussianBlur(7)))
    scene.paste(sheet, (BORDER, BORDER), outline)
    return scene


def _outline(size: tuple[int, int], top: Edge, bottom: Edge) -> Image.Image:
    width, height = size
    outline = Image.new("L", size, 255)
    pen = ImageDraw.Draw(outline)
    bridge = (width // 2 - 7, width // 2 + 7)
    if top is Edge.PARTIAL:
        pen.rectangle((bridge[0], 0, bridge[1], 2), fill=0)
    if bottom is Edge.PARTIAL:
        for left, right in ((0, bridge[0] - 1), (bridge[1] + 1, width)):
            pen.rectangle((left, height - 3, right, height), fill=0)
    if bottom is Edge.TORN:
        for left in range(0, width, 2 * TOOTH):
            tooth = [(left, height), (left + TOOTH, height - TOOTH), (left + 2 * TOOTH, height)]
            pen.polygon(tooth, fill=0)
    return outline


class SlipFolder:
    """Where the slips go: `slip-NN.png` and the bytes that made it in `slip-NN.bin`, numbered on from what is there."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @property
    def pictures(self) -> tuple[Path, ...]:
        """All slips' pictures, oldest first."""
        return tuple(sorted(self._folder.glob("slip-*.png"), key=_number))

    def keep(self, slip: Image.Image, raw: bytes) -> Path:
        """Write both files; the picture appears whole or not at all."""
        self._folder.mkdir(parents=True, exist_ok=True)
        number = max(map(_number, self.pictures), default=0) + 1
        path = self._folder / f"slip-{number:02}.png"
        path.with_suffix(".bin").write_bytes(raw)
        unfinished = path.with_suffix(".part")
        slip.save(unfinished, format="PNG")
        return unfinished.rename(path)


def _number(path: Path) -> int:
    digits = path.stem.removeprefix("slip-")
    return int(digits) if digits.isdecimal() else 0
