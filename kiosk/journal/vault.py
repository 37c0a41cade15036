"""Each operation's personal content under a key of its own, which is wrapped by the terminal's."""

import json
from typing import cast

from kiosk.journal.errors import JournalCorrupt
from kiosk.journal.operation import Json, canonical
from kiosk.keyring import Keyring, SealBrokenError, seal, unseal


class Vault:
    """Seals and opens. Once the wrapped key is destroyed, what was sealed with it is noise."""

    def __init__(self, keyring: Keyring) -> None:
        self._keyring = keyring

    def new_key(self) -> bytes:
        """A fresh key, wrapped."""
        return self._keyring.new_key()[1]

    def seal(self, wrapped: bytes, content: Json, place: str) -> bytes:
        """`content` for the column that `place` names."""
        return seal(self._keyring.unwrapped(wrapped), canonical(content), place)

    def open(self, wrapped: bytes | None, sealed: bytes | None, place: str) -> Json | None:
        """What was sealed; None where nothing was, or where the key is destroyed. `JournalCorrupt` when damaged."""
        if wrapped is None or sealed is None:
            return None
        try:
            return cast("Json", json.loads(unseal(self._keyring.unwrapped(wrapped), sealed, place)))
        except SealBrokenError as error:
            raise JournalCorrupt(f"{place}: damaged, or changed by somebody without the key") from error
