"""Numbers that check: citizen numbers (GB 11643), social security card numbers, bank accounts; all of them made up."""

from datetime import datetime, timedelta, timezone

BEIJING_TIME = timezone(timedelta(hours=8))
_ID_LENGTH, _BORN = 18, slice(6, 14)
_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_ID_CHECKS = "10X98765432"
_CARD_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_CARD_CHECKS = {10: "X", 11: "0"}
_LUHN_LIMIT = 9


def id_number(first_17: str) -> str:
    """The 18 characters of a citizen number: its first 17 digits and their ISO 7064 MOD 11-2 check character."""
    total = sum(weight * int(digit) for weight, digit in zip(_ID_WEIGHTS, first_17, strict=True))
    return first_17 + _ID_CHECKS[total % 11]


def age_by(number: str, now: float) -> int | None:
    """Whole years that the holder of a citizen number has lived at that moment (Unix seconds); None of other papers."""
    if len(number) != _ID_LENGTH or not number[_BORN].isdecimal():
        return None
    return (int(f"{datetime.fromtimestamp(now, BEIJING_TIME):%Y%m%d}") - int(number[_BORN])) // 10_000


def card_number(body: str) -> str:
    """The 9 characters of a card number: 8 of 0–9 and A–Z, a letter first, and their check character."""
    total = sum(weight * int(value, 36) for weight, value in zip(_CARD_WEIGHTS, body, strict=True))
    check = 11 - total % 11
    return body + _CARD_CHECKS.get(check, str(check))


def account_number(body: str) -> str:
    """A bank account: the body's digits and their Luhn check digit (ISO/IEC 7812-1)."""
    total = 0
    for place, digit in enumerate(reversed(body)):
        value = int(digit) * (2 - place % 2)
        total += value - _LUHN_LIMIT if value > _LUHN_LIMIT else value
    return body + str(-total % 10)
