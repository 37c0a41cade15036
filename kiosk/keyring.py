"""The terminal's own key, and what is derived from it: keyed digests of persons and cards, and wrapped keys.

The key lies in a file that only the service's user can read. It keeps a copied journal, a backup or a disk sent in for
repair without that file from being read. It does not protect against whoever can read the whole disk of this
terminal, or is root on it: the file lies beside what it protects, and ID numbers are few enough to be tried out
against a digest once the key is known.
"""

import hashlib
import hmac
import os
import secrets
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.keywrap import InvalidUnwrap, aes_key_unwrap, aes_key_wrap

from kiosk.files import OTHERS_MAY
from kiosk.whole_file import sync

KEY_BYTES: Final = 32
NONCE_BYTES: Final = 12


class KeyringError(Exception):
    """The key file cannot be used: not readable, of the wrong size, or open to other users."""


class SealBrokenError(Exception):
    """Something sealed cannot be opened: made with another key, put in another place, or damaged."""


class Keyring:
    """Everything secret that the terminal keeps for itself. `open` makes it from the key file."""

    def __init__(self, key: bytes) -> None:
        if len(key) != KEY_BYTES:
            raise KeyringError(f"a key of {len(key)} bytes; it should have {KEY_BYTES}")
        self._key = key

    @classmethod
    def open(cls, path: Path) -> "Keyring":
        """The key in `path`, which is made when there is none (mode 0600). `KeyringError` when it cannot be used."""
        try:
            if not path.exists():
                _create(path)
            return cls(_read(path))
        except OSError as error:
            raise KeyringError(f"{path}: {error.strerror}") from error

    def digest(self, purpose: str, value: str) -> str:
        """32 hexadecimal digits that stand for `value` on this terminal, in nothing but this purpose."""
        return hmac.digest(self._derived(purpose), value.encode(), hashlib.sha256).hex()[:32]

    def of_the_day(self, day: date) -> bytes:
        """The event log's key for persons. A new one each day: nobody can be followed from one day's log to the next,
        yet with this keyring a known ID number can be found in the log of a known day.
        """
        return self._derived(f"log {day.isoformat()}")

    def new_key(self) -> tuple[bytes, bytes]:
        """A fresh key and the same key wrapped (RFC 3394): only the second may be stored."""
        key = secrets.token_bytes(KEY_BYTES)
        return key, aes_key_wrap(self._derived("wrap"), key)

    def unwrapped(self, wrapped: bytes) -> bytes:
        """The key in `wrapped`; `SealBrokenError` when this keyring did not wrap it."""
        try:
            return aes_key_unwrap(self._derived("wrap"), wrapped)
        except (InvalidUnwrap, ValueError) as error:
            raise SealBrokenError("wrapped key") from error

    def purpose(self, purpose: str) -> bytes:
        """A key for one purpose alone, the same at every start."""
        return self._derived(f"for {purpose}")

    def _derived(self, purpose: str) -> bytes:
        return hmac.digest(self._key, f"kiosk {purpose}".encode(), hashlib.sha256)

    def __repr__(self) -> str:
        return "Keyring()"


def seal(key: bytes, plain: bytes, place: str) -> bytes:
    """AES-256-GCM: nonce, ciphertext, tag. `place` says where it belongs; elsewhere it does not open."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, plain, place.encode())


def unseal(key: bytes, sealed: bytes, place: str) -> bytes:
    """What `seal` was given; `SealBrokenError` for anything else."""
    try:
        return AESGCM(key).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], place.encode())
    except (InvalidTag, ValueError) as error:
        raise SealBrokenError(place) from error


def _create(path: Path) -> None:
    """Write the whole key aside, then give it its name: a power cut leaves either no key file or a complete one."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    aside = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    descriptor = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        os.write(descriptor, secrets.token_bytes(KEY_BYTES))
        os.fsync(descriptor)
        with suppress(FileExistsError):  # another process was quicker: its key counts
            os.link(aside, path)
    finally:
        os.close(descriptor)
        aside.unlink()
    sync(path.parent)


def _read(path: Path) -> bytes:
    status = path.stat()
    if status.st_mode & OTHERS_MAY:
        raise KeyringError(f"{path}: other users may read it; `chmod 600` it, and ask yourself who has")
    if status.st_uid != os.geteuid():
        raise KeyringError(f"{path}: should belong to the user who runs the terminal")
    key = path.read_bytes()
    if len(key) != KEY_BYTES:
        raise KeyringError(f"{path}: should hold {KEY_BYTES} bytes; it holds {len(key)}")
    return key
