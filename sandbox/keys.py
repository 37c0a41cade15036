"""The key arithmetic of the social security card: diversified keys, session keys, authentication values, MACs, ciphers.

Source: 社会保障（个人）卡规范 parts 4 and 9 (LD/T 32), with SM4 in the place of the 16-byte block cipher SSF33.
"""

from dataclasses import dataclass
from enum import Enum, unique
from typing import Protocol

from cryptography.hazmat.decrepit.ciphers.algorithms import TripleDES
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import SM4
from cryptography.hazmat.primitives.ciphers.modes import CBC, ECB

HISTORICAL_BYTES = 13
MAC_BYTES = 4
CHALLENGE_BYTES = 8


@unique
class Algorithm(Enum):
    """Tag 86 inside 9F0C of the FCI, and the `alg` item of the HSM strings. SSF33 (02) is not published: not here."""

    DES = "01"
    SM4 = "03"

    @property
    def block(self) -> int:
        """Bytes of one block."""
        return 16 if self is Algorithm.SM4 else 8


class _Steps(Protocol):
    def update(self, data: bytes) -> bytes: ...

    def finalize(self) -> bytes: ...


def _all(steps: _Steps, data: bytes) -> bytes:
    return steps.update(data) + steps.finalize()


def _cipher(algorithm: Algorithm, key: bytes, *, iv: bytes | None = None) -> Cipher[ECB | CBC]:
    """ECB, or CBC with `iv`; an 8-byte DES key is single DES, written as 3DES of three equal keys."""
    mode = ECB() if iv is None else CBC(iv)  # noqa: S305 - the card specification says so
    if algorithm is Algorithm.SM4:
        return Cipher(SM4(key), mode)
    return Cipher(TripleDES((key * 3)[:24]), mode)


def encipher(algorithm: Algorithm, key: bytes, blocks: bytes) -> bytes:
    """ECB over whole blocks."""
    return _all(_cipher(algorithm, key).encryptor(), blocks)


def decipher(algorithm: Algorithm, key: bytes, blocks: bytes) -> bytes:
    """The reverse of `encipher`."""
    return _all(_cipher(algorithm, key).decryptor(), blocks)


def diversify(algorithm: Algorithm, key: bytes, factor: bytes) -> bytes:
    """One level down: the 16-byte key that `key` gives for an 8-byte factor (part 9)."""
    return encipher(algorithm, key, factor + bytes(byte ^ 0xFF for byte in factor))


def factors(area: str, historical: bytes) -> tuple[bytes, bytes, bytes]:
    """The factors of levels 1, 2 and 3: province, city, card (part 9).

    `area` is the six digits of the card's identifier, `historical` the 13 historical bytes of its ATR.
    """
    city = area[:4] + "00" if area.startswith("33") else area
    return f"{area[:2]}0000sh".encode(), f"{city}sx".encode(), historical[5:HISTORICAL_BYTES]


def card_key(algorithm: Algorithm, root: bytes, area: str, historical: bytes) -> bytes:
    """The key on the card: `root` taken through all three levels."""
    key = root
    for factor in factors(area, historical):
        key = diversify(algorithm, key, factor)
    return key


def session_key(algorithm: Algorithm, key: bytes, challenge: bytes) -> bytes:
    """The key for one exchange, 16 bytes (SM4) or 8 (DES), from a challenge of 4, 8 or 16 bytes (part 4)."""
    return encipher(algorithm, key, challenge.ljust(algorithm.block, b"\0")[: algorithm.block])


def authentication_value(algorithm: Algorithm, session: bytes, raw: bytes) -> bytes:
    """The 8 bytes that prove a key: what INTERNAL AUTHENTICATE answers and EXTERNAL AUTHENTICATE brings."""
    out = encipher(algorithm, session, raw.ljust(algorithm.block, b"\0"))
    return _folded(out, CHALLENGE_BYTES)


def mac(algorithm: Algorithm, session: bytes, message: bytes) -> bytes:
    """The 4 bytes that end a protected command; `message` is its header with the full Lc, and its data before the MAC.

    CBC-MAC with a zero vector; SM4 folds the last block, DES keeps its left half.
    """
    padded = _padded(message + b"\x80", algorithm.block)
    encryptor = _cipher(algorithm, session, iv=bytes(algorithm.block)).encryptor()
    last = _all(encryptor, padded)[-algorithm.block :]
    return _folded(last, MAC_BYTES) if algorithm is Algorithm.SM4 else last[:MAC_BYTES]


def encrypt(algorithm: Algorithm, session: bytes, plain: bytes) -> bytes:
    """A length byte and `plain`, padded by 80 00… only where the blocks do not come out even, in ECB."""
    block = bytes([len(plain)]) + plain
    if len(block) % algorithm.block:
        block = _padded(block + b"\x80", algorithm.block)
    return encipher(algorithm, session, block)


def decrypt(algorithm: Algorithm, session: bytes, blocks: bytes) -> bytes | None:
    """What `encrypt` enclosed, or None where the length byte speaks of more than is there."""
    plain = decipher(algorithm, session, blocks)
    return plain[1 : 1 + plain[0]] if plain[0] < len(plain) else None


def _padded(data: bytes, block: int) -> bytes:
    return data + bytes(-len(data) % block)


def _folded(data: bytes, size: int) -> bytes:
    """The XOR of the consecutive pieces of `size` bytes."""
    out = bytes(size)
    for at in range(0, len(data), size):
        out = bytes(a ^ b for a, b in zip(out, data[at : at + size], strict=True))
    return out


@dataclass(frozen=True, repr=False)
class KeySet:
    """The four keys that matter to a terminal, as roots of the issuer or as keys of one card; 16 bytes each."""

    internal: bytes
    """IRK, key 00: proves the card."""
    reading: bytes
    """RKSSSE, key 0A: opens EF06 of a generation 3.0 card."""
    unblocking: bytes
    """PUK, key 06: opens PIN CHANGE/UNBLOCK."""
    maintenance: bytes
    """STKSSSE, key 02: enciphers and signs protected commands."""

    def of_card(self, algorithm: Algorithm, area: str, historical: bytes) -> "KeySet":
        """The keys of one card, made from these roots."""
        roots = (self.internal, self.reading, self.unblocking, self.maintenance)
        return KeySet(*(card_key(algorithm, root, area, historical) for root in roots))

    def as_hex(self) -> dict[str, str]:
        """Upper-case hex by the standard's names."""
        return {
            "IRK": self.internal.hex().upper(),
            "RKSSSE": self.reading.hex().upper(),
            "PUK": self.unblocking.hex().upper(),
            "STKSSSE": self.maintenance.hex().upper(),
        }


TEST_ROOTS = KeySet(
    internal=bytes.fromhex("00112233445566778899AABBCCDDEEFF"),
    reading=bytes.fromhex("0F1E2D3C4B5A69788796A5B4C3D2E1F0"),
    unblocking=bytes.fromhex("102132435465768798A9BACBDCEDFE0F"),
    maintenance=bytes.fromhex("A1B2C3D4E5F60718293A4B5C6D7E8F90"),
)
"""Roots for made-up cards only: public, and of no use anywhere else."""
