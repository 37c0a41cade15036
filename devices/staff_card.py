"""A staff card: names itself, and proves that it is no copy by answering a challenge with a key that never leaves it.

ISO/IEC 7816-4: SELECT by DF name (11.1.1), READ BINARY of short file 1 (11.2.3) for its number, INTERNAL AUTHENTICATE
(11.5.2) over the challenge. Every call may raise `DeviceError`, `CardError` where the card says no.
"""

from enum import Enum, unique
from typing import Final

from devices.apdu import Apdu, CardError, StatusWord, exchange, transmit
from devices.card_reader import CardConnection, CardFault
from devices.faults import DeviceError

NUMBER_BYTES: Final = 8
_READ_NUMBER = Apdu(0x00, 0xB0, 0x81, 0x00, le=NUMBER_BYTES)


@unique
class Algorithm(Enum):
    """By which cipher the card answers: the challenge is one block of it, and so is the answer."""

    SM4 = "sm4"
    AES = "aes"
    DES = "des"

    @property
    def block(self) -> int:
        """Bytes of one block."""
        return 8 if self is Algorithm.DES else 16


class StaffCard:
    """A powered card. `name`: DF name of the application, 5 to 16 bytes; `key`: its key's reference, 0 to 31."""

    def __init__(self, connection: CardConnection, name: bytes, *, algorithm: Algorithm, key: int) -> None:
        self._connection = connection
        self._name = name
        self._block = algorithm.block
        self._key = key

    def number(self) -> str:
        """Its number, 16 hex digits; `DeviceError` FOREIGN where it is no staff card."""
        _, sw = exchange(self._connection, Apdu(0x00, 0xA4, 0x04, 0x00, self._name, 0))
        if sw != StatusWord.OK:
            raise DeviceError(CardFault.FOREIGN, f"SW {sw:04X} to SELECT")
        number = transmit(self._connection, _READ_NUMBER)
        if len(number) != NUMBER_BYTES:
            raise DeviceError(CardFault.MALFORMED, f"a number of {len(number)} bytes")
        return number.hex().upper()

    def answer(self, challenge: bytes) -> bytes:
        """What the card makes of the challenge, one block, with the key that it proves to hold."""
        if len(challenge) != self._block:
            raise DeviceError(CardFault.REQUEST_INVALID, f"a challenge of {len(challenge)} bytes")
        command = Apdu(0x00, 0x88, 0x00, self._key, challenge, self._block)
        answer = transmit(self._connection, command)
        if len(answer) != self._block:
            raise CardError(StatusWord.OK, command.header, CardFault.MALFORMED)
        return answer
