"""Draws the characters that a printer's own set lacks, from a font file, as dots."""

import re
import shutil
import subprocess
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from PIL import Image, ImageChops, ImageDraw, ImageFont

CELL: Final = 24
"""Dots of a full-width character in each direction; a half-width one is half as wide."""

_REAL_TIME: Final = re.compile(rb"\x10[\x04\x05\x14]")
_FAMILY: Final = "Noto Sans Mono CJK SC"
_ABSENT: Final = "\U0010fffd"  # the last private-use character: no font has it, so it shows how absence looks


@dataclass(frozen=True, slots=True)
class FontFile:
    """A font in a file; `index` is its place in a collection."""

    path: Path
    index: int = 0


@cache
def system_font() -> FontFile | None:
    """The system's Chinese font by fontconfig, with the mainland's glyph shapes; None if there is none."""
    matcher = shutil.which("fc-match")
    if matcher is None:
        return None
    done = subprocess.run(  # noqa: S603 - a fixed question to the system's own tool
        [matcher, "-f", "%{family}\n%{file}\n%{index}", _FAMILY], capture_output=True, text=True, timeout=5, check=False
    )
    family, _, place = done.stdout.partition("\n")
    path, _, index = place.partition("\n")
    return FontFile(Path(path), int(index)) if "CJK" in family and index.isdigit() else None


class Glyphs:
    """Characters of one font, drawn as black on white in cells of 24 dots."""

    def __init__(self, font: FontFile) -> None:
        """Raises `OSError` if the file is no font."""
        self._fonts = {scale: ImageFont.truetype(font.path, CELL * scale, font.index) for scale in (1, 2)}
        self._absent = self._drawn(_ABSENT, 1, CELL).tobytes()

    def has(self, char: str) -> bool:
        """Whether the font can show the character."""
        return self._drawn(char, 1, CELL).tobytes() != self._absent

    def columns(self, char: str) -> bytes:
        """72 bytes for FS 2: 24 columns from the left, three bytes each, the top dot first."""
        turned = self._drawn(char, 1, CELL).transpose(Image.Transpose.TRANSPOSE)
        return _inverted(turned)

    def row(self, text: str, columns: int, *, large: bool, bold: bool, left: int) -> tuple[int, bytes]:
        """A line of `columns` half-width cells as (dots high, rows of bytes, a set bit is black), from cell `left`."""
        scale = 2 if large else 1
        canvas = Image.new("1", (columns * CELL // 2, CELL * scale), 1)
        at = left * CELL // 2
        for char in text:
            cell = (CELL // 2 if char.isascii() else CELL) * scale
            picture = self._drawn(char, scale, cell)
            canvas.paste(picture, (at, 0))
            if bold:
                canvas.paste(0, (at + 1, 0), ImageChops.invert(picture))
            at += cell
        return canvas.height, _inverted(canvas)

    def _drawn(self, char: str, scale: int, cell: int) -> Image.Image:
        picture = Image.new("1", (cell, CELL * scale), 1)
        ImageDraw.Draw(picture).text(
            (cell / 2, CELL * scale * 0.86), char, font=self._fonts[scale], fill=0, anchor="ms"
        )
        return picture


def _inverted(picture: Image.Image) -> bytes:
    """Pillow's set bits are white, a printer's are black.

    A printer obeys real-time commands wherever they stand, inside a picture too: one dot more breaks them up.
    """
    dots = bytes(byte ^ 0xFF for byte in picture.tobytes())
    return _REAL_TIME.sub(lambda found: b"\x11" + found[0][1:], dots)
