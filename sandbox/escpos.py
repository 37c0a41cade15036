"""What a receipt printer makes of its bytes: ESC/POS with the Chinese FS commands, to operations on paper.

A pure state machine (ESC/POS command reference; FS commands of Chinese 80 mm models): bytes in, operations out. Lengths
are in dots, 8 to the millimetre. Real-time commands (DLE …) are carried out at the wire and passed over here.
"""

from collections.abc import Generator, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

PAPER_DOTS: Final = 576
HALF_WIDTH: Final = 12
FULL_WIDTH: Final = 24
FONT_B_WIDTH: Final = 9
CELL_HEIGHT: Final = 24
LINE_SPACING: Final = 30
HEAD_TO_CUTTER: Final = 96
UNKNOWN: Final = "〓"
GLYPH_BYTES: Final = 72
CODE_PAGES: Final[Mapping[int, str]] = {
    0: "cp437", 2: "cp850", 3: "cp860", 4: "cp863", 5: "cp865", 16: "cp1252", 17: "cp866", 18: "cp852", 19: "cp858",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Cell:
    """One character or user-defined glyph of a line; `dots` is its width before it is enlarged `across` times."""

    text: str
    dots: int = HALF_WIDTH
    across: int = 1
    down: int = 1
    bold: bool = False
    underline: int = 0
    reverse: bool = False
    glyph: bytes = b""
    """24 columns of 3 bytes, most significant bit on top; used in place of `text`."""
    gap: int = 0
    """Blank dots behind it."""

    @property
    def width(self) -> int:
        return (self.dots + self.gap) * self.across

    @property
    def height(self) -> int:
        return CELL_HEIGHT * self.down


@dataclass(frozen=True, slots=True)
class Line:
    """Cells side by side on one baseline, then the paper moves on by `advance` dots. No cells: a feed."""

    cells: tuple[Cell, ...]
    align: int  # 0 left, 1 centre, 2 right
    advance: int
    indent: int = 0


@dataclass(frozen=True, slots=True)
class Picture:
    """A raster: rows of `(width + 7) // 8` bytes, most significant bit left, 1 is black."""

    width: int
    height: int
    bits: bytes
    align: int
    across: int = 1
    down: int = 1


@dataclass(frozen=True, slots=True)
class QrCode:
    """A QR code, model 2; `module` in dots, `level` one of L, M, Q, H."""

    data: bytes
    module: int
    level: str
    align: int


@dataclass(frozen=True, slots=True)
class Cut:
    """Cut the paper at the blade, which is HEAD_TO_CUTTER dots beyond the head."""

    partial: bool


@dataclass(frozen=True, slots=True)
class Answer:
    """Bytes to the host, when all before them has been printed."""

    data: bytes


@dataclass(frozen=True, slots=True)
class PaperQuestion:
    """GS r 1: the paper sensors, in turn with the print data."""


@dataclass(frozen=True, slots=True)
class AutoStatus:
    """GS a: which changes to report unasked; 0 for none."""

    mask: int


Operation = Line | Picture | QrCode | Cut | Answer | PaperQuestion | AutoStatus
Bytes = Generator[None, int, bytes]
Nothing = Generator[None, int, None]


@dataclass(slots=True)
class Style:
    """How the next characters look; ESC @ brings the defaults back."""

    align: int = 0
    bold: bool = False
    underline: int = 0
    chinese_underline: int = 0
    reverse: bool = False
    font_b: bool = False
    size: tuple[int, int] = (1, 1)
    chinese_size: tuple[int, int] = (1, 1)
    gap: int = 0
    chinese_gaps: tuple[int, int] = (0, 0)
    spacing: int = LINE_SPACING
    margin: int = 0
    width: int = PAPER_DOTS
    code_page: str = "cp437"
    tabs: tuple[int, ...] = tuple(range(8, 48, 8))


@dataclass(slots=True)
class QrSettings:
    """What GS ( k has set and stored."""

    module: int = 3
    level: str = "L"
    data: bytes = b""


@dataclass(slots=True)
class Firmware:
    """What the model can do."""

    chinese_at_power_up: bool = True
    gbk_only: bool = False
    """Knows no four-byte codes and none that GBK lacks: prints 〓 for them."""
    process_ids: bool = True
    """Answers GS ( H."""
    user_glyphs: dict[bytes, bytes] = field(default_factory=dict[bytes, bytes])
    """FS 2: code → 72 bytes."""


class Interpreter:
    """Takes one byte at a time and says what it led to."""

    def __init__(self, firmware: Firmware | None = None) -> None:
        self.firmware = firmware or Firmware()
        self._operations: list[Operation] = []
        self.restart()

    def restart(self) -> None:
        """As at power-up, but for user-defined glyphs: half-read commands and the unprinted line are gone."""
        self._cells: list[Cell] = []
        self._qr = QrSettings()
        self._stored_picture: Picture | None = None
        self._initialise()
        self._machine = self._run()
        next(self._machine)

    def feed(self, byte: int) -> list[Operation]:
        """The operations that this byte completes, mostly none."""
        self._machine.send(byte)
        if not self._operations:
            return []
        done, self._operations = self._operations, []
        return done

    def feed_all(self, data: bytes) -> list[Operation]:
        """The operations of many bytes."""
        return [operation for byte in data for operation in self.feed(byte)]

    def _initialise(self) -> None:
        self._style = Style()
        self._chinese = self.firmware.chinese_at_power_up

    def _run(self) -> Nothing:
        while True:
            first = yield
            match first:
                case 0x1B:
                    yield from self._escape()
                case 0x1C:
                    yield from self._fs()
                case 0x1D:
                    yield from self._gs()
                case 0x10:
                    yield from self._pass_over_real_time()
                case 0x0A:
                    self._end_line(self._style.spacing)
                case 0x09:
                    self._tab()
                case 0x18:
                    self._cells.clear()
                case _ if first >= 0x20:  # noqa: PLR2004 - the first printable code
                    yield from self._character(first)
                case _:
                    pass

    def _take(self, count: int) -> Bytes:
        taken = bytearray()
        while len(taken) < count:
            taken.append((yield))
        return bytes(taken)

    # Characters ---------------------------------------------------------------------------------------------------

    def _character(self, first: int) -> Nothing:
        if first < 0x80:  # noqa: PLR2004 - ASCII
            self._add_half(chr(first))
        elif not self._chinese:
            self._add_half(bytes([first]).decode(self._style.code_page, "replace"))
        elif 0x81 <= first <= 0xFE:  # noqa: PLR2004 - lead bytes of GB18030
            yield from self._hanzi(first)

    def _hanzi(self, first: int) -> Nothing:
        second = yield
        code = bytes([first, second])
        if 0x30 <= second <= 0x39:  # noqa: PLR2004 - second byte of a four-byte code
            code += yield from self._take(2)
        if code in self.firmware.user_glyphs:
            self._add_full("", self.firmware.user_glyphs[code])
        else:
            self._add_full(self._decoded(code))

    def _decoded(self, code: bytes) -> str:
        try:
            return code.decode("gbk" if self.firmware.gbk_only else "gb18030")
        except UnicodeDecodeError:
            return UNKNOWN

    def _add_half(self, text: str) -> None:
        style = self._style
        across, down = style.size
        dots = FONT_B_WIDTH if style.font_b else HALF_WIDTH
        self._add(
            Cell(text, dots, across, down, style.bold, style.underline, style.reverse, gap=style.gap),
        )

    def _add_full(self, text: str, glyph: bytes = b"") -> None:
        style = self._style
        across, down = style.chinese_size
        left, right = style.chinese_gaps
        if left:
            self._add(Cell(" ", left, across, down))
        underline = style.chinese_underline
        self._add(Cell(text, FULL_WIDTH, across, down, style.bold, underline, style.reverse, glyph, gap=right))

    def _add(self, cell: Cell) -> None:
        if self._cells and self._used() + cell.width - cell.gap * cell.across > self._room():
            self._end_line(self._style.spacing)
        self._cells.append(cell)

    def _used(self) -> int:
        return sum(cell.width for cell in self._cells)

    def _room(self) -> int:
        return max(min(self._style.width, PAPER_DOTS - self._style.margin), FULL_WIDTH)

    def _tab(self) -> None:
        used = self._used()
        stops = [stop * HALF_WIDTH for stop in self._style.tabs if stop * HALF_WIDTH > used]
        if stops:
            self._move_to(stops[0])

    def _move_to(self, position: int) -> None:
        blank = min(position, self._room()) - self._used()
        if blank > 0:
            self._cells.append(Cell(" ", blank))

    def _end_line(self, advance: int) -> None:
        tallest = max((cell.height for cell in self._cells), default=0)
        line = Line(tuple(self._cells), self._style.align, max(advance, tallest), self._style.margin)
        self._cells.clear()
        if line.advance:
            self._operations.append(line)

    def _before_block(self) -> None:
        if self._cells:
            self._end_line(self._style.spacing)

    # ESC ----------------------------------------------------------------------------------------------------------

    def _escape(self) -> Nothing:
        name = chr((yield))
        match name:
            case "@":
                self._cells.clear()
                self._initialise()
            case "2":
                self._style.spacing = LINE_SPACING
            case "i" | "m":
                self._cut(partial=name == "m")
            case "!" | "a" | "E" | "G" | "-" | "d" | "J" | "3" | "M" | " " | "t":
                self._set(name, (yield))
            case "$" | "\\":
                low, high = yield from self._take(2)
                self._move_to(low + 256 * high + (self._used() if name == "\\" else 0))
            case "D":
                yield from self._set_tabs()
            case "*":
                yield from self._column_picture()
            case _:
                yield from self._take(ESCAPE_PARAMETERS.get(name, 0))

    def _set(self, name: str, value: int) -> None:
        style = self._style
        match name:
            case "!":
                style.font_b, style.bold = bool(value & 0x01), bool(value & 0x08)
                style.size = (2 if value & 0x20 else 1, 2 if value & 0x10 else 1)
                style.underline = 1 if value & 0x80 else 0
            case "a":
                style.align = {1: 1, 49: 1, 2: 2, 50: 2}.get(value, 0)
            case "E" | "G":
                style.bold = bool(value & 1)
            case "-":
                style.underline = {1: 1, 49: 1, 2: 2, 50: 2}.get(value, 0)
            case "d":
                self._end_line(value * style.spacing)
            case "J":
                self._end_line(value)
            case "3":
                style.spacing = value
            case "M":
                style.font_b = bool(value & 1)
            case " ":
                style.gap = value
            case _:
                style.code_page = CODE_PAGES.get(value, "cp437")

    def _set_tabs(self) -> Nothing:
        tabs: list[int] = []
        while stop := (yield):
            tabs = [*tabs, stop][:32]
        self._style.tabs = tuple(tabs)

    def _column_picture(self) -> Nothing:
        mode, low, high = yield from self._take(3)
        columns = low + 256 * high
        tall = mode in {32, 33}
        data = yield from self._take(columns * (3 if tall else 1))
        picture = columns_to_picture(columns, 3 if tall else 1, data)
        self._before_block()
        across, down = (1 if mode & 1 else 2), (1 if tall else 3)
        self._operations.append(replace(picture, align=self._style.align, across=across, down=down))

    # FS: Chinese --------------------------------------------------------------------------------------------------

    def _fs(self) -> Nothing:
        name = chr((yield))
        match name:
            case "&" | ".":
                self._chinese = name == "&"
            case "!" | "-" | "W":
                self._set_chinese(name, (yield))
            case "S":
                left, right = yield from self._take(2)
                self._style.chinese_gaps = (left, right)
            case "2":
                code = yield from self._take(2)
                self.firmware.user_glyphs[code] = yield from self._take(GLYPH_BYTES)
            case "?":
                self.firmware.user_glyphs.pop((yield from self._take(2)), None)
            case "(":
                low, high = (yield from self._take(3))[1:]
                yield from self._take(low + 256 * high)
            case _:
                yield from self._take({"C": 1, "p": 2, "g": 1}.get(name, 0))

    def _set_chinese(self, name: str, value: int) -> None:
        style = self._style
        match name:
            case "!":
                style.chinese_size = (2 if value & 0x04 else 1, 2 if value & 0x08 else 1)
                style.chinese_underline = 1 if value & 0x80 else 0
            case "-":
                style.chinese_underline = {1: 1, 49: 1, 2: 2, 50: 2}.get(value, 0)
            case _:
                style.chinese_size = (2, 2) if value & 1 else (1, 1)

    # GS -----------------------------------------------------------------------------------------------------------

    def _gs(self) -> Nothing:
        name = chr((yield))
        match name:
            case "!" | "B" | "a" | "r" | "I":
                self._set_or_ask(name, (yield))
            case "V":
                yield from self._cut_command()
            case "v":
                yield from self._raster()
            case "(":
                yield from self._extended()
            case "8":
                yield from self._long_graphics()
            case "L" | "W":
                low, high = yield from self._take(2)
                self._set_area(name, low + 256 * high)
            case "k":
                yield from self._bar_code()
            case _:
                yield from self._take(GS_PARAMETERS.get(name, 0))

    def _set_or_ask(self, name: str, value: int) -> None:
        match name:
            case "!":
                across, down = (value >> 4 & 7) + 1, (value & 7) + 1
                self._style.size = self._style.chinese_size = (across, down)
            case "B":
                self._style.reverse = bool(value & 1)
            case "a":
                self._operations.append(AutoStatus(value))
            case "r":
                self._operations.append(PaperQuestion() if value in {1, 49} else Answer(b"\0"))
            case _:
                self._operations.append(Answer(IDENTITIES.get(value, b"\x20")))

    def _set_area(self, name: str, dots: int) -> None:
        if name == "L":
            self._style.margin = min(dots, PAPER_DOTS - FULL_WIDTH)
        else:
            self._style.width = max(dots, FULL_WIDTH)

    def _cut_command(self) -> Nothing:
        mode = yield
        if mode in {65, 66, 97, 98, 103, 104}:
            extra = yield
            self._before_block()
            self._end_line(HEAD_TO_CUTTER + extra)
        self._cut(partial=mode in {1, 49, 66, 98, 104})

    def _cut(self, *, partial: bool) -> None:
        self._before_block()
        self._operations.append(Cut(partial))

    def _raster(self) -> Nothing:
        _, mode, width_low, width_high, low, high = yield from self._take(6)
        row, height = width_low + 256 * width_high, low + 256 * high
        bits = yield from self._take(row * height)
        across, down = (2 if mode & 1 else 1), (2 if mode & 2 else 1)
        self._print_picture(Picture(row * 8, height, bits, self._style.align, across, down))

    def _print_picture(self, picture: Picture) -> None:
        self._before_block()
        if picture.width and picture.height:
            self._operations.append(picture)

    def _extended(self) -> Nothing:
        kind, low, high = yield from self._take(3)
        data = yield from self._take(low + 256 * high)
        match chr(kind):
            case "k":
                self._two_dimensional(data)
            case "L":
                self._graphics(data)
            case "H" if data[:2] == b"00" and self.firmware.process_ids:
                self._operations.append(Answer(b"\x37\x22" + data[2:6] + b"\0"))
            case _:
                pass

    def _long_graphics(self) -> Nothing:
        header = yield from self._take(5)
        data = yield from self._take(int.from_bytes(header[1:], "little"))
        if header[:1] == b"L":
            self._graphics(data)

    def _graphics(self, data: bytes) -> None:
        match data[:2]:
            case b"0p" if len(data) > GRAPHICS_HEADER:
                across, down = data[3], data[4]
                width, height = int.from_bytes(data[6:8], "little"), int.from_bytes(data[8:10], "little")
                size = (width + 7) // 8 * height
                bits = data[GRAPHICS_HEADER:].ljust(size, b"\0")[:size] if size < MOST_GRAPHICS else b""
                scale = (2 if across == 2 else 1, 2 if down == 2 else 1)  # noqa: PLR2004 - the factor itself
                self._stored_picture = Picture(width, height, bits, 0, *scale) if bits else None
            case b"0\x02" | b"02" if self._stored_picture is not None:
                self._print_picture(replace(self._stored_picture, align=self._style.align))
                self._stored_picture = None
            case _:
                pass

    def _two_dimensional(self, data: bytes) -> None:
        match data[:2], data[2:3]:
            case b"1C", module if module:
                self._qr.module = min(max(module[0], 1), 16)
            case b"1E", level if level:
                self._qr.level = {48: "L", 49: "M", 50: "Q", 51: "H"}.get(level[0], "L")
            case b"1P", _:
                self._qr.data = data[3:]
            case b"1Q", _ if self._qr.data:
                self._before_block()
                self._operations.append(QrCode(self._qr.data, self._qr.module, self._qr.level, self._style.align))
            case _:
                pass

    def _bar_code(self) -> Nothing:
        # One-dimensional codes are read past: no slip of a terminal carries one.
        kind = yield
        if kind >= ord("A"):
            yield from self._take((yield))
        else:
            while (yield):
                pass

    def _pass_over_real_time(self) -> Nothing:
        match (yield):
            case 0x04 | 0x05:
                yield
            case 0x14:
                function = yield
                yield from self._take({1: 2, 2: 2, 3: 5, 7: 1, 8: 7}.get(function, 0))
            case _:
                pass


ESCAPE_PARAMETERS: Final[Mapping[str, int]] = {
    "R": 1, "V": 1, "{": 1, "=": 1, "r": 1, "T": 1, "U": 1, "%": 1, "?": 1, "e": 1, "c": 2, "p": 3, "W": 8, "B": 2,
}  # fmt: skip
GS_PARAMETERS: Final[Mapping[str, int]] = {
    "h": 1,
    "w": 1,
    "H": 1,
    "f": 1,
    "b": 1,
    "/": 1,
    "P": 2,
    "$": 2,
    "\\": 2,
    "T": 1,
}
GRAPHICS_HEADER: Final = 10
MOST_GRAPHICS: Final = 1 << 20
IDENTITIES: Final[Mapping[int, bytes]] = {
    1: b"\x20", 49: b"\x20", 2: b"\x02", 50: b"\x02", 3: b"\x01", 51: b"\x01",
    65: b"_SANDBOX 1.0\0", 66: b"_SANDBOX\0", 67: b"_SP-80\0", 68: b"_0000000001\0", 69: b"_CHINA GB18030\0",
}  # fmt: skip
"""GS I: model, type and firmware ids; text ones begin with 5F and end with 00."""


def columns_to_picture(columns: int, bytes_per_column: int, data: bytes) -> Picture:
    """A column-wise bit image (ESC *, FS 2: top bit first) as rows."""
    height = 8 * bytes_per_column
    row = (columns + 7) // 8
    bits = bytearray(row * height)
    for column in range(columns):
        strip = int.from_bytes(data[column * bytes_per_column : (column + 1) * bytes_per_column], "big")
        for y in range(height):
            if strip >> (height - 1 - y) & 1:
                bits[y * row + column // 8] |= 0x80 >> column % 8
    return Picture(columns, height, bytes(bits), 0)
