"""What every simulator offers to the prompt, the control port and the tests: start, stop, commands, faults."""

from collections.abc import Mapping
from typing import Protocol


class CommandError(ValueError):
    """A command that the part does not know, or not now; the message says what it should be."""


class Part(Protocol):
    """One simulator at the other end of one wire."""

    name: str
    """As typed at the prompt: "card", "id-reader", "printer", "backend", "pin-pad", "camera"."""

    @property
    def url(self) -> str:
        """What goes into kiosk.toml for it."""
        ...

    @property
    def verbs(self) -> Mapping[str, str]:
        """Each command's name and one line of help."""
        ...

    @property
    def faults(self) -> Mapping[str, str]:
        """Each fault's name and what it does."""
        ...

    def start(self) -> None:
        """Listen, or begin to connect; returns when ready."""
        ...

    def stop(self) -> None:
        """Close everything; may be called twice."""
        ...

    def command(self, verb: str, *args: str) -> str:
        """Carry a command out and say in a line what is so now; `CommandError` for nonsense."""
        ...
