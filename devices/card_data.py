"""What a social security card's files say, as values: parsed from record bytes by LD/T 32.3, checked, never shown."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum, IntEnum, unique
from typing import Self

from devices.card_reader import CardFault
from devices.faults import DeviceError
from devices.tlv import TlvError, check, find

_PADDING = b"\x00\x20\xff"
_ASCII_YEAR = range(1900, 2200)
_HISTORICAL_BYTES = 13
_NUMBER_LENGTH = 9
_IDENTIFIER_BYTES = 16
_AREA_DIGITS = 6
_BIRTHPLACE_DIGITS = 6

ENVIRONMENT_NAME = bytes.fromhex("7378312E73682EC9E7BBE1B1A3D5CF")
"""The social security environment SSSE, 「sx1.sh.社会保障」 in GBK: the name by which a card is selected."""


@unique
class Algorithm(Enum):
    """The cipher of the card's keys, as the HSM is told it (LD/T 33)."""

    DES = "01"
    SSF33 = "02"
    SM4 = "03"


@unique
class Generation(Enum):
    """Which specification the card follows: the first three characters of its version; none at all means the first."""

    FIRST = "1.0"
    SECOND = "2.0"
    THIRD = "3.0"


@unique
class Tag(IntEnum):
    """Records of EF05 (issuer data) and EF06 (holder basics): the tag byte, and how long the value usually is."""

    IDENTIFIER = 0x01, 0x10
    CARD_CLASS = 0x02, 0x01
    VERSION = 0x03, 0x04
    AGENCY = 0x04, 0x0C
    ISSUED = 0x05, 0x04
    EXPIRES = 0x06, 0x04
    NUMBER = 0x07, 0x09
    SSN = 0x08, 0x12
    NAME = 0x09, 0x1E
    NAME_EXTENSION = 0x4E, 0x14
    SEX = 0x0A, 0x01
    ETHNIC = 0x0B, 0x01
    BIRTHPLACE = 0x0C, 0x03
    BIRTH = 0x0D, 0x04

    length: int
    """Usual bytes of the value."""

    def __new__(cls, number: int, length: int) -> Self:
        """A tag byte that knows a length."""
        tag = int.__new__(cls, number)
        tag._value_ = number
        tag.length = length
        return tag


Records = Mapping[Tag, bytes]
"""Values by tag; a record that the card does not have is not in it."""


@dataclass(frozen=True, slots=True)
class Application:
    """A selected social security environment. `algorithm` is None where the FCI leaves it to the general rule."""

    algorithm: Algorithm | None

    @classmethod
    def from_fci(cls, fci: bytes) -> "Application":
        """From the answer to SELECT, which may be empty; `FOREIGN` if it names another application, else `MALFORMED`.

        Algorithm: tag 86 in 9F0C in A5 of the FCI (6F).
        """
        try:
            check(fci)
            name, code = find(fci, 0x6F, 0x84), find(fci, 0x6F, 0xA5, 0x9F0C, 0x86)
        except TlvError as error:
            raise _malformed("FCI", str(error)) from None
        if fci and name != ENVIRONMENT_NAME:
            raise DeviceError(CardFault.FOREIGN, "the FCI names another application")
        return cls(None if code is None else _algorithm(code))


@dataclass(frozen=True, slots=True)
class CardDate:
    """A date as a card tells it: a `day`, only a `year` (cards with ASCII years exist), or nothing readable."""

    day: date | None
    year: int | None
    raw: bytes = field(default=b"", repr=False)

    @classmethod
    def from_bytes(cls, raw: bytes) -> "CardDate":
        """From BCD CCYYMMDD, ASCII CCYYMMDD or ASCII CCYY; whatever else it is, day and year are None."""
        text = raw.rstrip(_PADDING)
        for digits in (raw.hex(), text.decode("latin-1")):
            day = _day(digits)
            if day:
                return cls(day, day.year, raw)
        return cls(None, _year(text), raw)


@dataclass(frozen=True, slots=True)
class IssuerData:
    """EF05. `identifier` 32 upper-case hex digits, `number` 9 characters, `agency` hex; "" is what a card lacks."""

    identifier: str = field(repr=False)
    number: str = field(repr=False)
    version: str
    generation: Generation
    card_class: str
    agency: str = field(repr=False)
    issued: CardDate
    expires: CardDate

    @property
    def area(self) -> str:
        """The six digits of the issuing area (GB/T 2260)."""
        return self.identifier[:_AREA_DIGITS]

    @classmethod
    def from_records(cls, records: Records) -> "IssuerData":
        """Checked; `DeviceError` with `MALFORMED`, or `UNSUPPORTED` for a version that is not known."""
        version = _text(records, Tag.VERSION)
        return cls(
            identifier=_identifier(_needed(records, Tag.IDENTIFIER)),
            number=_number(_needed(records, Tag.NUMBER)),
            version=version,
            generation=_generation(version),
            card_class=_text(records, Tag.CARD_CLASS),
            agency=records.get(Tag.AGENCY, b"").hex().upper(),
            issued=CardDate.from_bytes(records.get(Tag.ISSUED, b"")),
            expires=CardDate.from_bytes(records.get(Tag.EXPIRES, b"")),
        )


@dataclass(frozen=True, slots=True)
class Holder:
    """EF06: who the card belongs to. Codes as on the card; "" is what a card lacks or leaves open."""

    ssn: str = field(repr=False)
    name: str = field(repr=False)
    sex: str = field(repr=False)
    """GB/T 2261.1: "1" male, "2" female, "9" not stated."""
    ethnic: str = field(repr=False)
    """Two digits of GB/T 3304, or "99"."""
    birthplace: str = field(repr=False)
    """Six digits of GB/T 2260."""
    birth: CardDate = field(repr=False)

    @classmethod
    def from_records(cls, records: Records, codec: str) -> "Holder":
        """Checked; `DeviceError(CardFault.MALFORMED)` if number or name cannot be what they should be."""
        return cls(
            ssn=_ssn(_needed(records, Tag.SSN)),
            name=_name(records, codec),
            sex=_text(records, Tag.SEX),
            ethnic=_digits(records.get(Tag.ETHNIC, b"")),
            birthplace=_digits(records.get(Tag.BIRTHPLACE, b""))[:_BIRTHPLACE_DIGITS],
            birth=CardDate.from_bytes(records.get(Tag.BIRTH, b"")),
        )


def historical_bytes(atr: bytes) -> bytes:
    """The 13 historical bytes of an ATR (ISO/IEC 7816-3, 8.2.3; LD/T 32.2); `DeviceError(CardFault.MALFORMED)` if not.

    TD bytes are followed, so a contactless reader's made-up ATR (PC/SC part 3, 3.1.3.2.3) is read the same way.
    """
    at, indicator = 1, atr[1] if len(atr) > 1 else 0
    count = indicator & 0x0F
    while indicator & 0xF0:
        at += (indicator >> 4).bit_count()
        indicator = atr[at] if indicator & 0x80 and at < len(atr) else 0
    found = atr[at + 1 : at + 1 + count]
    if len(found) != _HISTORICAL_BYTES:
        raise _malformed("ATR", f"{len(found)} historical bytes")
    return found


def algorithm_of(application: Application, issuer: IssuerData) -> Algorithm:
    """As the FCI says; without a word in it SSF33 for cards of area 11 (Beijing), DES for all others."""
    if application.algorithm:
        return application.algorithm
    return Algorithm.SSF33 if issuer.area.startswith("11") else Algorithm.DES


def _algorithm(code: bytes) -> Algorithm:
    try:
        return Algorithm(code.hex())
    except ValueError:
        raise DeviceError(CardFault.UNSUPPORTED, "an algorithm that is not known") from None


def _generation(version: str) -> Generation:
    try:
        return Generation(version[:3]) if version else Generation.FIRST
    except ValueError:
        raise DeviceError(CardFault.UNSUPPORTED, "a version that is not known") from None


def _needed(records: Records, tag: Tag) -> bytes:
    if tag not in records:
        raise _malformed(tag.name, "not on the card")
    return records[tag]


def _identifier(raw: bytes) -> str:
    if len(raw) != _IDENTIFIER_BYTES or not raw.hex()[:_AREA_DIGITS].isdecimal():
        raise _malformed(Tag.IDENTIFIER.name, f"{len(raw)} bytes, or an area that is no number")
    return raw.hex().upper()


def _number(raw: bytes) -> str:
    number = raw[:_NUMBER_LENGTH]
    if len(number) != _NUMBER_LENGTH or not (number.isalnum() and number.isascii()):
        raise _malformed(Tag.NUMBER.name, "not nine letters and digits")
    return number.decode("ascii")


def _ssn(raw: bytes) -> str:
    number = raw.rstrip(_PADDING)
    if not number.isalnum():
        raise _malformed(Tag.SSN.name, "not letters and digits")
    return number.decode("ascii")


def _name(records: Records, codec: str) -> str:
    """Both parts joined before decoding: a character may begin in the one and end in the other."""
    raw = _needed(records, Tag.NAME).rstrip(_PADDING) + records.get(Tag.NAME_EXTENSION, b"").rstrip(_PADDING)
    try:
        name = raw.decode(codec).strip()
    except UnicodeDecodeError:
        raise _malformed(Tag.NAME.name, f"does not decode as {codec}") from None
    if not name or any(ord(character) < ord(" ") or character == "\x7f" for character in name):
        raise _malformed(Tag.NAME.name, "empty, or with control characters")
    return name


def _text(records: Records, tag: Tag) -> str:
    """A short code in ASCII, without padding."""
    raw = records.get(tag, b"").strip(_PADDING)
    if raw and not all(0x20 < byte < 0x7F for byte in raw):  # noqa: PLR2004 (printable ASCII)
        raise _malformed(tag.name, "not printable ASCII")
    return raw.decode("ascii")


def _digits(raw: bytes) -> str:
    """Digits in BCD, filled up with F; "" if there are others."""
    digits = raw.hex().rstrip("f")
    return digits if digits.isdecimal() else ""


def _day(digits: str) -> date | None:
    if len(digits) != len("CCYYMMDD") or not (digits.isascii() and digits.isdecimal()):
        return None
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return None


def _year(text: bytes) -> int | None:
    if len(text) != len("CCYY") or not text.isdigit():
        return None
    return int(text) if int(text) in _ASCII_YEAR else None


def _malformed(what: str, detail: str) -> DeviceError:
    return DeviceError(CardFault.MALFORMED, f"{what}: {detail}")
