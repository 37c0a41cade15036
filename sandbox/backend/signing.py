"""The gateway in front of the made-up bureau: checks the `x-tif-*` signature, the clock and the nonce of a request."""

import hashlib
import hmac
from collections.abc import Callable, Mapping
from threading import Lock

WINDOW = 300
"""Seconds by which a terminal's clock may be off either way."""


class NotSigned(Exception):  # noqa: N818 - says what was found
    """The signature does not fit: `code` SIGNATURE, REPLAY or TIMESTAMP."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Gateway:
    """Knows one application and its token. Nonces are remembered for as long as their timestamp would be accepted."""

    def __init__(self, app_id: str, token: str, clock: Callable[[], float]) -> None:
        self._app_id = app_id
        self._token = token
        self._clock = clock
        self._lock = Lock()
        self._seen: dict[str, float] = {}

    def check(self, headers: Mapping[str, str]) -> None:
        """Raises `NotSigned`; the signature comes first, so that nobody learns the clock without the token."""
        headers = {name.lower(): value for name, value in headers.items()}
        timestamp, nonce = headers.get("x-tif-timestamp", ""), headers.get("x-tif-nonce", "")
        known = hmac.compare_digest(headers.get("x-tif-paasid", "").encode(), self._app_id.encode())
        given = headers.get("x-tif-signature", "").lower().encode()
        if not (hmac.compare_digest(given, self._signature(timestamp, nonce)) and known and nonce):
            raise NotSigned("SIGNATURE")
        if not timestamp.isdecimal() or abs(int(timestamp) - self._clock()) > WINDOW:
            raise NotSigned("TIMESTAMP")
        self._use(nonce, int(timestamp) + WINDOW)

    def _signature(self, timestamp: str, nonce: str) -> bytes:
        signed = f"{timestamp}{self._token}{nonce}{timestamp}"
        return hashlib.sha256(signed.encode()).hexdigest().encode()

    def _use(self, nonce: str, until: float) -> None:
        with self._lock:
            now = self._clock()
            self._seen = {used: end for used, end in self._seen.items() if end >= now}
            if nonce in self._seen:
                raise NotSigned("REPLAY")
            self._seen[nonce] = until
