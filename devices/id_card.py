"""What stands on an identity card: the text fields of the resident, the two foreigner and the HK/Macao/Taiwan cards."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import Enum, unique
from typing import Final

TEXT_LENGTH: Final = 256
"""Bytes of the text block: UTF-16LE, padded with spaces."""

LONG_TERM: Final = "长期"

_TYPE_AT: Final = 248
_ADDRESS_LENGTH: Final = 70
_WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK_DIGITS: Final = "10X98765432"
_NUMBER_LENGTH: Final = 18


class IdTextError(ValueError):
    """The text block does not hold what a card's text block holds. Names the field, never what stands in it."""


@unique
class Sex(Enum):
    """性别 (GB/T 2261.1)."""

    UNKNOWN = "0"
    MALE = "1"
    FEMALE = "2"
    NOT_STATED = "9"


@unique
class Validity(Enum):
    """What can be told of a card by itself on a given day; the first that applies, from the top."""

    WRONG_CHECK_DIGIT = "wrong_check_digit"
    """The number breaks GB 11643: misread or made up. Nothing else on the card is worth judging."""
    NOT_YET_VALID = "not_yet_valid"
    EXPIRED = "expired"
    VALID = "valid"


@dataclass(frozen=True, kw_only=True, repr=False)
class IdCard:
    """What every kind of identity card says. Its `repr` shows nothing of it."""

    id_number: str
    name: str
    """In Chinese where the card has a Chinese name, without padding."""
    sex: Sex
    birth: date
    valid_from: date
    valid_to: date | None
    """The last valid day; None is 长期."""
    authority: str
    """Who issued it: words, on foreigners' cards of 2017 a code, on those of 2023 nothing."""
    address: str
    """As printed when it was made; a later one is read on its own. Foreigners' cards have none."""
    photo: bytes
    """WLT-compressed, 1,024 bytes: only the maker's own library can decode it."""

    def __repr__(self) -> str:
        return f"{type(self).__name__}(…)"

    @property
    def has_check_digit(self) -> bool:
        """Whether the number's last digit follows GB 11643 (the 15-digit numbers of 2017 follow another rule)."""
        return True

    def validity(self, today: date) -> Validity:
        """Judge number and dates; the last day counts as valid (居民身份证法, art. 5)."""
        if self.has_check_digit and not check_digit_right(self.id_number):
            return Validity.WRONG_CHECK_DIGIT
        if today < self.valid_from:
            return Validity.NOT_YET_VALID
        if self.valid_to is not None and today > self.valid_to:
            return Validity.EXPIRED
        return Validity.VALID


@dataclass(frozen=True, kw_only=True, repr=False)
class ResidentIdCard(IdCard):
    """居民身份证 (GA 490)."""

    ethnic: str
    """民族: two digits of GB/T 3304."""


@dataclass(frozen=True, kw_only=True, repr=False)
class HkMacaoTaiwanIdCard(IdCard):
    """港澳台居民居住证; numbers begin with 810000 (Hong Kong), 820000 (Macao), 830000 (Taiwan)."""

    permit_number: str
    """通行证号码."""
    issue_count: str


@dataclass(frozen=True, kw_only=True, repr=False)
class ForeignerIdCard(IdCard):
    """外国人永久居留身份证, editions of 2017 (15-digit number) and 2023 (18 digits, beginning with 9)."""

    edition: int
    """2017 or 2023."""
    english_name: str
    chinese_name: str
    nationality: str
    """Three letters of ISO 3166-1 (GB/T 2659)."""

    @property
    def has_check_digit(self) -> bool:
        return self.edition != 2017  # noqa: PLR2004


def check_digit(first_17: str) -> str:
    """The 18th digit of a citizen number (GB 11643, ISO 7064 MOD 11-2). Raises `ValueError` if not 17 digits."""
    if len(first_17) != len(_WEIGHTS) or not (first_17.isascii() and first_17.isdigit()):
        raise ValueError("not 17 digits")
    return _CHECK_DIGITS[sum(w * int(d) for w, d in zip(_WEIGHTS, first_17, strict=True)) % 11]


def check_digit_right(number: str) -> bool:
    """Whether an 18-digit number ends with the digit it should end with; False for anything else."""
    digits = number[:-1]
    if len(number) != _NUMBER_LENGTH or not (digits.isascii() and digits.isdigit()):
        return False
    return check_digit(digits) == number[-1]


def parse_card(text: bytes, photo: bytes = b"") -> IdCard:
    """Read a text block of 256 bytes, by the certificate type at byte 248. Raises `IdTextError`."""
    if len(text) != TEXT_LENGTH:
        raise IdTextError(f"text of {len(text)} bytes")
    fields = _Fields(text)
    try:
        layout = _LAYOUTS[fields.words(_TYPE_AT, 2)]
    except KeyError:
        raise IdTextError("certificate type") from None
    return layout(fields, photo)


def parse_new_addresses(data: bytes) -> tuple[str, ...]:
    """The addresses written onto the card after it was made (追加地址), as they stand: entries of 70 bytes, UTF-16LE.

    Empty entries are left out. Raises `IdTextError` if the entries are not whole.
    """
    if not data or len(data) % _ADDRESS_LENGTH:
        raise IdTextError(f"new addresses of {len(data)} bytes")
    entries = (data[at : at + _ADDRESS_LENGTH] for at in range(0, len(data), _ADDRESS_LENGTH))
    return tuple(words for entry in entries if (words := _decode(entry)))


def _decode(raw: bytes) -> str:
    """UTF-16LE without its padding; half of a pair (a name cut in the middle of a rare character) becomes U+FFFD."""
    return raw.decode("utf-16-le", "replace").strip(" \u3000\0")


class _Fields:
    """A text block, asked for its fields by offset and length in bytes."""

    def __init__(self, text: bytes) -> None:
        self._text = text

    def words(self, at: int, length: int) -> str:
        return _decode(self._text[at : at + length])

    def joined(self, *places: tuple[int, int]) -> str:
        """One field that stands in several places."""
        return _decode(b"".join(self._text[at : at + length] for at, length in places))

    def day(self, at: int, field: str) -> date:
        """Eight digits, CCYYMMDD."""
        words = self.words(at, 16)
        if len(words) != 8 or not (words.isascii() and words.isdigit()):  # noqa: PLR2004
            raise IdTextError(field)
        try:
            return date(int(words[:4]), int(words[4:6]), int(words[6:]))
        except ValueError:
            raise IdTextError(field) from None

    def last_day(self, at: int) -> date | None:
        return None if self.words(at, 16) == LONG_TERM else self.day(at, "valid to")

    def sex(self, at: int) -> Sex:
        try:
            return Sex(self.words(at, 2))
        except ValueError:
            raise IdTextError("sex") from None

    def number(self, at: int, length: int) -> str:
        """A card number: letters and digits, as many as the field has room for."""
        words = self.words(at, length)
        if 2 * len(words) != length or not (words.isascii() and words.isalnum()):
            raise IdTextError("number")
        return words


def _resident(fields: _Fields, photo: bytes) -> IdCard:
    return ResidentIdCard(
        name=fields.words(0, 30),
        sex=fields.sex(30),
        ethnic=fields.words(32, 4),
        birth=fields.day(36, "birth"),
        address=fields.words(52, 70),
        id_number=fields.number(122, 36),
        authority=fields.words(158, 30),
        valid_from=fields.day(188, "valid from"),
        valid_to=fields.last_day(204),
        photo=photo,
    )


def _hk_macao_taiwan(fields: _Fields, photo: bytes) -> IdCard:
    return HkMacaoTaiwanIdCard(
        name=fields.words(0, 30),
        sex=fields.sex(30),
        birth=fields.day(36, "birth"),
        address=fields.words(52, 70),
        id_number=fields.number(122, 36),
        authority=fields.words(158, 30),
        valid_from=fields.day(188, "valid from"),
        valid_to=fields.last_day(204),
        permit_number=fields.words(220, 18),
        issue_count=fields.words(238, 4),
        photo=photo,
    )


def _foreigner_2017(fields: _Fields, photo: bytes) -> IdCard:
    english, chinese = fields.words(0, 120), fields.words(158, 30)
    return ForeignerIdCard(
        edition=2017,
        name=chinese or english,
        english_name=english,
        chinese_name=chinese,
        sex=fields.sex(120),
        id_number=fields.number(122, 30),
        nationality=fields.words(152, 6),
        valid_from=fields.day(188, "valid from"),
        valid_to=fields.last_day(204),
        birth=fields.day(220, "birth"),
        authority=fields.words(240, 8),
        address="",
        photo=photo,
    )


def _foreigner_2023(fields: _Fields, photo: bytes) -> IdCard:
    """The English name goes on behind the dates; spaces where it was cut belong to it."""
    english, chinese = fields.joined((52, 70), (220, 22)), fields.words(0, 30)
    return ForeignerIdCard(
        edition=2023,
        name=chinese or english,
        english_name=english,
        chinese_name=chinese,
        sex=fields.sex(30),
        birth=fields.day(36, "birth"),
        id_number=fields.number(122, 36),
        nationality=fields.words(242, 6),
        valid_from=fields.day(188, "valid from"),
        valid_to=fields.last_day(204),
        authority="",
        address="",
        photo=photo,
    )


_LAYOUTS: Final[dict[str, Callable[[_Fields, bytes], IdCard]]] = {
    "": _resident,
    "J": _hk_macao_taiwan,
    "I": _foreigner_2017,
    "Y": _foreigner_2023,
}
