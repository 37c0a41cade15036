"""A staff password: typed like a PIN, never sent, and never kept but as what Argon2id makes of it."""

import hashlib
import hmac
from dataclasses import dataclass, field
from typing import Final, cast

from devices.pin import Pin
from kiosk.backend.client import Bureau
from kiosk.backend.staff import Challenge

KEY_BYTES: Final = 32
LEAST, MOST = 6, 12
"""Digits of a password."""


def derived(password: Pin, challenge: Challenge) -> bytes:
    """The key that password and salt give: Argon2id (RFC 9106) over the digits as packed BCD, an odd last nibble F."""
    from cryptography.hazmat.primitives.kdf.argon2 import Argon2id  # noqa: PLC0415 - nobody signs in at the start

    deriving = Argon2id(
        salt=bytes.fromhex(challenge.salt),
        length=KEY_BYTES,
        iterations=challenge.passes,
        lanes=1,
        memory_cost=challenge.memory_kib,
    )
    with password.block() as block:
        return deriving.derive(cast("bytes", block))  # takes any buffer; bytes are what nobody could overwrite


def answer(key: bytes, number: str, nonce: str) -> str:
    """What proves to the bureau that the key is known: HMAC-SHA-256 over number and nonce, in hexadecimal."""
    return hmac.digest(key, f"{number} {nonce}".encode(), hashlib.sha256).hex()


def verifier(key: bytes) -> str:
    """What the terminal keeps to know the key again; it opens nothing at the bureau."""
    return hashlib.sha256(b"kiosk staff " + key).hexdigest()


@dataclass(frozen=True)
class Answered:
    """A challenge of the bureau's and what was made of it: the key, and the answer that shows that it is known."""

    challenge: Challenge
    key: bytes = field(repr=False)
    said: str = field(repr=False)


def answered(bureau: Bureau, number: str, password: Pin, *about: str) -> Answered:
    """A fresh challenge, answered. `about`: what else the answer is bound to. On the line's own thread: it takes time.

    Raises as all calls do.
    """
    challenge = bureau.staff_challenge(number)
    key = derived(password, challenge)
    return Answered(challenge, key, answer(key, number, " ".join((challenge.nonce, *about))))
