"""The Internet Printing Protocol's messages (RFC 8010), built and taken apart, and one exchange over a local socket.

CUPS's own library keeps one connection in each thread, cannot be interrupted from another and needs headers to build;
its commands (`lp`, `lpstat`) answer in the system's language. What the driver needs of IPP is four requests long.
"""

import socket
import struct
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum, unique
from http.client import HTTPException, parse_headers
from io import BytesIO
from typing import Final

MOST_BYTES: Final = 1 << 20
"""No answer is longer: a queue's attributes take some 20 kB."""

_SLICE_S: Final = 0.05
_CHUNK: Final = 1 << 16
_VERSION: Final = (2, 0)
_STATUS_OK: Final = b"200"
_MOST_DIGITS: Final = 9
"""Of an announced length: a longer one is no length, and Python refuses to count thousands of digits."""


class IppError(ValueError):
    """An answer is not what RFC 8010 or HTTP says."""


@unique
class Operation(IntEnum):
    """What is asked for (RFC 8011, 5.4.15)."""

    PRINT_JOB = 0x0002
    CANCEL_JOB = 0x0008
    GET_JOB_ATTRIBUTES = 0x0009
    GET_JOBS = 0x000A
    GET_PRINTER_ATTRIBUTES = 0x000B


@unique
class Group(IntEnum):
    """Delimiter tags (RFC 8010, 3.5.1)."""

    OPERATION = 0x01
    JOB = 0x02
    END = 0x03
    PRINTER = 0x04


@unique
class Tag(IntEnum):
    """Value tags (RFC 8010, 3.5.2): those that are sent, and those that are understood."""

    INTEGER = 0x21
    BOOLEAN = 0x22
    ENUM = 0x23
    NAME = 0x42
    KEYWORD = 0x44
    URI = 0x45
    CHARSET = 0x47
    LANGUAGE = 0x48
    MIME_TYPE = 0x49


_FIRST_VALUE_TAG: Final = 0x10
_NUMBERS: Final = frozenset({Tag.INTEGER, Tag.ENUM})
_WORDS: Final = range(0x40, 0x60)

Value = int | bool | str
Attribute = tuple[str, Tag, Value | Sequence[Value]]
Attributes = Mapping[str, tuple[Value, ...]]
_NO_ATTRIBUTES: Final[Attributes] = {}


@dataclass(frozen=True, slots=True)
class Response:
    """An answer: its status (RFC 8011, appendix B) and the attributes of each group but the first, in order."""

    status: int
    groups: tuple[tuple[int, Attributes], ...]

    @property
    def good(self) -> bool:
        """Successful, be it with attributes ignored."""
        return self.status < 0x0100  # noqa: PLR2004 (RFC 8011, B.1.2)

    def of(self, group: Group) -> Attributes:
        """The attributes of the first such group; empty without one."""
        return next((attributes for tag, attributes in self.groups if tag == group), _NO_ATTRIBUTES)


def build(operation: Operation, number: int, asked: Sequence[Attribute], job: Sequence[Attribute] = ()) -> bytes:
    """A request without its document; character set and language are put first, as they must be."""
    first: tuple[Attribute, ...] = (
        ("attributes-charset", Tag.CHARSET, "utf-8"),
        ("attributes-natural-language", Tag.LANGUAGE, "en"),
    )
    head = struct.pack(">BBHI", *_VERSION, operation, number) + bytes([Group.OPERATION])
    parts = [head, *map(_attribute, (*first, *asked))]
    if job:
        parts += [bytes([Group.JOB]), *map(_attribute, job)]
    return b"".join([*parts, bytes([Group.END])])


def _attribute(attribute: Attribute) -> bytes:
    """All values of one attribute; the name stands with the first alone."""
    name, tag, value = attribute
    values = [value] if isinstance(value, int | str) else value
    names = [name, *[""] * (len(values) - 1)]
    return b"".join(_one(tag, *pair) for pair in zip(names, values, strict=True))


def _one(tag: Tag, name: str, value: Value) -> bytes:
    raw = value.encode() if isinstance(value, str) else struct.pack(">?" if tag is Tag.BOOLEAN else ">i", value)
    key = name.encode()
    return struct.pack(">BH", tag, len(key)) + key + struct.pack(">H", len(raw)) + raw


def parse(data: bytes) -> Response:
    """Take an answer apart. Values of kinds that nobody here asks for are left out. Raises `IppError`."""
    if len(data) < 8:  # noqa: PLR2004
        raise IppError("shorter than a head")
    groups: list[tuple[int, dict[str, list[Value]]]] = []
    name = ""
    for tag, key, raw in _tokens(data):
        if tag < _FIRST_VALUE_TAG:
            groups.append((tag, {}))
            name = ""
            continue
        name = key or name
        if not groups or not name:
            raise IppError("a value without an attribute")
        if (value := _value(tag, raw)) is not None:
            groups[-1][1].setdefault(name, []).append(value)
    whole = ((tag, {name: tuple(values) for name, values in group.items()}) for tag, group in groups)
    return Response(struct.unpack(">H", data[2:4])[0], tuple(whole))


def _tokens(data: bytes) -> Iterator[tuple[int, str, bytes]]:
    """Delimiters, as their tag alone, and values: tag, name, raw."""
    at = 8
    while at < len(data):
        tag = data[at]
        at += 1
        if tag == Group.END:
            return
        if tag < _FIRST_VALUE_TAG:
            yield tag, "", b""
            continue
        name, at = _counted(data, at)
        raw, at = _counted(data, at)
        yield tag, name.decode("utf-8", "replace"), raw
    raise IppError("no end of attributes")


def _counted(data: bytes, at: int) -> tuple[bytes, int]:
    start = at + 2
    end = start + int.from_bytes(data[at:start], "big")
    if end > len(data):
        raise IppError("cut off")
    return data[start:end], end


def _value(tag: int, raw: bytes) -> Value | None:
    if tag in _NUMBERS:
        if len(raw) != 4:  # noqa: PLR2004
            raise IppError("a number of other than four bytes")
        return int.from_bytes(raw, "big", signed=True)
    if tag == Tag.BOOLEAN:
        return raw == b"\x01"
    return raw.decode("utf-8", "replace") if tag in _WORDS else None


def exchange(
    connect: Callable[[], socket.socket],
    path: str,
    user: str,
    body: Sequence[bytes],
    go_on: Callable[[], float],
) -> Response:
    """One request and its answer, over a connection of its own.

    `go_on` gives the seconds left, and raises what ends the waiting. `user`: whom CUPS sees at the other end of the
    socket (peer credentials). Raises `OSError` for a line that breaks, `IppError` for an answer that is none.
    """
    length = sum(map(len, body))
    head = (
        f"POST {path} HTTP/1.0\r\nHost: localhost\r\nContent-Type: application/ipp\r\n"
        f"Content-Length: {length}\r\nAuthorization: PeerCred {user}\r\n\r\n"
    )
    go_on()
    with connect() as line:
        for piece in (head.encode(), *body):
            _send(line, piece, go_on)
        return parse(payload(_receive(line, go_on)))


def _send(line: socket.socket, data: bytes, go_on: Callable[[], float]) -> None:
    left = memoryview(data)
    while left:
        line.settimeout(min(_SLICE_S, go_on()))
        try:
            left = left[line.send(left[:_CHUNK]) :]
        except TimeoutError:
            continue


def _receive(line: socket.socket, go_on: Callable[[], float]) -> bytes:
    """All until the other side hangs up, or as much as it announces."""
    received = bytearray()
    while not _complete(received):
        line.settimeout(min(_SLICE_S, go_on()))
        try:
            piece = line.recv(_CHUNK)
        except TimeoutError:
            continue
        if not piece:
            break
        received += piece
        if len(received) > MOST_BYTES:
            raise IppError("an answer without end")
    return bytes(received)


def _complete(received: bytearray) -> bool:
    """Whether the announced length has come, behind a head other than 100 Continue."""
    head, empty, rest = bytes(received).partition(b"\r\n\r\n")
    announced = [line.partition(b":")[2] for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")]
    length = announced[0].strip() if announced else b""
    return bool(empty and length.isdigit() and len(rest) >= int(length[:_MOST_DIGITS]))


def payload(answer: bytes) -> bytes:
    """The body of an HTTP answer with status 200, whole, unpacked if it came in chunks. Raises `IppError`."""
    status, _, rest = answer.partition(b"\r\n")
    words = status.split(b" ", 2)
    if len(words) < 2 or not words[0].startswith(b"HTTP/") or not words[1].isdigit():  # noqa: PLR2004
        raise IppError("not HTTP")
    if words[1] != _STATUS_OK:
        raise IppError(f"HTTP status {words[1][:3].decode()}")
    stream = BytesIO(rest)
    try:
        headers = parse_headers(stream)
    except HTTPException as error:
        raise IppError("headers without end") from error
    return _unchunked(stream) if headers.get("Transfer-Encoding", "").lower() == "chunked" else stream.read()


def _unchunked(stream: BytesIO) -> bytes:
    out = bytearray()
    while True:
        try:
            length = int(stream.readline().split(b";")[0], 16)
        except ValueError as error:
            raise IppError("a chunk without length") from error
        if length <= 0:
            return bytes(out)
        if length > MOST_BYTES:
            raise IppError("a chunk that is too long")
        out += stream.read(length)
        stream.readline()
