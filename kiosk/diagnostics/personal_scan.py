"""Looks for what is personal in words that are to leave the terminal: citizen numbers, bank cards, mobile numbers."""

import re
from datetime import date
from typing import Final, NamedTuple

_CITIZEN: Final = re.compile(r"(?<![0-9A-Za-z])\d{17}[\dXx](?![0-9A-Za-z])")
_BANK_CARD: Final = re.compile(r"(?<![0-9A-Za-z])62\d{14,17}(?![0-9A-Za-z])")
_MOBILE: Final = re.compile(r"(?<![0-9A-Za-z.\-])1[3-9]\d{9}(?![0-9A-Za-z.])")
_WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS: Final = "10X98765432"
"""GB 11643: the last sign by the sum of the others, modulo 11."""


class PersonalFound(NamedTuple):
    """Where something personal stands, and of which kind; never what it is."""

    place: str
    line: int
    kind: str


def personal_in(place: str, words: str) -> tuple[PersonalFound, ...]:
    """Everything that was found; empty where the words may leave."""
    return tuple(
        PersonalFound(place, number, kind)
        for number, line in enumerate(words.splitlines(), start=1)
        for kind in _kinds_in(line)
    )


def _kinds_in(line: str) -> list[str]:
    kinds = ["citizen number"] if any(_is_citizen(found) for found in _CITIZEN.findall(line)) else []
    kinds += ["bank card"] if _BANK_CARD.search(line) else []
    return kinds + (["mobile number"] if _MOBILE.search(line) else [])


def _is_citizen(number: str) -> bool:
    try:
        date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return False
    total = sum(int(digit) * weight for digit, weight in zip(number, _WEIGHTS, strict=False))
    return _CHECKS[total % 11] == number[-1].upper()
