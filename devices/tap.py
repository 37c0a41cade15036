"""A listener on a device's line, for a technician's trace: it hears every byte, and decides itself what it keeps."""

from collections.abc import Callable
from enum import Enum, unique


@unique
class Way(Enum):
    """Which way bytes went."""

    SENT = ">"
    HEARD = "<"


Tap = Callable[[Way, bytes], None]
"""Called in the device's thread, after sending and after hearing; must not block."""
