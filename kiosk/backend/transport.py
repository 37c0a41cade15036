"""One HTTP exchange with the bureau: a total deadline, a size limit, and an end from any thread.

Importing this module imports `requests` (150 ms), so the client does it at its first call.
"""

import re
import socket
import ssl
from collections.abc import Mapping
from contextlib import suppress
from functools import partial
from http.client import HTTPException, IncompleteRead
from threading import Lock, Timer
from types import TracebackType
from typing import NamedTuple, Self

import requests
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import DecodeError, HTTPError, InvalidHeader, SSLError

from kiosk.backend.errors import (
    BackendError,
    BackendMalformed,
    BackendSilent,
    BackendUnauthorised,
    BackendUnreachable,
)

SLICE = 16384
OWN_CERTIFICATE = re.compile(
    r"\b\w+_ALERT_(?:CERTIFICATE_(?:REQUIRED|REVOKED|EXPIRED|UNKNOWN)|(?:BAD|UNSUPPORTED)_CERTIFICATE|UNKNOWN_CA"
    r"|ACCESS_DENIED)\b"
)
"""What OpenSSL calls the alerts (RFC 8446, 6.2) with which a server turns down a client's certificate, or its lack.

In TLS 1.3 they come after the handshake, when the request may have been sent already; or are lost with the connection.
"""


class Reply(NamedTuple):
    """What came back, whole and within the limits."""

    status: int
    body: bytes


class Exchange:
    """One request and its answer. `end` may be called from any thread, also before it has begun."""

    def __init__(self, seconds: float) -> None:
        self.sent = False
        """Whether a byte of the request, the TLS handshake not counted, may have left."""
        self.ended = False
        self._seconds = max(seconds, 0.001)
        self._lock = Lock()
        self._handle: socket.socket | None = None
        # A timeout of `requests` is per read, so a dripping server would outlast any; this one is for everything.
        self._timer = Timer(self._seconds, self.end)
        self._timer.daemon = True

    def run(
        self, request: requests.PreparedRequest, *, ca_file: str, max_bytes: int, own: tuple[str, str] | None = None
    ) -> Reply:
        """Send it and read the answer. `own`: the terminal's certificate and its key, PEM files.

        Raises `BackendUnreachable`, `BackendSilent`, `BackendMalformed`, or `BackendUnauthorised` for our certificate.
        """
        with self, _Adapter(self) as adapter:
            try:
                verify = _trusted(ca_file)
                response = adapter.send(request, stream=True, timeout=self._seconds, verify=verify, cert=own)
                reply = Reply(response.status_code, _read(response, max_bytes))
            except (requests.RequestException, HTTPError, HTTPException, OSError, UnicodeError) as error:
                raise self._failure(error) from None
            if self.ended:  # a body without a length ends where the connection does
                raise BackendSilent("cut off within the answer")
            return reply

    def watch(self, connection: socket.socket) -> None:
        """Keep a second handle on the connection: TLS takes the first one over."""
        with self._lock:
            self._handle = connection.dup()
        if self.ended:
            self.end()

    def end(self) -> None:
        """Shut the connection down, whatever is waiting on it."""
        with self._lock:
            self.ended = True
            if self._handle is not None:
                with suppress(OSError):
                    self._handle.shutdown(socket.SHUT_RDWR)

    def _failure(self, error: Exception) -> BackendError:
        """Which of them it was; only types are named, because messages may quote what was sent."""
        if alerts := [alert for cause in _causes(error) if (alert := _alert(cause))]:
            return BackendUnauthorised(f"client certificate: {alerts[0]}")
        if not self.sent:
            return BackendUnreachable(_innermost(error))
        if not self.ended and any(_garbled(cause) for cause in _causes(error)):
            return BackendMalformed(f"not HTTP: {_innermost(error)}")
        return BackendSilent("no answer in time" if self.ended else _innermost(error))

    def __enter__(self) -> Self:
        self._timer.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._timer.cancel()
        self._timer.join()
        with self._lock:
            if self._handle is not None:
                self._handle.close()
            self._handle = None


class _Plain(HTTPConnection):
    """A connection that tells its exchange when it is made and when it is first written to."""

    def __init__(self, exchange: Exchange, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # pyright: ignore[reportArgumentType] - handed through from the pool
        self._exchange = exchange

    def _new_conn(self) -> socket.socket:
        connection = super()._new_conn()
        self._exchange.watch(connection)
        return connection

    def send(self, data: object) -> None:
        if self.sock is None:  # pyright: ignore[reportUnnecessaryComparison] - None until connected
            self.connect()
        if self._exchange.ended:
            raise ConnectionAbortedError
        self._exchange.sent = True
        super().send(data)  # pyright: ignore[reportArgumentType] - bytes, as http.client hands them on


class _Secure(_Plain, HTTPSConnection):
    """The same under TLS."""


class _Adapter(HTTPAdapter):
    """One exchange's connection. Used without a session: no redirects, no cookies, no proxies of the environment."""

    def __init__(self, exchange: Exchange) -> None:
        super().__init__(pool_connections=1, pool_maxsize=1)
        self._exchange = exchange

    def get_connection_with_tls_context(self, request, verify, proxies=None, cert=None):  # pyright: ignore
        pool = super().get_connection_with_tls_context(request, verify, proxies, cert)
        watched = _Secure if pool.scheme == "https" else _Plain
        pool.ConnectionCls = partial(watched, self._exchange)  # pyright: ignore[reportAttributeAccessIssue]
        return pool

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def prepared(method: str, url: str, body: bytes | None, headers: Mapping[str, str]) -> requests.PreparedRequest:
    """A request ready to be sent; its answer may not be compressed, so that its size is its size.

    `BackendUnreachable` when the address or a header cannot be one.
    """
    fixed = {"Accept": "application/json", "Accept-Encoding": "identity", "Connection": "close"}
    if body is not None:
        fixed["Content-Type"] = "application/json; charset=utf-8"
    try:
        return requests.Request(method, url, data=body, headers={**headers, **fixed}).prepare()
    except (requests.RequestException, UnicodeError) as error:
        raise BackendUnreachable(_innermost(error)) from None


def _read(response: requests.Response, max_bytes: int) -> bytes:
    """The body in slices; `BackendMalformed` as soon as it is larger than allowed."""
    body = bytearray()
    try:
        while part := response.raw.read(SLICE, decode_content=False):
            body += part
            if len(body) > max_bytes:
                raise BackendMalformed(f"more than {max_bytes} bytes")
    finally:
        response.close()
    return bytes(body)


def _trusted(ca_file: str) -> str | bool:
    """The certificates to verify by: the configured file, else the system's (not those that come with `requests`)."""
    paths = ssl.get_default_verify_paths()
    return ca_file or paths.cafile or paths.capath or True


def _causes(error: BaseException | None) -> list[BaseException]:
    chain: list[BaseException] = []
    while error is not None:
        chain.append(error)
        error = error.__cause__ or error.__context__
    return chain


def _alert(error: BaseException) -> str:
    """The alert about the terminal's own certificate, if it is one; urllib3 hands on its words alone."""
    found = OWN_CERTIFICATE.search(str(error)) if isinstance(error, ssl.SSLError | SSLError) else None
    return found[0] if found else ""


def _garbled(error: BaseException) -> bool:
    """Whether something came that is not HTTP, other than a connection that ended."""
    if isinstance(error, HTTPException):
        return not isinstance(error, ConnectionError | IncompleteRead)
    return isinstance(error, InvalidHeader | DecodeError)


def _innermost(error: BaseException) -> str:
    return type(_causes(error)[-1]).__name__
