"""What somebody at the desk may do to the program itself: know its configuration's file, and have it begin anew."""

import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Machine:
    """Both None where the program was not started from a file, as in the demonstration."""

    config_file: Path | None = None
    begin_anew: Callable[[], None] | None = None
    """End the terminal as SIGTERM does, and start it again in the same process."""


def become_anew() -> None:
    """The same program with the same arguments, in the same process: whoever supervises it sees no end of it."""
    os.execv(sys.executable, [sys.executable, *sys.orig_argv[1:]])  # noqa: S606 - this very program
