"""A new PIN on its way to the HSM: sealed under a session key, for one card and one operation, and for nothing else.

The plain digits that readers' drivers hand to the HSM (LD/T 33, iReloadPIN_HSM_Step2) are not used here.
"""

import os
import secrets
from pathlib import Path
from typing import TYPE_CHECKING, Final

from devices.pin import Pin, overwrite
from kiosk.files import OTHERS_MAY

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers import Cipher
    from cryptography.hazmat.primitives.ciphers.modes import GCM

KEY_BYTES: Final = {"sm4": 16, "aes": 32}
"""Cipher (both in GCM) → bytes of its key."""
FILE_BYTES: Final = 32
NONCE_BYTES: Final = 12
TAG_BYTES: Final = 16
BLOCK_BYTES: Final = 16
"""A PIN's length in bytes, its BCD, and zeros: every PIN makes a block of the same size."""


class PinKeyError(Exception):
    """The terminal's key cannot be used, or what came from the HSM was not sealed with it. Says why, shows nothing."""


class TerminalKey:
    """What this terminal shares with the HSM; opens session keys and nothing else."""

    def __init__(self, cipher: str, key: bytes) -> None:
        self.cipher = cipher
        self._key = key[: KEY_BYTES[cipher]]

    @classmethod
    def open(cls, cipher: str, path: Path) -> "TerminalKey":
        """From a file with 64 hex digits that nobody else may read; `PinKeyError` says what is wrong with it."""
        try:
            if path.stat().st_mode & OTHERS_MAY:
                raise PinKeyError("others may read the file (chmod 600)")
            key = bytes.fromhex(path.read_text("ascii").strip())
        except OSError as error:
            raise PinKeyError(f"it cannot be read: {os.strerror(error.errno or 0)}") from None
        except ValueError:
            raise PinKeyError("it does not hold hex digits") from None
        if len(key) != FILE_BYTES:
            raise PinKeyError(f"it holds {len(key)} bytes instead of {FILE_BYTES}")
        return cls(cipher, key)

    def session_key(self, sealed: str, mark: str, identifier: str) -> "SessionKey":
        """The key that the HSM gave for this operation and this card; `PinKeyError` when it is for another one."""
        blob = bytes.fromhex(sealed)
        if len(blob) != NONCE_BYTES + KEY_BYTES[self.cipher] + TAG_BYTES:
            raise PinKeyError("a session key of another size")
        return SessionKey(self.cipher, self._opened(blob, f"session-key|{mark}|{identifier}"), mark, identifier)

    def _opened(self, blob: bytes, bound_to: str) -> bytes:
        from cryptography.exceptions import InvalidTag  # noqa: PLC0415 - loaded when the first PIN is restored
        from cryptography.hazmat.primitives.ciphers.modes import GCM  # noqa: PLC0415

        nonce, body, tag = blob[:NONCE_BYTES], blob[NONCE_BYTES:-TAG_BYTES], blob[-TAG_BYTES:]
        steps = _cipher(self.cipher, self._key, GCM(nonce, tag)).decryptor()
        steps.authenticate_additional_data(bound_to.encode())
        try:
            return steps.update(body) + steps.finalize()
        except InvalidTag:
            raise PinKeyError("a session key that was not sealed for this") from None


class SessionKey:
    """Good for one block."""

    def __init__(self, cipher: str, key: bytes, mark: str, identifier: str) -> None:
        self._cipher = cipher
        self._key = key
        self._bound_to = f"pin-block|{mark}|{identifier}"

    def seal(self, pin: Pin) -> str:
        """The PIN's block as upper-case hex: nonce, ciphertext, tag. Its plain bytes are overwritten here."""
        from cryptography.hazmat.primitives.ciphers.modes import GCM  # noqa: PLC0415

        nonce, sealed = secrets.token_bytes(NONCE_BYTES), bytearray(2 * BLOCK_BYTES)
        steps = _cipher(self._cipher, self._key, GCM(nonce)).encryptor()
        steps.authenticate_additional_data(self._bound_to.encode())
        try:
            block = _block(pin)
        except ValueError:
            raise PinKeyError("the PIN was wiped before it was sealed") from None
        try:
            length = steps.update_into(block, sealed)
        finally:
            overwrite(block)
        steps.finalize()
        return (nonce + sealed[:length] + steps.tag).hex().upper()


def _block(pin: Pin) -> bytearray:
    """The first byte says how many of the others are the PIN's."""
    block = bytearray(BLOCK_BYTES)
    with pin.block() as digits:
        block[0] = len(digits)
        block[1 : 1 + len(digits)] = digits
    return block


def _cipher(name: str, key: bytes, mode: "GCM") -> "Cipher[GCM]":
    from cryptography.hazmat.primitives.ciphers import Cipher  # noqa: PLC0415
    from cryptography.hazmat.primitives.ciphers.algorithms import AES, SM4  # noqa: PLC0415

    return Cipher(SM4(key) if name == "sm4" else AES(key), mode)
