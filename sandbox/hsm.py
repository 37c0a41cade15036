"""The bureau's hardware security module, on test keys: it proves to a card, for a terminal that holds no key itself."""

from typing import NamedTuple

from sandbox.keys import (
    CHALLENGE_BYTES,
    HISTORICAL_BYTES,
    TEST_ROOTS,
    Algorithm,
    KeySet,
    authentication_value,
    card_key,
    session_key,
)

AREA_DIGITS = 6
IDENTIFIER_BYTES = 16


class HsmError(ValueError):
    """The module cannot work with what it was given; the message names the item, never its value."""


class ReadingAuthorisation(NamedTuple):
    """Both authentication values, 16 hex digits each; the external one is empty for cards that ask for none."""

    internal_auth: str
    external_auth: str


class Hsm:
    """Holds the issuer's root keys; makes the card's key afresh for every question and lets none of them out."""

    def __init__(self, roots: KeySet = TEST_ROOTS) -> None:
        self._roots = roots

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


class _Card:
    """The card that a question is about: what its keys are diversified by."""

    def __init__(self, area: str, reset_info: str, algorithm: str, identifier: str) -> None:
        self._algorithm = _algorithm(algorithm)
        self._historical = _bytes(reset_info, HISTORICAL_BYTES, "reset information")
        self._area = area
        if not (area.isascii() and area.isdigit() and len(area) == AREA_DIGITS):
            raise HsmError("area: six digits are needed")
        if _bytes(identifier, IDENTIFIER_BYTES, "identifier").hex()[:AREA_DIGITS] != area:
            raise HsmError("identifier: it belongs to another area")

    def prove(self, root: bytes, factor: str, raw: str) -> str:
        """The authentication value under the card's key of that root, upper-case hex."""
        key = card_key(self._algorithm, root, self._area, self._historical)
        session = session_key(self._algorithm, key, _bytes(factor, CHALLENGE_BYTES, "factor"))
        value = authentication_value(self._algorithm, session, _bytes(raw, CHALLENGE_BYTES, "raw challenge"))
        return value.hex().upper()


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
