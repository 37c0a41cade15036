"""The printable slip as a value, and its layout on paper by display width; knows nothing of printers."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum, unique
from typing import Final

COLUMNS: Final = 48
"""Half-width characters on a line of 80 mm paper: 576 dots, 12 each."""

MAX_QR_BYTES: Final = 1000

_UNPRINTABLE: Final = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp", "Mn", "Me"})
"""Controls of every kind (direction marks and tags included), and marks that stand over another character."""

_NOT_FIRST: Final = frozenset("，。、；：！？）》」』】”’·,.;:!?)]}")
"""What must not begin a line."""

_COUNTED: Final = re.compile(r"(?<![\w.,-])([0-9][0-9,.]* ?(?:个月|[年月日元次张页]))")
"""A number and what it counts, which do not part: 「8 月」, 「74,687.70 元」."""


@unique
class Align(Enum):
    """Where a line stands; the value is that of ESC a."""

    LEFT = 0
    CENTRE = 1
    RIGHT = 2


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph; wrapped where it is too long. `large` is twice as wide and twice as high."""

    text: str
    bold: bool = False
    large: bool = False
    align: Align = Align.LEFT


@dataclass(frozen=True, slots=True)
class Row:
    """A label at the left and its value at the right edge; below it where both do not fit on a line."""

    label: str
    value: str
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """A line across the paper."""


@dataclass(frozen=True, slots=True)
class Qr:
    """A QR code, centred. At most `MAX_QR_BYTES` of UTF-8."""

    data: str


@dataclass(frozen=True, slots=True)
class Feed:
    """Empty lines."""

    lines: int = 1


Element = Line | Row | Rule | Qr | Feed


@dataclass(frozen=True, slots=True, repr=False)
class Slip:
    """What comes out of the printer, from top to bottom; it is cut off at its end. Its `repr` shows no content."""

    elements: tuple[Element, ...]
    number: str = ""
    """What is printed at its foot to find it again by; nothing about the person."""

    def __repr__(self) -> str:
        return f"Slip({len(self.elements)} elements)"


@dataclass(frozen=True, slots=True)
class PrintLine:
    """One line on paper; never wider than the paper."""

    text: str
    bold: bool = False
    large: bool = False
    align: Align = Align.LEFT


@dataclass(frozen=True, slots=True)
class PrintQr:
    """One QR code on paper."""

    data: bytes


Printable = PrintLine | PrintQr


def clean(text: str) -> str:
    """What of `text` may go to a printer: composed characters; no controls at all, white space as single-width space.

    Names and messages come from cards and from the back end: a control byte in them would be a command.
    """
    spaced = "".join(" " if char.isspace() else char for char in text)
    composed = unicodedata.normalize("NFC", spaced)
    return "".join(char for char in composed if unicodedata.category(char) not in _UNPRINTABLE)


def width(text: str) -> int:
    """Columns on paper: a printer in Chinese mode sets everything but ASCII two columns wide."""
    return sum(1 if char.isascii() else 2 for char in text)


def layout(slip: Slip, columns: int = COLUMNS) -> tuple[Printable, ...]:
    """The slip's lines, each of at most `columns` half-width columns (half as many where large)."""
    return tuple(piece for element in slip.elements for piece in _laid_out(element, columns))


def _laid_out(element: Element, columns: int) -> Iterable[Printable]:
    match element:
        case Line(text, bold, large, align):
            lines = wrap(clean(text), columns // 2 if large else columns)
            return [PrintLine(line, bold, large, align) for line in lines]
        case Row():
            return _row(element, columns)
        case Rule():
            return [PrintLine("-" * columns)]
        case Qr(data):
            return [PrintQr(_qr_data(data))]
        case Feed(lines):
            return [PrintLine("")] * lines


def _row(row: Row, columns: int) -> Iterator[PrintLine]:
    label, value = clean(row.label), clean(row.value)
    gap = columns - width(label) - width(value)
    if gap >= 1:
        yield PrintLine(label + " " * gap + value, row.bold)
        return
    yield from (PrintLine(line, row.bold) for line in wrap(label, columns))
    yield from (PrintLine(" " * (columns - width(line)) + line, row.bold) for line in wrap(value, columns))


def _qr_data(data: str) -> bytes:
    raw = clean(data).encode("utf-8")
    if not raw or len(raw) > MAX_QR_BYTES:
        raise ValueError(f"a QR code of {len(raw)} bytes")
    return raw


def wrap(text: str, columns: int) -> list[str]:
    """Lines of at most `columns`; Latin words, and numbers with their units, stay whole where they fit; no line begins
    with closing punctuation.
    """
    lines = [""]
    for word in _words(text):
        if width(lines[-1]) + width(word) <= columns:
            lines[-1] += word
        elif not word.isspace():
            _begin_line(lines, word, columns)
    return [line.rstrip() for line in lines]


def _begin_line(lines: list[str], word: str, columns: int) -> None:
    """Put a word that does not fit any more onto the next line, or several if it is longer than one."""
    last = lines[-1]
    if word in _NOT_FIRST and len(last) > 1:
        lines[-1], word = last[:-1], last[-1] + word
    if lines[-1]:
        lines.append("")
    for char in word:
        if width(lines[-1]) + width(char) > columns:
            lines.append("")
        lines[-1] += char


def _words(text: str) -> Iterator[str]:
    """Numbers with what they count, ASCII words whole, every other character by itself."""
    for place, part in enumerate(_COUNTED.split(text)):
        yield from (part,) if place % 2 else _plain_words(part)


def _plain_words(text: str) -> Iterator[str]:
    word = ""
    for char in text:
        if char.isascii() and not char.isspace() and char not in _NOT_FIRST:
            word += char
            continue
        if word:
            yield word
        word = ""
        yield char
    if word:
        yield word
