"""The text block of a resident identity card and its three sister cards, as the reader's SAM hands it out.

256 bytes UTF-16LE, fixed fields padded with U+0020; byte 248 says which of the four layouts it is (SAM-V, 机读信息).
"""

import hashlib
from collections.abc import Callable
from datetime import date

from sandbox.people import Person

TEXT_BYTES = 256
PHOTO_BYTES = 1024
ADDRESS_CHARACTERS = 35
LONG_TERM = "长期"
FIRST_CJK = "\u2e80"


def text_block(person: Person) -> bytes:
    """The 256 bytes of the person's card, by `id_kind`."""
    return LAYOUTS[person.id_kind](person)


def photo_block(person: Person) -> bytes:
    """1024 opaque bytes, always the same for a person; as in real photos, a frame's preamble may occur in them."""
    seed = person.id_number.encode()
    noise = b"".join(hashlib.sha256(seed + bytes([part])).digest() for part in range(PHOTO_BYTES // 32))
    return noise[:500] + b"\xaa\xaa\xaa\x96\x69\x00\x04" + noise[507:]


def address_block(address: str) -> bytes:
    """One additional address (追加地址): 70 bytes."""
    return column(address, ADDRESS_CHARACTERS)


def resident_text(person: Person) -> bytes:
    """居民身份证."""
    return _common(person, ethnic=person.ethnic) + column("", 18)


def residence_permit_text(person: Person, permit: str = "", issues: str = "01") -> bytes:
    """港澳台居民居住证 (J): 通行证号 and 签发次数 behind the resident card's fields."""
    own = column(permit or travel_permit(person.id_number), 9) + column(issues, 2)
    return _common(person, ethnic="") + own + column("", 3) + column("J", 4)


def permanent_residence_2017_text(person: Person, version: str = "01", office: str = "1500") -> bytes:
    """外国人永久居留身份证, 2017 edition (I)."""
    chinese, latin = both_names(person)
    return b"".join((
        column(latin, 60),
        column(person.sex, 1),
        column(person.id_number, 15),
        column(person.id_number[:3], 3),
        column(chinese, 15),
        _validity(person),
        column(_day(person.birth), 8),
        column(version, 2),
        column(office, 4),
        column("I", 4),
    ))  # fmt: skip


def permanent_residence_2023_text(person: Person, nationality: str = "CAN", reissues: str = "00") -> bytes:
    """外国人永久居留身份证, 2023 edition (Y): 18 digits beginning with 9, the long Latin name in two places."""
    chinese, latin = both_names(person)
    return b"".join((
        column(chinese, 15),
        column(person.sex, 1),
        column(reissues, 2),
        column(_day(person.birth), 8),
        column(latin, 35),
        column(person.id_number, 18),
        column("", 15),
        _validity(person),
        column(latin[35:], 11),
        column(nationality, 3),
        column("Y", 4),
    ))  # fmt: skip


LAYOUTS: dict[str, Callable[[Person], bytes]] = {
    "resident": resident_text,
    "J": residence_permit_text,
    "I": permanent_residence_2017_text,
    "Y": permanent_residence_2023_text,
}


def column(text: str, units: int) -> bytes:
    """The text in `units` UTF-16 units: padded with spaces, cut where it is longer, but never inside a character."""
    cut = text.encode("utf-16-le")[: 2 * units]
    whole = cut.decode("utf-16-le", "ignore").encode("utf-16-le")
    return whole + " ".encode("utf-16-le") * (units - len(whole) // 2)


def both_names(person: Person) -> tuple[str, str]:
    """A foreigner's Chinese and Latin name out of a name that holds either or both; a Latin one there always is."""
    chinese = "".join(letter for letter in person.name if letter >= FIRST_CJK)
    latin = "".join(letter for letter in person.name if letter < FIRST_CJK).strip(" /()")
    return chinese, latin or f"TEST, {person.key.upper()}"


def travel_permit(id_number: str) -> str:
    """A made-up 通行证号 for a Hong Kong (81), Macao (82) or Taiwan (83) number."""
    digits = str(int(hashlib.sha256(id_number.encode()).hexdigest(), 16) % 100_000_000).zfill(8)
    return {"81": "H", "82": "M"}.get(id_number[:2], "") + digits


def _common(person: Person, *, ethnic: str) -> bytes:
    return b"".join((
        column(person.name, 15),
        column(person.sex, 1),
        column(ethnic, 2),
        column(_day(person.birth), 8),
        column(person.address, ADDRESS_CHARACTERS),
        column(person.id_number, 18),
        column(person.authority, 15),
        _validity(person),
    ))  # fmt: skip


def _validity(person: Person) -> bytes:
    until = LONG_TERM if person.id_valid_to is None else _day(person.id_valid_to)
    return column(_day(person.id_valid_from), 8) + column(until, 8)


def _day(day: date) -> str:
    return f"{day:%Y%m%d}"
