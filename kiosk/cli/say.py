"""What the command line says: the one place of the program that writes to the terminal's text streams."""

import sys


def say(*lines: str) -> None:
    """To standard output."""
    for line in lines:
        sys.stdout.write(line + "\n")
    sys.stdout.flush()


def complain(*lines: str) -> None:
    """To standard error."""
    for line in lines:
        sys.stderr.write(line + "\n")
    sys.stderr.flush()
