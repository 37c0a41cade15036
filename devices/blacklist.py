"""Cards that must not be served any more, by identifier, by number and by ranges of either; pure, fed by the bureau."""

from dataclasses import dataclass

from devices.card_data import IssuerData
from devices.card_reader import CardFault
from devices.faults import DeviceError

IDENTIFIER_DIGITS = 32
NUMBER_CHARACTERS = 9


@dataclass(frozen=True, slots=True)
class Range:
    """All identifiers, or all card numbers, from `first` to `last`, both included; compared as text of one length."""

    first: str
    last: str

    def __post_init__(self) -> None:
        """`ValueError` for a range that is empty, or whose ends are of different kinds."""
        if len(self.first) != len(self.last) or self.first > self.last:
            raise ValueError("a range begins and ends with the same kind of number, and not before its beginning")

    def __contains__(self, number: str) -> bool:
        return len(number) == len(self.first) and self.first <= number <= self.last

    def __repr__(self) -> str:
        return f"<Range of {len(self.first)} characters>"


class Blacklist:
    """Entries are card identifiers (32 hex digits) or card numbers (9 characters), upper or lower case."""

    def __init__(self, numbers: frozenset[str] = frozenset(), ranges: tuple[Range, ...] = ()) -> None:
        self._numbers = frozenset(_checked(number) for number in numbers)
        self._ranges = tuple(Range(_checked(each.first), _checked(each.last)) for each in ranges)

    def lists(self, issuer: IssuerData) -> bool:
        """Whether the card is on it, by its identifier or by its number."""
        return any(self._has(number) for number in (issuer.identifier, issuer.number))

    def check(self, issuer: IssuerData) -> None:
        """`DeviceError(CardFault.BLACKLISTED)` for a card that is on it; nothing beyond EF05 is to be read then."""
        if self.lists(issuer):
            raise DeviceError(CardFault.BLACKLISTED)

    def _has(self, number: str) -> bool:
        return number in self._numbers or any(number in each for each in self._ranges)


def parse(text: str) -> Blacklist:
    """A list as a file: one number or `FIRST-LAST` a line, # begins a comment. Raises `ValueError`."""
    lines = [line.partition("#")[0].strip() for line in text.splitlines()]
    ends = [tuple(part.strip() for part in line.split("-")) for line in lines if line]
    if any(len(each) > 2 for each in ends):  # noqa: PLR2004 - one number, or both ends of a range
        raise ValueError("a line has one number, or FIRST-LAST")
    numbers = frozenset(each[0] for each in ends if len(each) == 1)
    return Blacklist(numbers, tuple(Range(*each) for each in ends if len(each) > 1))


def _checked(number: str) -> str:
    if len(number) not in (IDENTIFIER_DIGITS, NUMBER_CHARACTERS) or not (number.isascii() and number.isalnum()):
        raise ValueError("a blacklist has card identifiers of 32 hex digits and card numbers of 9 characters")
    return number.upper()
