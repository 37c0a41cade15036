"""What an ESC/POS printer says of itself: DLE EOT answers, automatic status, confirmations, cut from one stream."""

import re
from dataclasses import dataclass, fields
from enum import Enum, unique
from typing import Final

from devices.status import Supplies

CLEAR: Final = bytes.fromhex("10140801031401060208")
"""DLE DC4 fn 8: drop everything buffered, at once, also while the printer is stopped."""

RECOVER: Final = b"\x10\x05\x02"
"""DLE ENQ 2: drop what is buffered and go on after an error that can be recovered from."""

REACHED: Final = b"\x1d\x72\x01"
"""GS r 1: say how the paper is, in turn."""

WHO: Final = {
    "maker": b"\x1d\x49\x42",
    "model": b"\x1d\x49\x43",
    "firmware": b"\x1d\x49\x41",
    "serial": b"\x1d\x49\x44",
}
"""GS I 66, 67, 65 and 68: answered in turn by a block 5F, text, 00."""

_CLEARED: Final = b"\x37\x25\x00"
_PASSED: Final = b"\x37\x22"
_PASSED_LENGTH: Final = 7
_FIXED: Final = 0x93
"""Bits 0, 1, 4 and 7 are the same in every answer of one kind."""
_IDENTITY: Final = re.compile(rb"\x5f([\x20-\x7e]{1,80})\x00")
_DIGITS: Final = 0x5F  # each of the four id characters is one of 20h–7Eh


@unique
class Query(Enum):
    """What DLE EOT n asks for."""

    PRINTER = 1
    OFFLINE_CAUSE = 2
    ERROR_CAUSE = 3
    PAPER = 4

    @property
    def request(self) -> bytes:
        """The real-time command: answered out of turn, also when the printer is stopped."""
        return bytes([0x10, 0x04, self.value])


@dataclass(frozen=True, slots=True)
class Conditions:
    """What is the matter with a printer; nothing by default."""

    offline: bool = False
    cover_open: bool = False
    feeding: bool = False
    paper_end: bool = False
    paper_near_end: bool = False
    error: bool = False
    """An error without a cause that the printer names."""
    mechanical: bool = False
    cutter: bool = False
    unrecoverable: bool = False
    head_hot: bool = False
    """The error that ends by itself: on nearly all printers the head's temperature."""

    @property
    def stopped(self) -> bool:
        """Whether the printer does not print now."""
        return any(getattr(self, each.name) for each in fields(self) if each.name != "paper_near_end")

    @property
    def supplies(self) -> Supplies:
        """The paper."""
        if self.paper_end:
            return Supplies.OUT
        return Supplies.LOW if self.paper_near_end else Supplies.OK


def is_answer(byte: int) -> bool:
    """Whether a byte can be the answer to DLE EOT: `0xx1xx10`."""
    return byte & _FIXED == 0x12  # noqa: PLR2004


def conditions(answers: dict[Query, int]) -> Conditions:
    """Put the answers to DLE EOT 1 to 4 together; what was not asked counts as in order.

    Of the paper's pairs of bits either counts: some printers set only one.
    """
    printer, cause, error, paper = (answers.get(query, 0) for query in Query)
    return Conditions(
        offline=bool(printer & 0x08),
        cover_open=bool(cause & 0x04),
        feeding=bool(cause & 0x08),
        paper_end=bool(cause & 0x20 or paper & 0x60),
        paper_near_end=bool(paper & 0x0C),
        error=bool(cause & 0x40),
        mechanical=bool(error & 0x04),
        cutter=bool(error & 0x08),
        unrecoverable=bool(error & 0x20),
        head_hot=bool(error & 0x40),
    )


def automatic_status(four: bytes) -> Conditions:
    """The four bytes of an automatic status (GS a). Raises `ValueError` if they are none."""
    if len(four) != 4 or four[0] & _FIXED != 0x10 or any(byte & 0x90 for byte in four[1:]):  # noqa: PLR2004
        raise ValueError("not an automatic status")
    first, second, third, _ = four
    return Conditions(
        offline=bool(first & 0x08),
        cover_open=bool(first & 0x20),
        feeding=bool(first & 0x40),
        paper_end=bool(third & 0x0C),
        paper_near_end=bool(third & 0x03),
        mechanical=bool(second & 0x04),
        cutter=bool(second & 0x08),
        unrecoverable=bool(second & 0x20),
        head_hot=bool(second & 0x40),
    )


@dataclass(frozen=True, slots=True)
class Answer:
    """The byte that answers a DLE EOT."""

    byte: int


@dataclass(frozen=True, slots=True)
class Passed:
    """Everything before the mark with this number has been printed (GS ( H fn 48)."""

    number: int


@dataclass(frozen=True, slots=True)
class Cleared:
    """What was buffered is dropped (DLE DC4 fn 8)."""


@dataclass(frozen=True, slots=True)
class Reached:
    """The answer to GS r 1, which waits its turn: the printer has worked through everything sent before it."""


Said = Reached | Answer | Passed | Cleared | Conditions


def identity_of(block: bytes) -> str | None:
    """The text of a GS I answer, whatever stands before it; None while it is not whole, or is no text."""
    found = _IDENTITY.search(block)
    return found[1].decode("ascii").strip() if found else None


class StatusStream:
    """Tells apart what a printer sends, mixed as it comes; XON, XOFF and noise are dropped."""

    def __init__(self) -> None:
        self._held = bytearray()

    def feed(self, data: bytes) -> tuple[Said, ...]:
        """Take the bytes in and give what they complete, in order."""
        self._held += data
        said: list[Said] = []
        while self._held and (used := self._next(said)):
            del self._held[:used]
        return tuple(said)

    def forget(self) -> None:
        """Drop the beginning of something whose rest will not come."""
        self._held.clear()

    def _next(self, said: list[Said]) -> int:
        """Append what the first bytes say; how many they were, 0 if more must come."""
        first = self._held[0]
        if first == _PASSED[0]:
            return self._response(said)
        if is_answer(first):
            said.append(Answer(first))
        elif first & _FIXED == 0x10:  # noqa: PLR2004
            return self._automatic(said)
        elif not first & 0x90:
            said.append(Reached())
        return 1

    def _response(self, said: list[Said]) -> int:
        for known, length in ((_PASSED, _PASSED_LENGTH), (_CLEARED, len(_CLEARED))):
            head = bytes(self._held[: len(known)])
            if not known.startswith(head):
                continue
            if len(self._held) < length:
                return 0
            if known is _CLEARED:
                said.append(Cleared())
            elif (number := _mark_number(bytes(self._held[2:6]))) is not None:
                said.append(Passed(number))
            return length
        return 1

    def _automatic(self, said: list[Said]) -> int:
        if any(byte & 0x90 for byte in self._held[1:4]):
            return 1
        if len(self._held) < 4:  # noqa: PLR2004
            return 0
        said.append(automatic_status(bytes(self._held[:4])))
        return 4


def mark(number: int) -> bytes:
    """GS ( H fn 48: ask to be told, by `Passed(number)`, once everything before it is printed. `number` < 95⁴."""
    digits: list[int] = []
    for _ in range(4):
        number, digit = divmod(number, _DIGITS)
        digits.append(0x20 + digit)
    return b"\x1d\x28\x48\x06\x00\x30\x30" + bytes(digits)


def _mark_number(digits: bytes) -> int | None:
    number = 0
    for digit in reversed(digits):
        if digit - 0x20 not in range(_DIGITS):
            return None
        number = number * _DIGITS + digit - 0x20
    return number
