"""Which made-up resident has whose face."""

import hashlib

from sandbox.faces import FACES

_KNOWN = {"zhang": "collins", "wang": "hopper", "li": "lisa"}


def face_of(key: str) -> str:
    """The face of the resident with that nickname; always the same."""
    return _KNOWN.get(key) or FACES[hashlib.sha256(key.encode()).digest()[0] % len(FACES)]
