"""The files of a social security card's SSSE as their bytes: EF05 (issuer) and EF06 (holder) of each generation.

Source: 社会保障卡文件结构和数据项（V2.0）; a record is tag, length, value.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sandbox.people import Person, SocialSecurityCard

EF05, EF06, EF07, EF08 = 0xEF05, 0xEF06, 0xEF07, 0xEF08
NAME_BYTES = 30
EXTENSION_BYTES = 20
_UNKNOWN_PLACE = b"\xff\xff\xff"
_OTHER_GROUP = "99"


@dataclass(frozen=True)
class CardFile:
    """One elementary file: TLV records, or the bytes of a transparent file; `key`, where there is one, guards it."""

    records: tuple[bytes, ...] = ()
    content: bytes | None = None
    key: int | None = None

    @property
    def transparent(self) -> bool:
        """Whether READ BINARY is the way to read it."""
        return self.content is not None


def files_of(person: Person, card: SocialSecurityCard, reading_key: int) -> dict[int, CardFile]:
    """Every elementary file of the SSSE by its file identifier, for the card's generation."""
    first, third = card.chip.generation.startswith("1"), card.chip.generation.startswith("3")
    files = {
        EF05: CardFile(tuple(_issuer_records(card))),
        EF06: CardFile(tuple(_holder_records(person, first=first)), key=reading_key if third else None),
        EF07: CardFile(content=bytes(0x300), key=None if first else reading_key),
    }
    if not first:
        files[EF08] = CardFile(content=bytes(0x1000), key=reading_key)
    return files


def _issuer_records(card: SocialSecurityCard) -> Iterable[bytes]:
    area = card.identifier[:6]
    yield _record(0x01, bytes.fromhex(card.identifier))
    yield _record(0x02, b"3")
    yield _record(0x03, card.chip.generation.encode())
    yield _record(0x04, bytes.fromhex(f"9156000002{area}{area}01"))
    yield _record(0x05, _date(card.issued, ascii_year=card.chip.ascii_dates))
    yield _record(0x06, _date(card.expires, ascii_year=card.chip.ascii_dates))
    yield _record(0x07, card.number.encode().ljust(9, b"\0"))


def _holder_records(person: Person, *, first: bool) -> Iterable[bytes]:
    name, extension = split_name(person.name)
    yield _record(0x08, person.id_number.encode().ljust(18, b"\0"))
    yield _record(0x09, name)
    if not first:
        yield _record(0x4E, extension)
    yield _record(0x0A, person.sex.encode())
    yield _record(0x0B, bytes.fromhex(person.ethnic if person.ethnic.isdigit() else _OTHER_GROUP))
    yield _record(0x0C, _birthplace(person))
    yield _record(0x0D, _date(person.birth))


def _birthplace(person: Person) -> bytes:
    place = person.birthplace or person.id_number[:6]
    return bytes.fromhex(place) if place.isdigit() else _UNKNOWN_PLACE


def _record(tag: int, value: bytes) -> bytes:
    return bytes((tag, len(value))) + value


def _date(day: date, *, ascii_year: bool = False) -> bytes:
    return f"{day.year}".encode() if ascii_year else bytes.fromhex(f"{day:%Y%m%d}")


def split_name(name: str) -> tuple[bytes, bytes]:
    """Tags 09 and 4E: 30 and 20 bytes, filled with 00, no character torn between them.

    GB18030, which is GBK for every character that GBK has, and four bytes for the rare ones.
    """
    fields, room = [b"", b""], [NAME_BYTES, EXTENSION_BYTES]
    at = 0
    for character in name:
        encoded = character.encode("gb18030")
        if len(fields[at]) + len(encoded) > room[at]:
            at += 1
        if at == len(fields):
            break
        fields[at] += encoded
    return fields[0].ljust(NAME_BYTES, b"\0"), fields[1].ljust(EXTENSION_BYTES, b"\0")
