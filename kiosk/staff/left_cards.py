"""遗留卡登记: cards that were left behind, who found them, and to whom they were handed, with a checker.

One small file beside the journal, written whole or not at all. Of a card only the last four characters are kept; the
name of whoever took it is sealed with the terminal's key.
"""

import json
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

from kiosk.clock import Wall
from kiosk.keyring import Keyring, seal, unseal
from kiosk.whole_file import write_whole

FILE: Final = "left-cards.json"
KEPT: Final = timedelta(days=180)
"""After it was handed over; what nobody fetched is kept until somebody does."""
KINDS: Final = ("social_security_card", "id_card", "other")


@dataclass(frozen=True, slots=True)
class LeftCard:
    """One card. `found` and `handed` are moments (ISO 8601); `handed` is empty while the card lies in the branch."""

    number: int
    kind: str
    tail: str
    found: str
    finder: str
    handed: str = ""
    to: str = ""
    """Who took it: sealed."""
    giver: str = ""
    checker: str = ""


class LeftCards:
    """The register of one terminal."""

    def __init__(self, folder: Path, keyring: Keyring, wall: Wall) -> None:
        self._file = folder / FILE
        self._keyring = keyring
        self._wall = wall
        self._cards = self._read()

    def here(self) -> tuple[LeftCard, ...]:
        """Those that nobody has fetched, the oldest first."""
        return tuple(card for card in self._cards if not card.handed)

    def enter(self, kind: str, tail: str, finder: str) -> LeftCard:
        """A card was found. `OSError` when it cannot be written: then it is not in the register."""
        number = max((card.number for card in self._cards), default=0) + 1
        card = LeftCard(number, kind, tail, self._wall().isoformat(timespec="minutes"), finder)
        self._keep((*self._cards, card))
        return card

    def hand_over(self, number: int, to: str, giver: str, checker: str) -> None:
        """Somebody took it, and two of the staff stand for it. `OSError` when it cannot be written."""
        handed = self._wall().isoformat(timespec="minutes")
        sealed = seal(self._key(), to.encode(), self._place(number)).hex()
        self._keep(
            tuple(
                replace(card, handed=handed, to=sealed, giver=giver, checker=checker) if card.number == number else card
                for card in self._cards
            )
        )

    def taken_by(self, card: LeftCard) -> str:
        """Who took it. `SealBrokenError` where another terminal's key sealed it."""
        return unseal(self._key(), bytes.fromhex(card.to), self._place(card.number)).decode()

    def _key(self) -> bytes:
        return self._keyring.purpose("left cards")

    def _place(self, number: int) -> str:
        return f"left card {number}"

    def _keep(self, cards: tuple[LeftCard, ...]) -> None:
        now = self._wall()
        kept = tuple(card for card in cards if not card.handed or now - datetime.fromisoformat(card.handed) < KEPT)
        write_whole(self._file, json.dumps([asdict(card) for card in kept]))
        self._cards = kept

    def _read(self) -> tuple[LeftCard, ...]:
        """What is in the register. A file that cannot be read is put aside, not written over."""
        try:
            plain: list[dict[str, Any]] = json.loads(self._file.read_text("utf-8"))
            return tuple(LeftCard(**each) for each in plain)
        except FileNotFoundError:
            return ()
        except (ValueError, TypeError):
            self._file.replace(self._file.with_suffix(".unreadable"))
            return ()
