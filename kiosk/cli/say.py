"""What the command line says: the one place of the program that writes to the terminal's text streams."""

import os
import sys
from typing import Final, TextIO

NOBODY_READS: Final = 141
"""Exit status when what is read into has been closed, as by `| head`: 128 + SIGPIPE, as shells count it."""


def say(*lines: str) -> None:
    """To standard output."""
    _write(sys.stdout, lines)


def complain(*lines: str) -> None:
    """To standard error."""
    _write(sys.stderr, lines)


def _write(stream: TextIO, lines: tuple[str, ...]) -> None:
    try:
        for line in lines:
            stream.write(line + "\n")
        stream.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())  # what is still in the buffer goes nowhere, too
        raise SystemExit(NOBODY_READS) from None
