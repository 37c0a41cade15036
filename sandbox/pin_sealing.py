"""Sealing under a key that terminal and HSM share: SM4 or AES in GCM, nonce first and tag last."""

import secrets
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES, SM4
from cryptography.hazmat.primitives.ciphers.modes import GCM

NONCE_BYTES: Final = 12
TAG_BYTES: Final = 16
_SM4_BYTES: Final = 16


class SealError(ValueError):
    """It cannot be sealed by that cipher, or was sealed by another key, for something else, or is damaged."""


def sealed(cipher: str, key: bytes, plain: bytes, bound_to: str) -> bytes:
    """Nonce, ciphertext, tag."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    steps = _cipher(cipher, key, GCM(nonce)).encryptor()
    steps.authenticate_additional_data(bound_to.encode())
    return nonce + steps.update(plain) + steps.finalize() + steps.tag


def opened(cipher: str, key: bytes, blob: bytes, bound_to: str) -> bytes:
    """What `sealed` was given."""
    if len(blob) < NONCE_BYTES + TAG_BYTES:
        raise SealError("too short")
    nonce, body, tag = blob[:NONCE_BYTES], blob[NONCE_BYTES:-TAG_BYTES], blob[-TAG_BYTES:]
    steps = _cipher(cipher, key, GCM(nonce, tag)).decryptor()
    steps.authenticate_additional_data(bound_to.encode())
    try:
        return steps.update(body) + steps.finalize()
    except InvalidTag:
        raise SealError("not sealed by this key for this") from None


def _cipher(name: str, key: bytes, mode: GCM) -> Cipher[GCM]:
    match name:
        case "sm4":
            return Cipher(SM4(key[:_SM4_BYTES]), mode)
        case "aes":
            return Cipher(AES(key), mode)
        case _:
            raise SealError("sm4 or aes")
