"""What a new PIN may not be: judged on digits that are overwritten afterwards, never on text."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum, unique
from itertools import pairwise

from devices.pin import Pin

_REPEATED_AT_MOST = 3
"""The longest piece whose repetition is looked for: 123123 is one of three, twice."""


@unique
class Weakness(Enum):
    """Why a PIN is too easy."""

    REFUSED = "refused"
    """It is the one that every new card comes with, or another one that the city refuses."""
    RUN = "run"
    """123456, 987654."""
    REPEATED = "repeated"
    """111111, 121212, 123123."""
    OWN_NUMBER = "own_number"
    """Part of the ID number or of the card's number."""
    BIRTH_DATE = "birth_date"


@dataclass(frozen=True)
class PinRules:
    """Which weaknesses count; `refused` are digits, each of a PIN that nobody may have."""

    refused: tuple[str, ...] = ("123456",)
    runs: bool = True
    repeated: bool = True
    own_numbers: bool = True
    birth_date: bool = True


def weakness(pin: Pin, rules: PinRules, own_numbers: Sequence[str] = (), birth: date | None = None) -> Weakness | None:
    """The first that is found; `own_numbers`: what the holder's papers show, of which only digits in a row count."""
    with pin.digits() as digits:
        return next(_found(digits, rules, own_numbers, birth), None)


def _found(digits: bytearray, rules: PinRules, own_numbers: Sequence[str], birth: date | None) -> Iterator[Weakness]:
    if any(digits == _values(each) for each in rules.refused):
        yield Weakness.REFUSED
    if rules.runs and _is_run(digits):
        yield Weakness.RUN
    if rules.repeated and _is_repeated(digits):
        yield Weakness.REPEATED
    if rules.birth_date and birth is not None and digits in [_values(each) for each in _dates(birth)]:
        yield Weakness.BIRTH_DATE
    if rules.own_numbers and any(digits in _values(number) for number in own_numbers):
        yield Weakness.OWN_NUMBER


def _values(text: str) -> bytearray:
    """Digits as 0 to 9; anything else as a byte that is no digit, so that nothing runs across it."""
    return bytearray(ord(sign) - ord("0") if sign.isascii() and sign.isdigit() else 0xFF for sign in text)


def _is_run(digits: bytearray) -> bool:
    steps = {after - before for before, after in pairwise(digits)}
    return steps in ({1}, {-1})


def _is_repeated(digits: bytearray) -> bool:
    """The whole is one piece over and over; compared in place, without a copy that would stay."""
    length = len(digits)
    pieces = (size for size in range(1, _REPEATED_AT_MOST + 1) if size < length and length % size == 0)
    return any(all(digits[at] == digits[at % size] for at in range(length)) for size in pieces)


def _dates(birth: date) -> Iterator[str]:
    """yyMMdd, MMddyy and ddMMyy; with the whole year in front or behind for longer PINs."""
    for pattern in ("%y%m%d", "%m%d%y", "%d%m%y", "%Y%m%d", "%m%d%Y", "%d%m%Y"):
        yield f"{birth:{pattern}}"
