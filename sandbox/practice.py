"""Faults for practice: drawn by a seed, each of another part, all of them lasting and to be seen at rest."""

from collections.abc import Iterable, Mapping, Sequence
from random import Random
from types import MappingProxyType
from typing import Final

from sandbox.part import CommandError, Part

COUNT: Final = 5
LASTING: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType({
    "backend": (
        *("down", "error500", "garbage", "bad-schema", "not-http", "signature", "clock", "live", "refuse"),
        "wrong-echo",
    ),
    "id-reader": ("silent", "wrong-checksum", "stall", "dropped", "gone", "sam-unauthorised", "sam-selftest"),
    "printer": (
        *("paper-out", "near-end", "cover-open", "cutter", "head-hot", "head-broken"),
        *("offline", "silent", "noise", "gone"),
    ),
    "pin-pad": (
        *("tampered", "removed", "battery-low", "no-master-key", "key-wrong", "not-authenticated", "locked"),
        *("chip-absent", "memory", "not-installed", "silent", "wrong-lrc", "stall", "dropped", "gone"),
    ),
    "camera": ("dark", "frozen", "slow", "truncated", "garbage-jpeg", "gone"),
    "psam": ("absent", "silent", "refuses"),
    "document-printer": (
        *("paper-out", "jammed", "open", "toner-out", "tray-full", "offline", "paused", "not-accepting"),
        *("malformed", "gone"),
    ),
    "duty-desk": ("gone",),
})  # fmt: skip
"""Part → faults that last, and show while nobody does anything; a card's show with a card in, which is a visit."""


def drawn(parts: Iterable[str], seed: int, count: int = COUNT) -> tuple[tuple[str, str], ...]:
    """(part, fault) pairs, the same for the same parts and seed; `CommandError` where there are too few parts."""
    there = sorted(set(parts) & set(LASTING))
    if len(there) < count:
        raise CommandError(f"要 {count} 个故障，至少要有 {count} 个部件；现在有：{'、'.join(there)}")
    random = Random(seed)  # noqa: S311 - drawn again the same way
    return tuple((part, random.choice(LASTING[part])) for part in sorted(random.sample(there, count)))


def orders(part: str, fault: str) -> tuple[Sequence[str], ...]:
    """The commands that bring it about: verbs with their words."""
    return (("fault", fault, "all"),) if part == "id-reader" and fault != "gone" else (("fault", fault),)


def bring_about(parts: Mapping[str, Part], seed: int, count: int = COUNT) -> tuple[tuple[str, str], ...]:
    """Draw and switch on; what was drawn."""
    chosen = drawn(parts, seed, count)
    for part, fault in chosen:
        for verb, *words in orders(part, fault):
            parts[part].command(verb, *words)
    return chosen
