"""Tag-length-value: BER-TLV as in an FCI (ISO/IEC 7816-4, 5.2.2), and the card's one-byte records."""

from collections.abc import Iterator

_CONSTRUCTED = 0x20
_MORE_TAG = 0x1F
_LAST_TAG_BYTE = 0x80
_LONG_LENGTH = 0x80
_MOST_LENGTH_BYTES = 2
_DEEPEST = 8


class TlvError(ValueError):
    """Bytes that are no TLV; the message holds lengths and offsets, none of the bytes."""


def record(tag: int, raw: bytes) -> bytes:
    """The value of one record, tag and length a byte each; `TlvError` when it is another tag or ends elsewhere."""
    if len(raw) < 2 or raw[0] != tag:  # noqa: PLR2004 (tag and length)
        raise TlvError(f"no record {tag:02X} in {len(raw)} bytes")
    if raw[1] != len(raw) - 2:
        raise TlvError(f"record {tag:02X} says {raw[1]} bytes and has {len(raw) - 2}")
    return raw[2:]


def find(raw: bytes, *path: int) -> bytes | None:
    """The value at `path`, each tag inside the one before it; None where a tag is not there."""
    value: bytes | None = raw
    for tag in path:
        value = next((inner for found, inner in items(value) if found == tag), None)
        if value is None:
            return None
    return value


def check(raw: bytes, depth: int = 0) -> None:
    """Read all of `raw`, constructed tags included; `TlvError` if it is no TLV or nested without sense."""
    if depth > _DEEPEST:
        raise TlvError("nested too deep")
    for tag, value in items(raw):
        if _is_constructed(tag):
            check(value, depth + 1)


def items(raw: bytes) -> Iterator[tuple[int, bytes]]:
    """Tags and values of one level, in their order; tags as a number of one or two bytes."""
    at = 0
    while at < len(raw):
        tag, at = _tag(raw, at)
        length, at = _length(raw, at)
        if at + length > len(raw):
            raise TlvError(f"tag {tag:X} says {length} bytes and {len(raw) - at} are there")
        yield tag, raw[at : at + length]
        at += length


def _tag(raw: bytes, at: int) -> tuple[int, int]:
    if raw[at] & _MORE_TAG != _MORE_TAG:
        return raw[at], at + 1
    second = _byte(raw, at + 1)
    if second & _LAST_TAG_BYTE:
        raise TlvError(f"a tag of three bytes at {at}")
    return raw[at] << 8 | second, at + 2


def _length(raw: bytes, at: int) -> tuple[int, int]:
    first = _byte(raw, at)
    if first < _LONG_LENGTH:
        return first, at + 1
    count = first - _LONG_LENGTH
    if not 1 <= count <= _MOST_LENGTH_BYTES:
        raise TlvError(f"a length in {count} bytes at {at}")
    _byte(raw, at + count)
    return int.from_bytes(raw[at + 1 : at + 1 + count], "big"), at + 1 + count


def _byte(raw: bytes, at: int) -> int:
    if at >= len(raw):
        raise TlvError(f"ends at {at}, inside a tag or length")
    return raw[at]


def _is_constructed(tag: int) -> bool:
    first = tag >> 8 or tag
    return bool(first & _CONSTRUCTED)
