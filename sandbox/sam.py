"""The SAM-V module inside an ID card reader: command frames in, answer frames out, no wire (SAM_V 通信协议).

Host → reader  AA AA AA 96 69 | LenH LenL | CMD PARA [data] | CHK
Reader → host  AA AA AA 96 69 | LenH LenL | SW1 SW2 SW3 [data] | CHK
The length counts all that follows it; CHK is the XOR of length and all that follows up to CHK.
"""

from collections.abc import Callable
from enum import Enum, unique

from sandbox.id_card import address_block, photo_block, text_block
from sandbox.people import Person

PREAMBLE = bytes.fromhex("AAAAAA9669")
SAM_ID = bytes.fromhex("05000100 15DB3201 87D61200 4E61BC00")
"""05.01-20110101-0001234567-0012345678."""

OK = 0x90
NO_SUCH_CONTENT = 0x91
FOUND = 0x9F
WRONG_CHECKSUM = 0x10
WRONG_LENGTH = 0x11
UNKNOWN_COMMAND = 0x21
READ_FAILED = 0x41
SELF_TEST_FAILED = 0x60
UNAUTHORISED = 0x66
NO_CARD = 0x80
NOT_SELECTED = 0x81


@unique
class Place(Enum):
    """How far the dialogue with the card that lies on the reader has come."""

    NONE = "none"
    PRESENTED = "presented"
    FOUND = "found"
    SELECTED = "selected"
    READ = "read"


@unique
class Command(Enum):
    """CMD and PARA; sleep and wake have no PARA."""

    RESET = b"\x10\xff"
    STATUS = b"\x11\xff"
    SAM_ID = b"\x12\xff"
    FIND = b"\x20\x01"
    SELECT = b"\x20\x02"
    READ = b"\x30\x01"
    READ_WITH_FINGERPRINT = b"\x30\x10"
    READ_ADDRESS = b"\x30\x03"
    SLEEP = b"\x00"
    WAKE = b"\x01"


BAUD_RATES = frozenset(bytes([0x60, rate]) for rate in range(5))
COMMAND_LENGTHS = (2, 3)
READS = (Command.READ, Command.READ_WITH_FINGERPRINT)
CARD_COMMANDS = (Command.FIND, Command.SELECT, *READS, Command.READ_ADDRESS)


def frame(body: bytes) -> bytes:
    """A whole frame around status words and data."""
    counted = (len(body) + 1).to_bytes(2, "big") + body
    return PREAMBLE + counted + bytes([checksum(counted)])


def checksum(counted: bytes) -> int:
    """XOR over length, status words and data."""
    total = 0
    for byte in counted:
        total ^= byte
    return total


def answer(sw3: int, data: bytes = b"") -> bytes:
    """An answer frame; SW1 and SW2 are always 00."""
    return frame(b"\0\0" + bytes([sw3]) + data)


class SamModule:
    """The states of the module and of the card on it; `refusals` says which commands fail, and with which SW3."""

    def __init__(self, *, stays_findable: bool = False) -> None:
        self.place = Place.NONE
        self.person: Person | None = None
        self.addresses: tuple[str, ...] = ()
        self.fingerprint = b""
        self.photo: bytes | None = None
        self.refusals: dict[Command, int] = {}
        self._stays_findable = stays_findable
        self._pending = bytearray()

    def lay(self, person: Person) -> None:
        """Put a card on the reader; one that lay there is gone."""
        self.person, self.place = person, Place.PRESENTED

    def lift(self) -> None:
        """Take the card away."""
        self.person, self.place = None, Place.NONE

    def restart(self) -> None:
        """As after a reset of the module: the card that lies there is to be found anew."""
        self._pending.clear()
        self.place = Place.NONE if self.person is None else Place.PRESENTED

    def feed(self, data: bytes) -> list[tuple[Command | None, bytes]]:
        """Take bytes as they come; each complete command with the answer frame to it (None: not understood)."""
        self._pending += data
        answers: list[tuple[Command | None, bytes]] = []
        while (request := self._next_request()) is not None:
            answers.append(request)
        return answers

    def _next_request(self) -> tuple[Command | None, bytes] | None:
        start = self._pending.find(PREAMBLE)
        if start < 0:
            del self._pending[: -len(PREAMBLE) + 1]
            return None
        del self._pending[:start]
        header = len(PREAMBLE) + 2
        if len(self._pending) < header:
            return None
        length = int.from_bytes(self._pending[len(PREAMBLE) : header], "big")
        if length not in COMMAND_LENGTHS:
            del self._pending[:header]
            return None, answer(WRONG_LENGTH)
        if len(self._pending) < header + length:
            return None
        counted = bytes(self._pending[len(PREAMBLE) : header + length])
        del self._pending[: header + length]
        return self._judge(counted)

    def _judge(self, counted: bytes) -> tuple[Command | None, bytes]:
        body = counted[2:-1]
        if checksum(counted):
            return None, answer(WRONG_CHECKSUM)
        if body in BAUD_RATES:
            return None, answer(OK)
        try:
            command = Command(body)
        except ValueError:
            return None, answer(UNKNOWN_COMMAND)
        return command, self._carry_out(command)

    def _carry_out(self, command: Command) -> bytes:
        if command in self.refusals and not self._would_fail_anyway(command):
            self._after_refusal(command)
            return answer(self.refusals[command])
        return self._actions()[command]()

    def _would_fail_anyway(self, command: Command) -> bool:
        module_itself = self.refusals[command] in {UNAUTHORISED, SELF_TEST_FAILED}
        return not module_itself and self.place is Place.NONE and command in CARD_COMMANDS

    def _after_refusal(self, command: Command) -> None:
        if command in CARD_COMMANDS and self.person is not None:
            self.place = Place.PRESENTED

    def _actions(self) -> dict[Command, Callable[[], bytes]]:
        return {
            Command.RESET: self._reset,
            Command.STATUS: lambda: answer(OK),
            Command.SAM_ID: lambda: answer(OK, SAM_ID),
            Command.FIND: self._find,
            Command.SELECT: self._select,
            Command.READ: self._read,
            Command.READ_WITH_FINGERPRINT: self._read_with_fingerprint,
            Command.READ_ADDRESS: self._read_address,
            Command.SLEEP: lambda: answer(OK),
            Command.WAKE: lambda: answer(OK),
        }

    def _reset(self) -> bytes:
        self.place = Place.NONE if self.person is None else Place.PRESENTED
        return answer(OK)

    def _find(self) -> bytes:
        if self.place is Place.NONE or (self.place is Place.READ and not self._stays_findable):
            return answer(NO_CARD)
        self.place = Place.FOUND
        return answer(FOUND, bytes(4))

    def _select(self) -> bytes:
        if self.place is not Place.FOUND:
            return answer(NOT_SELECTED)
        self.place = Place.SELECTED
        return answer(OK, bytes(8))

    def _blocks(self) -> tuple[bytes, bytes] | None:
        if self.person is None or self.place is not Place.SELECTED:
            return None
        self.place = Place.READ
        return text_block(self.person), photo_block(self.person) if self.photo is None else self.photo

    def _read(self) -> bytes:
        blocks = self._blocks()
        return answer(READ_FAILED) if blocks is None else answer(OK, _with_lengths(*blocks))

    def _read_with_fingerprint(self) -> bytes:
        blocks = self._blocks()
        return answer(READ_FAILED) if blocks is None else answer(OK, _with_lengths(*blocks, self.fingerprint))

    def _read_address(self) -> bytes:
        if self.place not in {Place.SELECTED, Place.READ}:
            return answer(READ_FAILED)
        if not self.addresses:
            return answer(NO_SUCH_CONTENT)
        return answer(OK, b"".join(map(address_block, self.addresses)))


def _with_lengths(*blocks: bytes) -> bytes:
    return b"".join(len(block).to_bytes(2, "big") for block in blocks) + b"".join(blocks)
