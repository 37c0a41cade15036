"""The points at which flows are broken: each seam of a kind, and what may happen there."""

from dataclasses import dataclass
from enum import Enum, unique

from bureau_relay import Break
from crash_seams import Inside


@unique
class AtCard(Enum):
    """What happens at an APDU."""

    KILLED_BEFORE = "killed, the chip has not acted"
    KILLED_AFTER = "killed, the chip has acted"
    GONE_BEFORE = "card gone, the chip has not acted"
    GONE_AFTER = "card gone, the chip has acted"


WAYS: dict[str, type[Enum]] = {"commit": Inside, "send": Break, "apdu": AtCard, "print": Inside}
"""Seam → what may happen there."""
NOT_THERE = {("commit", Inside.GONE), ("print", Inside.IO_BEFORE), ("print", Inside.IO_AFTER)}


@dataclass(frozen=True)
class Point:
    """The `number`th seam of a kind, and what happens there."""

    seam: str
    number: int
    way: Enum

    def __str__(self) -> str:
        return f"{self.seam} {self.number}: {self.way.value}"


def points(seam: str, count: int) -> list[Point]:
    """Everything that may happen at every seam of one kind."""
    ways = [way for way in WAYS[seam] if (seam, way) not in NOT_THERE]
    return [Point(seam, number, way) for number in range(1, count + 1) for way in ways]
