"""Writes a small file whole or not at all, for the terminal's own user."""

import os
from pathlib import Path


def write_whole(path: Path, words: str) -> None:
    """`path` holds `words` afterwards, on the disk, whatever happens to the power; `OSError`: nothing has changed."""
    fresh = path.with_suffix(".new")
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(words)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)
    sync(path.parent)


def sync(path: Path) -> None:
    """What a file holds, or which names a folder has, is on the disk too."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
