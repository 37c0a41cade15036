"""Command and response APDUs of ISO/IEC 7816-4, and the exchange that follows 61xx and 6Cxx within bounds."""

from dataclasses import dataclass, field
from enum import IntEnum, unique
from typing import Protocol

from devices.card_reader import CardFault
from devices.faults import DeviceError, Fault

_WHOLE_BYTE = 256
_STATUS_BYTES = 2
_WRONG_LE = 0x6C
_MORE_TO_FETCH = 0x61
_MOST_CONTINUATIONS = 16
"""How often a card may answer 61xx to one command: 4 KiB, more than any file that is read here."""


@unique
class StatusWord(IntEnum):
    """SW1 SW2 of the social security card application (LD/T 32.5, status words)."""

    OK = 0x9000
    MEMORY_FAILURE = 0x6581
    WRONG_LENGTH = 0x6700
    NOT_ACCEPTED = 0x6901
    WRONG_FILE_STRUCTURE = 0x6981
    SECURITY_NOT_SATISFIED = 0x6982
    METHOD_BLOCKED = 0x6983
    REFERENCE_INVALID = 0x6984
    CONDITIONS_NOT_SATISFIED = 0x6985
    NO_CURRENT_FILE = 0x6986
    SECURE_MESSAGING_WRONG = 0x6988
    WRONG_DATA = 0x6A80
    CARD_BLOCKED = 0x6A81
    FILE_NOT_FOUND = 0x6A82
    RECORD_NOT_FOUND = 0x6A83
    NO_SPACE = 0x6A84
    LENGTH_CONTRADICTS_TLV = 0x6A85
    WRONG_PARAMETERS = 0x6A86
    KEY_NOT_FOUND = 0x6A88
    WRONG_OFFSET = 0x6B00
    UNKNOWN_INSTRUCTION = 0x6D00
    UNKNOWN_CLASS = 0x6E00
    NO_DIAGNOSIS = 0x6F00
    MAC_INVALID = 0x9302
    APPLICATION_BLOCKED = 0x9303
    MAC_UNAVAILABLE = 0x9406


_NAMED: dict[int, Fault] = {
    StatusWord.MEMORY_FAILURE: CardFault.WORN,
    StatusWord.SECURITY_NOT_SATISFIED: CardFault.AUTHENTICATION_MISSING,
    StatusWord.METHOD_BLOCKED: CardFault.AUTHENTICATION_BLOCKED,
    StatusWord.CARD_BLOCKED: CardFault.BLOCKED,
    StatusWord.APPLICATION_BLOCKED: CardFault.APPLICATION_BLOCKED,
}


def fault_of(sw: int) -> Fault:
    """The fault that a status word means wherever it comes up; `REFUSED` where the word has no name of its own."""
    return _NAMED.get(sw, CardFault.REFUSED)


class CardError(DeviceError):
    """The card said no. `sw` is its status word; the command is named by its four header bytes alone."""

    def __init__(self, sw: int, header: bytes, fault: Fault | None = None) -> None:
        super().__init__(fault or fault_of(sw), f"SW {sw:04X} to {header.hex(' ').upper()}")
        self.sw = sw
        self.header = header


@dataclass(frozen=True, slots=True)
class Apdu:
    """A short command APDU. `le` is 1 to 256 bytes expected, or None for none. A PIN never goes into one."""

    cla: int
    ins: int
    p1: int
    p2: int
    data: bytes = b""
    le: int | None = None
    _encoded: bytes = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Encode once: commands are constants, sent to one card after the other."""
        body = bytes((len(self.data),)) + self.data if self.data else b""
        le = b"" if self.le is None else bytes((self.le % _WHOLE_BYTE,))
        object.__setattr__(self, "_encoded", self.header + body + le)

    @property
    def header(self) -> bytes:
        """CLA INS P1 P2."""
        return bytes((self.cla, self.ins, self.p1, self.p2))

    def __bytes__(self) -> bytes:
        """The command as it goes to the card (ISO/IEC 7816-3, cases 1 to 4; an Le of 256 is written 00)."""
        return self._encoded

    def expecting(self, le: int) -> "Apdu":
        """The same command with another Le."""
        return Apdu(self.cla, self.ins, self.p1, self.p2, self.data, le)

    def __repr__(self) -> str:
        return f"Apdu({self.header.hex(' ').upper()}, {len(self.data)} bytes, le={self.le})"


def response_of(raw: bytes) -> tuple[bytes, int]:
    """Data and status word of a short response APDU; `DeviceError(CardFault.MALFORMED)` if it can be none."""
    if not _STATUS_BYTES <= len(raw) <= _WHOLE_BYTE + _STATUS_BYTES:
        raise DeviceError(CardFault.MALFORMED, f"a response of {len(raw)} bytes")
    return raw[:-_STATUS_BYTES], int.from_bytes(raw[-_STATUS_BYTES:], "big")


class _Wire(Protocol):
    def transmit(self, apdu: bytes | bytearray) -> tuple[bytes, int]: ...


def exchange(wire: _Wire, command: Apdu) -> tuple[bytes, int]:
    """Send `command`, once again with the right length after 6Cxx, and fetch what 61xx announces; data and last SW.

    Raises `DeviceError(CardFault.MALFORMED)` when more comes than was asked for or announced, or no end comes.
    """
    data, sw = _bounded(wire, command)
    if sw >> 8 == _WRONG_LE:
        data, sw = _bounded(wire, command.expecting(sw & 0xFF or _WHOLE_BYTE))
    return _continued(wire, data, sw) if sw >> 8 == _MORE_TO_FETCH else (data, sw)


def transmit(wire: _Wire, command: Apdu) -> bytes:
    """The data of a command that must succeed; any other status word than 9000 raises `CardError`."""
    data, sw = exchange(wire, command)
    if sw != StatusWord.OK:
        raise CardError(sw, command.header)
    return data


def _continued(wire: _Wire, data: bytes, sw: int) -> tuple[bytes, int]:
    for _ in range(_MOST_CONTINUATIONS):
        more, sw = _bounded(wire, Apdu(0x00, 0xC0, 0x00, 0x00, le=sw & 0xFF or _WHOLE_BYTE))
        data += more
        if sw >> 8 != _MORE_TO_FETCH:
            return data, sw
    raise DeviceError(CardFault.MALFORMED, "61xx without an end")


def _bounded(wire: _Wire, command: Apdu) -> tuple[bytes, int]:
    data, sw = wire.transmit(bytes(command))
    most = _WHOLE_BYTE if command.le is None else command.le
    if len(data) > most:
        raise DeviceError(CardFault.MALFORMED, f"{len(data)} bytes where {most} were asked for")
    return data, sw
