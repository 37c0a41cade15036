"""The chip of a made-up staff card: a number that anybody may read, and a key that answers challenges (ISO 7816-4)."""

from cryptography.hazmat.decrepit.ciphers.algorithms import TripleDES
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES, SM4
from cryptography.hazmat.primitives.ciphers.modes import ECB

NAME = bytes.fromhex("F053544146460001")
"""DF name of the application, of the proprietary kind (ISO/IEC 7816-5): "STAFF"."""
ALGORITHMS = {"sm4": SM4, "aes": AES, "des": TripleDES}
BLOCKS = {"sm4": 16, "aes": 16, "des": 8}
"""Bytes."""
_ATR = bytes.fromhex("3B8580018073C821100E")
_SELECT, _READ, _AUTHENTICATE = b"\x00\xa4\x04\x00", b"\x00\xb0\x81\x00", b"\x00\x88\x00"
_OK, _NOT_FOUND, _WRONG_LENGTH, _NO_KEY, _UNKNOWN = (
    bytes.fromhex(word) for word in ("9000", "6A82", "6700", "6A88", "6D00")
)


def answered(algorithm: str, key: bytes, challenge: bytes) -> bytes:
    """One block enciphered: what card and bureau both compute. `key`: 16 bytes, two keys of DES."""
    cipher = ALGORITHMS[algorithm](key + key[:8] if algorithm == "des" else key)
    encryptor = Cipher(cipher, ECB()).encryptor()  # noqa: S305 - one block
    return encryptor.update(challenge) + encryptor.finalize()


class StaffChip:
    """One card; `number` is 16 hex digits, `key` 16 bytes."""

    atr = _ATR

    def __init__(self, number: str, key: bytes, algorithm: str = "sm4") -> None:
        self._number = bytes.fromhex(number)
        self._key = key
        self._algorithm = algorithm
        self._selected = False

    def power_on(self) -> None:
        """Nothing is selected."""
        self._selected = False

    def power_off(self) -> None:
        """Nothing to forget."""

    def transmit(self, apdu: bytes) -> bytes:
        """SELECT, READ BINARY of short file 1, INTERNAL AUTHENTICATE."""
        if apdu.startswith(_SELECT):
            self._selected = apdu[5 : 5 + apdu[4]] == NAME
            return _OK if self._selected else _NOT_FOUND
        if not self._selected:
            return _UNKNOWN
        if apdu.startswith(_READ):
            return self._number + _OK
        return self._authenticated(apdu) if apdu.startswith(_AUTHENTICATE) else _UNKNOWN

    def _authenticated(self, apdu: bytes) -> bytes:
        challenge = apdu[5 : 5 + apdu[4]]
        if apdu[3] != 0:
            return _NO_KEY
        if len(challenge) != BLOCKS[self._algorithm]:
            return _WRONG_LENGTH
        return answered(self._algorithm, self._key, challenge) + _OK
