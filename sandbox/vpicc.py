"""A card at the end of a virtual card reader's line: the vsmartcard project's protocol, from the card's side.

Each message is two bytes of length, most significant first, and the body. A body of one byte from the reader is a
control (00 power off, 01 power on, 02 reset, 04 asks for the ATR, which alone is answered), any other is an APDU.
"""

import contextlib
import socket
import threading
from typing import Protocol

_POWER_OFF, _POWER_ON, _RESET, _ASK_ATR = b"\0", b"\1", b"\2", b"\4"
_LENGTH_BYTES = 2
_CONNECT_TIMEOUT_S = 1.0


class InSlot(Protocol):
    """What the reader finds in its slot. None instead of an answer: none is sent."""

    def power(self, *, on: bool) -> None:
        """Current on (or a reset), or off."""
        ...

    def answer_to_reset(self) -> bytes | None:
        """The ATR."""
        ...

    def transmit(self, apdu: bytes) -> bytes | None:
        """The answer to one APDU; raises `Vanished` when the card is gone instead."""
        ...


class Vanished(Exception):  # noqa: N818 - nothing went wrong: the card was pulled
    """The card left the slot while a command was under way."""


class Line:
    """One insertion: connects to the reader, and again whenever the reader hung up, until it is closed.

    The first attempt comes after `delay` seconds. A reader that is not there yet is tried every `retry` seconds, as a
    card waits in a slot without current.
    """

    def __init__(self, address: tuple[str, int], card: InSlot, *, retry: float, delay: float = 0.0) -> None:
        self._address = address
        self._card = card
        self._retry = retry
        self._delay = delay
        self._closed = threading.Event()
        self._connection: socket.socket | None = None
        self._thread = threading.Thread(target=self._run, name="card line", daemon=True)

    @property
    def is_open(self) -> bool:
        """Whether the card is still in."""
        return not self._closed.is_set()

    def open(self) -> None:
        """Begin to connect; returns at once."""
        self._thread.start()

    def close(self) -> None:
        """Pull the card: the reader sees its connection end. May be called twice."""
        self._closed.set()
        if (connection := self._connection) is not None:
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
        if self._thread.is_alive():
            self._thread.join()

    def _run(self) -> None:
        self._closed.wait(self._delay)
        while self.is_open:
            # Nobody listens yet, or the reader hung up: the card stays in and waits.
            with (
                contextlib.suppress(OSError),
                socket.create_connection(self._address, _CONNECT_TIMEOUT_S) as connection,
            ):
                self._connection = connection
                self._serve(connection)
            self._connection = None
            self._card.power(on=False)
            self._closed.wait(self._retry)

    def _serve(self, connection: socket.socket) -> None:
        connection.settimeout(None)
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        while self.is_open and (message := _receive(connection)) is not None:
            try:
                answer = self._answer(message)
            except Vanished:
                self._closed.set()
                return
            if answer:
                connection.sendall(len(answer).to_bytes(_LENGTH_BYTES) + answer)

    def _answer(self, message: bytes) -> bytes | None:
        if message in (_POWER_OFF, _POWER_ON, _RESET):
            self._card.power(on=message != _POWER_OFF)
            return None
        return self._card.answer_to_reset() if message == _ASK_ATR else self._card.transmit(message)


def _receive(connection: socket.socket) -> bytes | None:
    """The next message, or None once the reader hung up."""
    length = _exactly(connection, _LENGTH_BYTES)
    return None if length is None else _exactly(connection, int.from_bytes(length))


def _exactly(connection: socket.socket, size: int) -> bytes | None:
    data = b""
    while len(data) < size:
        piece = connection.recv(size - len(data))
        if not piece:
            return None
        # The reader sends length and body apart: a delayed acknowledgement of the first would cost 40 ms each time.
        if hasattr(socket, "TCP_QUICKACK"):
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_QUICKACK, 1)
        data += piece
    return data
