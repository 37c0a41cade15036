"""Reference numbers that people read over the telephone: terminal, day and number in the day, random check part."""

import secrets
from datetime import date, timedelta
from typing import Final, NamedTuple

ALPHABET: Final = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""32 characters; no 0 and O, no 1 and I."""
CHECK_LENGTH: Final = 4
"""Random characters: one guess in a million hits, and guesses are counted."""
_DIGITS: Final = 3
FIRST_DAY: Final = date(2020, 1, 1)
MOST: Final = len(ALPHABET) ** _DIGITS
"""Days that can be written (until 2109), and operations in a day."""
SERIAL_LENGTHS: Final = (2 * _DIGITS, CHECK_LENGTH)
"""What follows a terminal's id: the day and the number in the day, and the check part."""
LEAST_LENGTH: Final = 2 + sum(SERIAL_LENGTHS)
MOST_LENGTH: Final = 12 + sum(SERIAL_LENGTHS)
"""Characters of a reference without its hyphens: a terminal's id has 2 to 12."""
_FOLDED: Final = str.maketrans("0O1I", "OOII")


class Reference(NamedTuple):
    """`number` names the operation, `check` proves that somebody holds the slip."""

    number: str
    check: str

    def __str__(self) -> str:
        return f"{self.number}-{self.check}"


def mint(terminal: str, day: date, sequence: int) -> Reference:
    """`A01-4TH223-K7MQ`: the day and the number in the day, three characters each, then the check part."""
    number = f"{terminal.upper()}-{_written((day - FIRST_DAY).days % MOST)}{_written(sequence % MOST)}"
    return Reference(number, "".join(secrets.choice(ALPHABET) for _ in range(CHECK_LENGTH)))


def day_of(number: str) -> date:
    """The day on which a number was given out; `ValueError` when it is none."""
    return FIRST_DAY + timedelta(days=_read(number.rpartition("-")[2][:_DIGITS]))


def parse(typed: str) -> Reference:
    """What somebody typed: small letters, spaces, and any mixture of 0/O and 1/I in the terminal's id are forgiven.

    Raises `ValueError` for what cannot be a reference number.
    """
    number, _, check = "".join(typed.upper().replace("－", "-").split()).rpartition("-")
    terminal, _, serial = number.rpartition("-")
    if not terminal or len(serial) != 2 * _DIGITS or len(check) != CHECK_LENGTH:
        raise ValueError("not a reference number")
    _read(serial + check)
    return Reference(number, check)


def joined(typed: str) -> Reference | None:
    """What was typed without hyphens, from the end: check part, serial, the terminal's id. None for nonsense."""
    serial = len(typed) - sum(SERIAL_LENGTHS)
    try:
        return parse(f"{typed[:serial]}-{typed[serial:-CHECK_LENGTH]}-{typed[-CHECK_LENGTH:]}")
    except ValueError:
        return None


def terminal_of(number: str) -> str:
    """The terminal in a reference number, folded."""
    return folded(number.rpartition("-")[0])


def number_of(typed: str) -> str:
    """The number in what staff typed, with or without its check part; `ValueError` for neither."""
    tidy = "".join(typed.upper().split())
    head, _, last = tidy.rpartition("-")
    number = head if len(last) == CHECK_LENGTH else tidy
    if not head or len(number.rpartition("-")[2]) != 2 * _DIGITS:
        raise ValueError(f"{typed}: not a reference number")
    return number


def folded(number: str) -> str:
    """The same for two numbers that differ only in 0/O and 1/I: a terminal's id may hold these."""
    return number.upper().translate(_FOLDED)


def _written(value: int) -> str:
    base = len(ALPHABET)
    return "".join(ALPHABET[value // base**place % base] for place in reversed(range(_DIGITS)))


def _read(written: str) -> int:
    if not set(written) <= set(ALPHABET):
        raise ValueError("not a reference number")
    value = 0
    for character in written:
        value = value * len(ALPHABET) + ALPHABET.index(character)
    return value
