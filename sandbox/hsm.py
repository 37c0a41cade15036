"""The bureau's hardware security module, on test keys: it proves to a card, for a terminal that holds no key itself."""

import secrets
from threading import Lock
from typing import NamedTuple

from sandbox.keys import (
    CHALLENGE_BYTES,
    HISTORICAL_BYTES,
    MAC_BYTES,
    TEST_ROOTS,
    Algorithm,
    KeySet,
    authentication_value,
    card_key,
    encrypt,
    mac,
    session_key,
)
from sandbox.pin_sealing import SealError, opened, sealed

AREA_DIGITS = 6
IDENTIFIER_BYTES = 16
KEY_BYTES = {"sm4": 16, "aes": 32}
"""Cipher of the PIN's way from terminal to HSM → bytes of its keys."""
MOST_SESSIONS = 200
"""Keys for PINs that are kept at a time."""
PIN_BLOCK_BYTES = 16
LEAST_PIN_BYTES, MOST_PIN_BYTES = 2, 8
"""Of a PIN in BCD; a block is its length, its bytes, and zeros."""


TEST_TERMINAL_KEY = bytes.fromhex("8F0E7A1B5C2D3E4F60718293A4B5C6D7E8F90A1B2C3D4E5F6071829304A5B6C7")
"""What the terminals of a sandbox share with this module: public, and of no use anywhere else."""


class HsmError(ValueError):
    """The module cannot work with what it was given; the message names the item, never its value."""


class ReadingAuthorisation(NamedTuple):
    """Both authentication values, 16 hex digits each; the external one is empty for cards that ask for none."""

    internal_auth: str
    external_auth: str


class Unblocking(NamedTuple):
    """What opens PIN CHANGE/UNBLOCK (16 hex digits), and the key for one PIN, sealed for the terminal (hex)."""

    external_auth: str
    session_key: str


class CardAsked(NamedTuple):
    """The card that is to be commanded, as the terminal read it: area and algorithm as text, the rest in hex."""

    area: str
    reset_info: str
    algorithm: str
    identifier: str


class Hsm:
    """Holds the issuer's root keys; makes the card's key afresh for every question and lets none of them out.

    `terminal_key`: shared with the terminals of this application, 32 bytes of which SM4 uses the first half.
    """

    def __init__(self, roots: KeySet = TEST_ROOTS, terminal_key: bytes = TEST_TERMINAL_KEY) -> None:
        self._roots = roots
        self._terminal_key = terminal_key
        self._sessions: dict[str, tuple[str, bytes]] = {}
        self._lock = Lock()

    def authorise_reading(  # noqa: PLR0917 - the eight items in the order of the standard's string
        self,
        area: str,
        reset_info: str,
        algorithm: str,
        identifier: str,
        internal_factor: str,
        internal_raw: str,
        external_factor: str,
        external_raw: str,
    ) -> ReadingAuthorisation:
        """What the card should have answered to INTERNAL AUTHENTICATE, and what opens its EF06.

        The items are those of ReadCardBas step 1 (LD/T 33), all hex but `area` (six digits): `reset_info` is the 13
        historical bytes, `algorithm` "01" (DES) or "03" (SM4). Generations 1.0 and 2.0 leave the external items empty.
        """
        card = _Card(area, reset_info, algorithm, identifier)
        internal = card.prove(self._roots.internal, internal_factor, internal_raw)
        if not external_factor and not external_raw:
            return ReadingAuthorisation(internal, "")
        return ReadingAuthorisation(internal, card.prove(self._roots.reading, external_factor, external_raw))

    def open_unblocking(self, mark: str, cipher: str, card: CardAsked, factor: str, raw: str) -> Unblocking:
        """Prove the key PUK to the card, and give out a fresh key under which the terminal may bring one new PIN.

        The key is sealed with the terminal's own, for that mark (the key of the operation) and that card; `cipher` is
        "sm4" or "aes".
        """
        value = _Card(*card).prove(self._roots.unblocking, factor, raw)
        key = secrets.token_bytes(KEY_BYTES.get(cipher, 0))
        try:
            blob = sealed(cipher, self._terminal_key, key, f"session-key|{mark}|{card.identifier}")
        except SealError:
            raise HsmError("cipher: sm4 or aes is needed") from None
        with self._lock:
            self._sessions = {**dict(list(self._sessions.items())[-MOST_SESSIONS:]), mark: (cipher, key)}
        return Unblocking(value, blob.hex().upper())

    def command(self, mark: str, card: CardAsked, challenge: str, pin_block: str) -> str:
        """The data field of PIN CHANGE/UNBLOCK for the card's fresh challenge: the new PIN if one was brought, and MAC.

        `pin_block` is "" where the PIN stays as it is. May be asked again: it is for one operation and one card.
        """
        target = _Card(*card)
        session = target.session(self._roots.maintenance, challenge)
        if not pin_block:
            return target.protected(session, 0x00, b"").hex().upper()
        digits = self._new_pin(mark, card.identifier, pin_block)
        return target.protected(session, 0x01, encrypt(target.algorithm, session, digits)).hex().upper()

    def _new_pin(self, mark: str, identifier: str, pin_block: str) -> bytes:
        with self._lock:
            cipher, key = self._sessions.get(mark, ("", b""))
        try:
            plain = opened(cipher, key, bytes.fromhex(pin_block), f"pin-block|{mark}|{identifier}")
        except (SealError, ValueError):
            raise HsmError("pin block: it is not of this operation and card") from None
        if len(plain) != PIN_BLOCK_BYTES or not MOST_PIN_BYTES >= plain[0] >= LEAST_PIN_BYTES:
            raise HsmError("pin block: it holds no PIN")
        return plain[1 : 1 + plain[0]]


class _Card:
    """The card that a question is about: what its keys are diversified by."""

    def __init__(self, area: str, reset_info: str, algorithm: str, identifier: str) -> None:
        self.algorithm = _algorithm(algorithm)
        self._historical = _bytes(reset_info, HISTORICAL_BYTES, "reset information")
        self._area = area
        if not (area.isascii() and area.isdigit() and len(area) == AREA_DIGITS):
            raise HsmError("area: six digits are needed")
        if _bytes(identifier, IDENTIFIER_BYTES, "identifier").hex()[:AREA_DIGITS] != area:
            raise HsmError("identifier: it belongs to another area")

    def prove(self, root: bytes, factor: str, raw: str) -> str:
        """The authentication value under the card's key of that root, upper-case hex."""
        session = self.session(root, factor, "factor")
        value = authentication_value(self.algorithm, session, _bytes(raw, CHALLENGE_BYTES, "raw challenge"))
        return value.hex().upper()

    def session(self, root: bytes, challenge: str, item: str = "challenge") -> bytes:
        """The key for one exchange, from the card's key of that root and a challenge."""
        key = card_key(self.algorithm, root, self._area, self._historical)
        return session_key(self.algorithm, key, _bytes(challenge, CHALLENGE_BYTES, item))

    def protected(self, session: bytes, p2: int, enciphered: bytes) -> bytes:
        """The data field of PIN CHANGE/UNBLOCK (84 24 00 P2): what was enciphered, and the MAC over head and all."""
        head = bytes((0x84, 0x24, 0x00, p2, len(enciphered) + MAC_BYTES))
        return enciphered + mac(self.algorithm, session, head + enciphered)


def _algorithm(code: str) -> Algorithm:
    try:
        return Algorithm(code)
    except ValueError:
        raise HsmError("algorithm: 01 (DES) or 03 (SM4) is needed") from None


def _bytes(text: str, size: int, item: str) -> bytes:
    try:
        data = bytes.fromhex(text)
    except ValueError:
        raise HsmError(f"{item}: hex digits are needed") from None
    if len(data) != size:
        raise HsmError(f"{item}: {size} bytes are needed")
    return data
