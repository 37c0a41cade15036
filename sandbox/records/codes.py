"""Check codes of printed records: eight characters that name the record, and four that its contents decide."""

import hashlib
import json
import secrets
from collections.abc import Mapping
from typing import Any, Final

ALPHABET: Final = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""No 0 and O, no 1 and I: codes are read from paper."""
SAMPLE: Final = "S"
"""What every code of the sandbox begins with; the form of real ones is not imitated."""
_NAME, _SEAL = 8, 4
_KEY: Final = secrets.token_bytes(32)


def new_name() -> str:
    """Eight characters that nobody can guess."""
    return "".join(secrets.choice(ALPHABET) for _ in range(_NAME))


def seal_of(name: str, contents: Mapping[str, Any]) -> str:
    """Four characters that only the bureau can reckon from a record's contents."""
    written = json.dumps(contents, ensure_ascii=False, sort_keys=True).encode()
    digest = hashlib.blake2b(name.encode() + written, key=_KEY, digest_size=_SEAL).digest()
    return "".join(ALPHABET[byte % len(ALPHABET)] for byte in digest)


def written(name: str, seal: str) -> str:
    """As it stands on paper: S-XXXX-XXXX-XXXX."""
    return "-".join((SAMPLE, name[:4], name[4:], seal))


def taken_apart(code: str) -> tuple[str, str] | None:
    """Name and seal of a code as somebody typed it; None for what cannot be one."""
    bare = "".join(char for char in code.upper() if char.isalnum())
    if len(bare) != 1 + _NAME + _SEAL or not bare.startswith(SAMPLE) or not set(bare[1:]) <= set(ALPHABET):
        return None
    return bare[1 : 1 + _NAME], bare[1 + _NAME :]
