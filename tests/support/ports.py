"""Ports on which a test's terminal will listen later: kept from whoever else looks for one in the meantime.

A port that was only looked up may be given to another process' server before it is used; a terminal without its card
reader is then what the test finds. A socket that is bound and does not listen keeps the port from being given away,
refuses connections, and stands in nobody's way who names it (Linux, `SO_REUSEADDR`).
"""

import itertools
import socket
from collections.abc import Iterator
from functools import cache

KEPT = 32
"""For each process; more than any test uses at once, so that none is used again before its last user is gone."""


def free_port() -> int:
    """A port of this machine that nobody listens on, and that nobody else is given."""
    return next(_ports())


@cache
def _ports() -> Iterator[int]:
    return itertools.cycle([_kept() for _ in range(KEPT)])


def _kept() -> int:
    """Bound for as long as this process lives."""
    with socket.socket() as keeper:
        keeper.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        keeper.bind(("127.0.0.1", 0))
        port = int(keeper.getsockname()[1])
        keeper.detach()
    return port
