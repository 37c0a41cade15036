"""Writes a laid-out slip as ESC/POS, in parts that a printer can be given one at a time."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from enum import Enum, unique
from typing import TYPE_CHECKING, Final

from devices.slip import COLUMNS, Align, Printable, PrintLine, PrintQr, width

if TYPE_CHECKING:
    from devices.glyphs import Glyphs  # draws with Pillow, which is loaded when something is to be drawn

SUBSTITUTE: Final = "〓"
"""What stands where a character cannot be shown: plainly a gap, not another character."""

START: Final = b"\x1b\x40\x1c\x26"
"""ESC @, then FS &: Chinese mode may be off after the reset."""

CUT: Final = b"\x1b\x64\x04\x1d\x56\x42\x00"
"""Feed past the cutter where the printer does not by itself, then feed and cut (GS V 66)."""

_DOTS_PER_MM: Final = 8  # 203 dpi
_LINE_DOTS: Final = 30  # the power-on line spacing
_CUT_DOTS: Final = 4 * _LINE_DOTS + 12 * _DOTS_PER_MM  # the lines fed and the way from head to cutter
_QR_DOTS: Final = 41 * 6  # an estimate: 33 modules and a margin of 4, of 6 dots
_ZONE: Final = tuple(bytes([0xFE, low]) for low in range(0xA1, 0xFF))
"""Where user-defined characters live: 94 of them."""


@unique
class Charset(Enum):
    """What the printer's firmware can show: the value is the codec's name."""

    GBK = "gbk"
    GB18030 = "gb18030"


@unique
class Rare(Enum):
    """How characters beyond the charset are printed."""

    DEFINED = "defined"
    """As user-defined glyphs: 72 bytes each, for slow lines."""
    RASTER = "raster"
    """The whole line as a picture: no firmware gets it wrong."""


@dataclass(frozen=True, slots=True)
class Part:
    """Bytes that belong together, and how much paper they use."""

    data: bytes
    millimetres: float


def part(data: bytes, dots: int = 0) -> Part:
    """A part that moves the paper by so many dots."""
    return Part(data, dots / _DOTS_PER_MM)


def cut_off() -> Part:
    """What was printed before, cut from what comes next."""
    return part(START + CUT, _CUT_DOTS)


def write_parts(lines: Iterable[Printable], charset: Charset, rare: Rare, glyphs: "Glyphs | None") -> Iterator[Part]:
    """The slip from reset to cut: each printed line is one part; the first also resets, the last only cuts."""
    writer = _Writer(charset, rare, glyphs)
    start = START
    for line in lines:
        one = writer.qr(line) if isinstance(line, PrintQr) else writer.line(line)
        yield Part(start + one.data, one.millimetres)
        start = b""
    yield part(start + writer.forget_glyphs() + CUT, _CUT_DOTS)


@dataclass(slots=True)
class _Writer:
    charset: Charset
    rare: Rare
    glyphs: "Glyphs | None"
    _defined: dict[str, bytes] = field(default_factory=dict[str, bytes])

    def line(self, line: PrintLine) -> Part:
        if self.rare is Rare.RASTER and self.glyphs and any(self._is_rare(char) for char in line.text):
            return self._picture(line, self.glyphs)
        before, after = _style(line)
        written = self._define(line.text) + before + b"".join(map(self._code, line.text)) + b"\n" + after
        return part(written, 48 if line.large else _LINE_DOTS)

    def qr(self, code: PrintQr) -> Part:
        """Centred, model 2, modules of 6 dots (4 where there is much to say), error level M."""
        size = 6 if len(code.data) <= 150 else 4  # noqa: PLR2004 - wider than that does not fit 576 dots in size 6
        written = [b"\x1b\x61\x01", _qr(b"\x31\x41\x32\x00"), _qr(b"\x31\x43" + bytes([size])), _qr(b"\x31\x45\x31")]
        written += [_qr(b"\x31\x50\x30" + code.data), _qr(b"\x31\x51\x30"), b"\n\x1b\x61\x00"]
        return part(b"".join(written), _QR_DOTS + _LINE_DOTS)

    def forget_glyphs(self) -> bytes:
        """FS ? for each: a resident's name leaves no trace in the printer."""
        return b"".join(b"\x1c\x3f" + code for code in self._defined.values())

    def _is_rare(self, char: str) -> bool:
        """Beyond the charset, yet in the font."""
        return not encodes(char, self.charset) and self.glyphs is not None and self.glyphs.has(char)

    def _define(self, text: str) -> bytes:
        """FS 2 for each rare character that is not defined yet, while there is room."""
        written = b""
        for char in text:
            if self.glyphs and char not in self._defined and self._is_rare(char) and len(self._defined) < len(_ZONE):
                code = self._defined[char] = _ZONE[len(self._defined)]
                written += b"\x1c\x32" + code + self.glyphs.columns(char)
        return written

    def _code(self, char: str) -> bytes:
        if encodes(char, self.charset):
            return char.encode(self.charset.value)
        return self._defined.get(char) or SUBSTITUTE.encode("gbk")

    def _picture(self, line: PrintLine, glyphs: "Glyphs") -> Part:
        """GS v 0: the whole line, as wide as the paper; what neither printer nor font has becomes the substitute."""
        text = "".join(char if encodes(char, self.charset) or glyphs.has(char) else SUBSTITUTE for char in line.text)
        free = COLUMNS - width(text) * (2 if line.large else 1)
        left = {Align.LEFT: 0, Align.CENTRE: free // 2, Align.RIGHT: free}[line.align]
        high, rows = glyphs.row(text, COLUMNS, large=line.large, bold=line.bold, left=max(0, left))
        size = (COLUMNS * 12 // 8).to_bytes(2, "little") + high.to_bytes(2, "little")
        gap = _LINE_DOTS - 24
        return part(b"\x1d\x76\x30\x00" + size + rows + b"\x1b\x4a" + bytes([gap]), high + gap)


def encodes(char: str, charset: Charset) -> bool:
    """Whether the printer shows the character; control bytes are nothing to show."""
    if char < " " or char == "\x7f":
        return False
    try:
        return bool(char.encode(charset.value))
    except UnicodeEncodeError:
        return False


def _style(line: PrintLine) -> tuple[bytes, bytes]:
    """The commands before and after a line; GS ! enlarges full-width characters too, unlike ESC !."""
    styles: list[tuple[bool, Callable[[bool], bytes]]] = [
        (line.align is not Align.LEFT, lambda on: bytes([0x1B, 0x61, line.align.value if on else 0])),
        (line.bold, lambda on: bytes([0x1B, 0x45, on])),
        (line.large, lambda on: bytes([0x1D, 0x21, 0x11 if on else 0])),
    ]
    wanted = [command for applies, command in styles if applies]
    return b"".join(command(True) for command in wanted), b"".join(command(False) for command in wanted)


def _qr(body: bytes) -> bytes:
    """GS ( k with its length, little-endian."""
    return b"\x1d\x28\x6b" + len(body).to_bytes(2, "little") + body
