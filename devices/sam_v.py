"""The frames of the SAM-V protocol, spoken by resident identity card readers: built, cut from a stream, taken apart."""

from dataclasses import dataclass
from enum import Enum, unique
from typing import Final

PREAMBLE: Final = bytes.fromhex("AAAAAA9669")
MAX_LENGTH: Final = 0x1000
"""No answer is longer: text, photo and fingerprint together make 2,314 bytes. A greater length is a damaged one."""

_SHORTEST: Final = 4  # three status bytes and the checksum
_TEXT_LENGTH: Final = 256
_SAM_ID_LENGTH: Final = 16


class SamVError(ValueError):
    """The payload of a whole, undamaged frame is not what its command answers."""


@unique
class Command(Enum):
    """What the host asks: command byte and parameter."""

    RESET = b"\x10\xff"
    STATUS = b"\x11\xff"
    SAM_ID = b"\x12\xff"
    FIND = b"\x20\x01"
    SELECT = b"\x20\x02"
    READ = b"\x30\x01"
    READ_WITH_FINGERPRINT = b"\x30\x10"
    NEW_ADDRESS = b"\x30\x03"

    @property
    def frame(self) -> bytes:
        """The command as it goes over the line."""
        return build(self.value)


@unique
class Sw(Enum):
    """SW3, the third status byte: the only one of the three that says anything."""

    SUCCESS = 0x90
    NO_SUCH_CONTENT = 0x91
    CARD_FOUND = 0x9F
    CHECKSUM_ERROR = 0x10
    LENGTH_ERROR = 0x11
    UNKNOWN_COMMAND = 0x21
    NOT_PERMITTED = 0x23
    UNKNOWN_ERROR = 0x24
    CARD_REFUSES_SAM = 0x31
    SAM_REFUSES_CARD = 0x32
    INFORMATION_ERROR = 0x33
    UNIDENTIFIED_CARD = 0x40
    READ_FAILED = 0x41
    CHALLENGE_FAILED = 0x47
    SELF_TEST_FAILED = 0x60
    UNAUTHORISED = 0x66
    NO_CARD = 0x80
    SELECT_FAILED = 0x81


@dataclass(frozen=True, slots=True)
class Reply:
    """One answer: SW3 as a number (a reader may send one that no list has) and the data behind the status."""

    sw3: int
    data: bytes

    def __repr__(self) -> str:
        return f"Reply(sw3={self.sw3:02X}, {len(self.data)} bytes)"


@unique
class Damage(Enum):
    """What was wrong with a frame that was cut from the stream."""

    CHECKSUM = "checksum"
    LENGTH = "length"


def build(body: bytes) -> bytes:
    """A frame around `body` (command or status and data): preamble, length, body, XOR of length and body."""
    checked = (len(body) + 1).to_bytes(2, "big") + body
    return PREAMBLE + checked + bytes([xor(checked)])


def xor(data: bytes) -> int:
    """The checksum: all bytes XORed."""
    value = 0
    for byte in data:
        value ^= byte
    return value


class FrameCutter:
    """Cuts replies from bytes as they come.

    Bytes before a preamble are garbage. From there on the length says where the frame ends: the preamble may stand
    inside a photo, so nothing is searched for within a frame, not even when its checksum turns out wrong.
    """

    def __init__(self) -> None:
        self._held = bytearray()

    def feed(self, data: bytes) -> tuple[Reply | Damage, ...]:
        """Take the bytes in and give what they complete, in order."""
        self._held += data
        found: list[Reply | Damage] = []
        while (one := self._cut()) is not None:
            found.append(one)
        return tuple(found)

    @property
    def wanted(self) -> int:
        """How many bytes must at least still come before `feed` can give the next frame."""
        head = len(PREAMBLE) + 2
        if len(self._held) < head:
            return head - len(self._held)
        return head + self._length() - len(self._held)

    @property
    def started(self) -> bool:
        """Whether a frame has begun and is not whole yet."""
        return bool(self._held)

    def forget(self) -> None:
        """Drop a frame that has begun: its rest will not come."""
        self._held.clear()

    def _cut(self) -> Reply | Damage | None:
        self._drop_garbage()
        start = len(PREAMBLE) + 2
        if len(self._held) < start:
            return None
        length = self._length()
        if not _SHORTEST <= length <= MAX_LENGTH:
            del self._held[: len(PREAMBLE)]
            return Damage.LENGTH
        if len(self._held) < start + length:
            return None
        checked = bytes(self._held[start - 2 : start + length])
        del self._held[: start + length]
        return Damage.CHECKSUM if xor(checked) else Reply(checked[4], checked[5:-1])

    def _length(self) -> int:
        return int.from_bytes(self._held[len(PREAMBLE) : len(PREAMBLE) + 2], "big")

    def _drop_garbage(self) -> None:
        """Leave the buffer empty, or beginning with a preamble or with the part of one that has come."""
        at = self._held.find(PREAMBLE)
        if at < 0:
            at = len(self._held) - _overlap(self._held)
        del self._held[:at]


def _overlap(held: bytearray) -> int:
    """How many of the last bytes may be the beginning of a preamble."""
    most = min(len(PREAMBLE) - 1, len(held))
    return next((n for n in range(most, 0, -1) if held.endswith(PREAMBLE[:n])), 0)


@dataclass(frozen=True, slots=True, repr=False)
class Blocks:
    """What a card holds: text (256 bytes of UTF-16LE), photo (WLT, 1,024 bytes, undecoded), fingerprint or none."""

    text: bytes
    photo: bytes
    fingerprint: bytes = b""


def card_blocks(data: bytes, *, fingerprint: bool = False) -> Blocks:
    """Take the data of `READ` or `READ_WITH_FINGERPRINT` apart: length words, big-endian, then the blocks.

    Raises `SamVError` if the lengths do not add up to the data, or the text is not 256 bytes long.
    """
    words = 3 if fingerprint else 2
    lengths = [int.from_bytes(data[2 * n : 2 * n + 2], "big") for n in range(words)]
    if len(data) != 2 * words + sum(lengths) or lengths[0] != _TEXT_LENGTH:
        raise SamVError(f"blocks of {lengths} in {len(data)} bytes")
    at = 2 * words
    blocks: list[bytes] = []
    for length in lengths:
        blocks.append(data[at : at + length])
        at += length
    return Blocks(*blocks)


def sam_id(data: bytes) -> str:
    """The SAM's number as printed on its label, `05.01-20110101-0001234567-0012345678`, from 16 bytes.

    Two little-endian 16-bit numbers, then three of 32 bits: date of manufacture, serial number, random number.
    """
    if len(data) != _SAM_ID_LENGTH:
        raise SamVError(f"SAM id of {len(data)} bytes")
    kind, version = (int.from_bytes(data[n : n + 2], "little") for n in (0, 2))
    made, serial, drawn = (int.from_bytes(data[n : n + 4], "little") for n in (4, 8, 12))
    return f"{kind:02d}.{version:02d}-{made:08d}-{serial:010d}-{drawn:010d}"
