"""Folders in memory: each of thousands of journals would wait for a disk, and bad disks have tests of their own."""

from pathlib import Path
from tempfile import TemporaryDirectory

MEMORY = Path("/dev/shm")


def folder(name: str) -> "TemporaryDirectory[str]":
    """A temporary one; on a disk where the machine has no such place."""
    return TemporaryDirectory(prefix=f"kiosk-{name}-", dir=MEMORY if MEMORY.is_dir() else None)
