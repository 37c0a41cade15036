"""Personal data on its way to a screen or a slip: masked by one rule everywhere, shown only on request."""

from dataclasses import dataclass
from enum import Enum, unique

_ID_HEAD, _PHONE_HEAD, _TAIL = 6, 3, 4
_ADDRESS_HEAD = 6
"""As far as the district: 重庆市渝中区."""
_LEAST_HIDDEN = 4


@unique
class Kind(Enum):
    """What a piece of personal data is, which decides how it is masked."""

    NAME = "name"
    ID_NUMBER = "id_number"
    CARD_NUMBER = "card_number"
    BANK_CARD = "bank_card"
    PHONE = "phone"
    ADDRESS = "address"
    WORDS = "words"
    """Something written by the resident: nothing of it stays."""


@dataclass(frozen=True, slots=True, repr=False)
class Personal:
    """A name or number of the resident's. Its `repr` and `str` are masked; `revealed` is for the screen alone."""

    kind: Kind
    value: str

    @property
    def masked(self) -> str:
        """张**, 500103********123X, *****0011, 尾号 6217, 138****5678, 重庆市渝中区******; on slips see `short`."""
        match self.kind:
            case Kind.NAME:
                return self.value[:1] + "*" * max(len(self.value) - 1, 1)
            case Kind.ID_NUMBER:
                return _kept(self.value, _ID_HEAD, _TAIL)
            case Kind.CARD_NUMBER | Kind.BANK_CARD:
                return _kept(self.value, 0, _TAIL)
            case Kind.PHONE:
                return _kept(self.value, _PHONE_HEAD, _TAIL)
            case Kind.ADDRESS:
                return _kept(self.value, _ADDRESS_HEAD, 0)
            case Kind.WORDS:
                return "*" * len(self.value)

    @property
    def short(self) -> str:
        """As `masked`, but of an ID number only the last four stay: what a slip may carry."""
        if self.kind is Kind.ID_NUMBER:
            return _kept(self.value, 0, _TAIL)
        return self.masked

    @property
    def revealed(self) -> str:
        """The whole value, ID and card numbers in groups that can be read aloud: `500103 1950 0101 123X`."""
        value = self.value
        if self.kind is Kind.ID_NUMBER and len(value) == 18:  # noqa: PLR2004 - GB 11643: eighteen characters
            return f"{value[:6]} {value[6:10]} {value[10:14]} {value[14:]}"
        if self.kind is Kind.BANK_CARD:
            return " ".join(value[i : i + 4] for i in range(0, len(value), 4))
        return value

    def __repr__(self) -> str:
        return f"Personal({self.kind.name}, {self.masked})"

    __str__ = __repr__


def _kept(value: str, head: int, tail: int) -> str:
    """The ends of a value; of one that is too short to hide anything between them, nothing."""
    hidden = len(value) - head - tail
    if hidden < _LEAST_HIDDEN:
        return "*" * len(value)
    return value[:head] + "*" * hidden + value[len(value) - tail :]
