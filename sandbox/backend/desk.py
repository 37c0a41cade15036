"""What carries a checked body out: all that the modules of addresses know of the bureau behind them."""

from collections.abc import Callable, Mapping
from typing import Any, Protocol

from sqlalchemy.orm import Session

from sandbox.backend.refusals import Refused

Body = dict[str, Any]
Answer = Mapping[str, Any] | Refused


class Desk(Protocol):
    """The bureau, to a module of addresses."""

    def transact(self, function: Callable[[Session, float], Any]) -> Any:
        """One transaction, with the bureau's calendar."""
        ...

    def operate(self, item: str, terminal: str, body: Body) -> Answer:
        """An operation under its key."""
        ...
