"""How a request shows whose it is: the protocol of all gateways, and the header-signed one (`x-tif-*`)."""

import hashlib
import secrets
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Protocol

from kiosk.backend.errors import BackendUnauthorised

NONCE_BYTES = 16


class Gateway(Protocol):
    """What stands before the bureau, and in whose manner requests and answers are written.

    `offset`: seconds between its clock and the terminal's, as last learnt from a refusal; `growth`: how many times as
    long as the contract's its bodies may be.
    """

    offset: float
    growth: int

    def now(self) -> float:
        """The time that is signed: the terminal's clock, corrected; Unix seconds."""
        ...

    def headers(self) -> Mapping[str, str]:
        """The headers of one request; `BackendUnauthorised` when what signs it cannot be read."""
        ...

    def written(self, body: bytes | None) -> bytes | None:
        """What is sent for that body (JSON; None: a question without one, which is then a GET)."""
        ...

    def read(self, status: int, body: bytes) -> tuple[int, bytes]:
        """Status and JSON of the contract that came; `BackendMalformed` for what is not the gateway's."""
        ...


class Signer:
    """A gateway that wants its signature in the headers, and bodies as they are.

    Holds the application id, the gateway's token or its file, and how far the terminal's clock is off.

    x-tif-signature = hex SHA-256 of timestamp + token + nonce + timestamp, the timestamp in Unix seconds.
    """

    def __init__(self, app_id: str, token: str | Path, wall: Callable[[], float] = time.time) -> None:
        self._app_id = app_id
        self._token = token
        self._wall = wall
        self.growth = 1
        self.offset = 0.0
        """Seconds between the gateway's clock and the terminal's, as last learnt from a refusal."""

    @classmethod
    def from_file(cls, app_id: str, path: Path) -> "Signer":
        """With the token that `path` holds alone, read for each request: a new token needs no restart."""
        return cls(app_id, path)

    def headers(self) -> Mapping[str, str]:
        """The headers of one request, with a nonce of its own; `BackendUnauthorised` when the file has no token."""
        token = self._token if isinstance(self._token, str) else secret(self._token)
        timestamp, nonce = str(int(self.now())), secrets.token_hex(NONCE_BYTES)
        return {
            "x-tif-paasid": self._app_id,
            "x-tif-timestamp": timestamp,
            "x-tif-nonce": nonce,
            "x-tif-signature": signature(timestamp, token, nonce),
        }

    def written(self, body: bytes | None) -> bytes | None:
        """As it is."""
        return body

    def read(self, status: int, body: bytes) -> tuple[int, bytes]:
        """As it came."""
        return status, body

    def now(self) -> float:
        """The time that is signed: the terminal's clock, corrected; Unix seconds."""
        return self._wall() + self.offset

    def __repr__(self) -> str:
        return f"Signer({self._app_id!r})"


def secret(path: Path) -> str:
    """What a file holds alone: the gateway's token. `BackendUnauthorised` when there is none."""
    try:
        token = path.read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise BackendUnauthorised(f"file {path}: {type(error).__name__}") from None
    if not token:
        raise BackendUnauthorised(f"file {path}: it is empty")
    return token


def signature(timestamp: str, token: str, nonce: str) -> str:
    """The value of x-tif-signature, lower-case hex."""
    return hashlib.sha256(f"{timestamp}{token}{nonce}{timestamp}".encode()).hexdigest()
