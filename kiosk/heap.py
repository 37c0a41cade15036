"""The terminal's heap: one for all threads, and what is freed goes back to the system at once.

Without it each thread keeps a heap of its own (2 MB at the start), and a picture lies on in one that nobody overwrites.
"""

import ctypes
from typing import Final

_SETTINGS: Final = {
    -8: 1,  # M_ARENA_MAX: one heap
    -3: 128 * 1024,  # M_MMAP_THRESHOLD: no picture of a window or a paper is ever on it, nor the text it is sent as
    -1: 1024 * 1024,  # M_TRIM_THRESHOLD: so much at its end, at most, is kept
}
"""glibc's, mallopt(3)."""


def settle() -> None:
    """Before the first thread begins; where the system's library has no such settings, nothing happens."""
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is not None:
        for setting, value in _SETTINGS.items():
            mallopt(setting, value)
