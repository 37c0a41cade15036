"""A CUPS queue at the far end of a local socket: IPP (RFC 8010) answers from what the test says is so."""

import socket
import threading
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

PRINT_JOB, CANCEL_JOB, GET_JOB, GET_JOBS, GET_PRINTER = 0x0002, 0x0008, 0x0009, 0x000A, 0x000B
_JOB, _PRINTER, _END = b"\x02", b"\x04", b"\x03"
_INTEGER, _BOOLEAN, _ENUM, _KEYWORD, _CHARSET, _LANGUAGE = 0x21, 0x22, 0x23, 0x44, 0x47, 0x48


@dataclass
class Queue:
    """What the queue says: 3 idle, 4 printing, 5 stopped; a job ends with 7 cancelled, 8 aborted or 9 completed."""

    path: Path
    printer_state: int = 3
    reasons: tuple[str, ...] = ("none",)
    accepting: bool = True
    job_state: int = 9
    status: int = 0
    raw: bytes | None = None
    """Sent in place of every answer."""

    def __enter__(self) -> "Queue":
        self._server = socket.socket(socket.AF_UNIX)
        self._server.bind(str(self.path))
        self._server.listen()
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown(socket.SHUT_RDWR)
        self._thread.join(2)
        self._server.close()

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._server.accept()
            except OSError:
                return
            with connection, suppress(OSError):
                connection.sendall(self._answer(_request(connection)))

    def _answer(self, request: bytes) -> bytes:
        if self.raw is not None:
            return self.raw
        operation = int.from_bytes(request[2:4], "big")
        body = b"\x01\x01" + self.status.to_bytes(2, "big") + request[4:8]
        body += b"\x01" + _attribute(_CHARSET, "attributes-charset", b"utf-8")
        body += _attribute(_LANGUAGE, "attributes-natural-language", b"en") + self._groups(operation) + _END
        return b"HTTP/1.0 200 OK\r\nContent-Type: application/ipp\r\nContent-Length: %d\r\n\r\n" % len(body) + body

    def _groups(self, operation: int) -> bytes:
        if operation == GET_PRINTER:
            return (
                _PRINTER
                + _attribute(_ENUM, "printer-state", _four(self.printer_state))
                + _attribute(_KEYWORD, "printer-state-reasons", *(reason.encode() for reason in self.reasons))
                + _attribute(_BOOLEAN, "printer-is-accepting-jobs", bytes([self.accepting]))
            )
        if operation == PRINT_JOB:
            return _JOB + _attribute(_INTEGER, "job-id", _four(5))
        if operation == GET_JOB:
            return _JOB + _attribute(_ENUM, "job-state", _four(self.job_state))
        return b""


def _four(number: int) -> bytes:
    return number.to_bytes(4, "big")


def _attribute(tag: int, name: str, *values: bytes) -> bytes:
    """One attribute; further values have an empty name."""
    names = (name.encode(), *[b""] * (len(values) - 1))
    return b"".join(
        bytes([tag]) + len(named).to_bytes(2, "big") + named + len(value).to_bytes(2, "big") + value
        for named, value in zip(names, values, strict=True)
    )


def _request(connection: socket.socket) -> bytes:
    """The IPP body of one HTTP request."""
    data = b""
    while b"\r\n\r\n" not in data:
        data += connection.recv(65536)
    head, _, body = data.partition(b"\r\n\r\n")
    line = next(line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:"))
    while len(body) < int(line.partition(b":")[2]):
        body += connection.recv(65536)
    return body
