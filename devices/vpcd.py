"""A reader for virtual cards: listens where a vsmartcard card connects, and speaks to it as vpcd does."""

import select
import socket
import threading
import time
from contextlib import suppress
from enum import IntEnum, unique
from types import TracebackType
from typing import Self

from devices.apdu import response_of
from devices.card_reader import CardFault
from devices.faults import DeviceError, Fault
from devices.pin import overwrite
from devices.status import Media, State, Status

LOOPBACK = ("127.0.0.1", "::1", "localhost")
_LOOK_SECONDS = 0.15
_ANSWER_SECONDS = 5.0
_LENGTH_BYTES = 2
_ATR_BYTES = range(2, 34)
_MOST_STALE = 1 << 17
_CHUNK = 1 << 16


@unique
class Control(IntEnum):
    """Messages of one byte, from the reader to the card (vsmartcard, vpcd protocol). Only `ATR` is answered."""

    POWER_OFF = 0
    POWER_ON = 1
    RESET = 2
    ATR = 4


class VpcdReader:
    """Listens on `host`:`port` (0: any free one) for one virtual card after the other; see `CardReader`.

    A card is present while it is connected. `look_seconds` bounds the wait for an ATR in `poll`, `answer_seconds` that
    for the whole of a response.
    """

    def __init__(
        self,
        port: int,
        host: str = LOOPBACK[0],
        *,
        look_seconds: float = _LOOK_SECONDS,
        answer_seconds: float = _ANSWER_SECONDS,
    ) -> None:
        self._address = (host, port)
        self._look_seconds = look_seconds
        self._answer_seconds = answer_seconds
        self._listener: socket.socket | None = None
        self._wire: _Wire | None = None
        self._atr: bytes | None = None
        self._connection: VpcdConnection | None = None

    @property
    def port(self) -> int:
        """The port that cards come to; listens if it does not yet. `DeviceError` when another program has it."""
        return self._listening().getsockname()[1]

    @property
    def name(self) -> str:
        """Where virtual cards come to."""
        return "vpcd {}:{}".format(*self._address)

    def poll(self) -> Status:
        """Whether a card is connected and has told its ATR. Does not power it."""
        try:
            return self._look()
        except DeviceError as error:
            return _status(State.NO_DEVICE, None, error.fault, error.detail)

    def connect(self) -> "VpcdConnection":
        """Power the card; `DeviceError` with `ABSENT`, `SILENT` or `READER_GONE`."""
        self._let_go()
        wire = self._present()
        if wire is None:
            raise DeviceError(CardFault.ABSENT)
        self._connection = VpcdConnection(wire, self._powered(wire), self._answer_seconds)
        return self._connection

    def abort(self) -> None:
        """Cut the card's connection: a blocking call ends at once. A card that connects again is present again."""
        if wire := self._wire:
            wire.abort()

    def close(self) -> None:
        """Power the card off, let it go, and stop listening."""
        self._let_go()
        self._drop()
        if self._listener:
            self._listener.close()
            self._listener = None

    def _let_go(self) -> None:
        if self._connection:
            self._connection.close()

    def _powered(self, wire: "_Wire") -> bytes:
        try:
            wire.send(bytes((Control.POWER_ON,)))
            return _checked_atr(wire.ask(bytes((Control.ATR,)), self._answer_seconds))
        except ConnectionError:
            raise DeviceError(CardFault.REMOVED, "gone while powering up") from None
        except TimeoutError:
            raise DeviceError(CardFault.SILENT, "no answer to reset") from None

    def _look(self) -> Status:
        had_card = self._wire is not None
        if had_card and not self._is_alive():
            return _status(State.ONLINE, Media.NOT_PRESENT)
        wire = self._present()
        if wire is None:
            return _status(State.ONLINE, Media.NOT_PRESENT)
        return self._introduced(wire)

    def _introduced(self, wire: "_Wire") -> Status:
        """Present; silent as long as the card has not told an ATR, which it is asked for once."""
        try:
            self._atr = self._atr or _checked_atr(wire.ask_once(bytes((Control.ATR,)), self._look_seconds))
        except ConnectionError:
            self._drop()
            return _status(State.ONLINE, Media.NOT_PRESENT)
        except (TimeoutError, DeviceError):
            return _status(State.USER_ERROR, Media.PRESENT, CardFault.SILENT, "no answer to reset")
        return _status(State.ONLINE, Media.PRESENT)

    def _present(self) -> "_Wire | None":
        if self._is_alive():
            return self._wire
        with suppress(OSError):  # nobody comes, or has gone again while waiting in line
            self._wire = _Wire(self._listening().accept()[0])
        return self._wire

    def _is_alive(self) -> bool:
        if self._wire is not None and not self._wire.is_alive():
            self._drop()
        return self._wire is not None

    def _drop(self) -> None:
        if self._wire:
            self._wire.close()
        self._wire = self._atr = None

    def _listening(self) -> socket.socket:
        if self._listener is None:
            try:
                self._listener = _listen(self._address)
            except OSError as error:
                detail = f"cannot listen on port {self._address[1]}: {error.strerror}"
                raise DeviceError(CardFault.READER_GONE, detail) from None
        return self._listener


class VpcdConnection:
    """A powered virtual card; see `CardConnection`."""

    def __init__(self, wire: "_Wire", atr: bytes, answer_seconds: float) -> None:
        self._wire: _Wire | None = wire
        self._atr = atr
        self._answer_seconds = answer_seconds

    @property
    def atr(self) -> bytes:
        """The answer to reset."""
        return self._atr

    def transmit(self, apdu: bytes | bytearray) -> tuple[bytes, int]:
        """Send one APDU; data and status word."""
        return response_of(self._asked(apdu))

    def _asked(self, apdu: bytes | bytearray) -> bytes:
        if self._wire is None:
            raise DeviceError(CardFault.REMOVED, "the card was let go")
        try:
            return self._wire.ask(apdu, self._answer_seconds)
        except TimeoutError:
            raise DeviceError(CardFault.SILENT, f"no response within {self._answer_seconds:g} s") from None
        except ConnectionError:
            fault = CardFault.ABORTED if self._wire.aborted else CardFault.REMOVED
            raise DeviceError(fault, "connection ended") from None

    def close(self) -> None:
        """Power the card off."""
        wire, self._wire = self._wire, None
        if wire:
            with suppress(OSError):
                wire.send(bytes((Control.POWER_OFF,)))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class _Wire:
    """Length-prefixed messages over one card's socket. Answers that came too late are dropped before the next one.

    Only `abort` may come from another thread. Whatever ends the connection is a `ConnectionError` here.
    """

    def __init__(self, peer: socket.socket) -> None:
        self._socket = peer
        self._buffer = bytearray()
        self._due = 0
        self.aborted = False
        self._lock = threading.Lock()
        peer.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def send(self, message: bytes | bytearray) -> None:
        """Send in one write, so that length and body travel together; the copy with the length is overwritten."""
        framed = bytearray(len(message).to_bytes(_LENGTH_BYTES, "big"))
        framed += message
        try:
            self._socket.settimeout(_ANSWER_SECONDS)
            self._socket.sendall(framed)
        except (OSError, ValueError) as error:
            raise ConnectionResetError(str(error)) from None
        finally:
            overwrite(framed)

    def ask(self, message: bytes | bytearray, seconds: float) -> bytes:
        """The answer to `message`; `TimeoutError` when it has not come within `seconds` in all."""
        deadline = time.monotonic() + seconds
        self._drop_stale()
        self.send(message)
        self._due += 1
        return self._awaited(deadline)

    def ask_once(self, message: bytes, seconds: float) -> bytes:
        """As `ask`, but while an earlier answer is still owed that one is waited for, and nothing more is sent."""
        if not self._due:
            return self.ask(message, seconds)
        return self._awaited(time.monotonic() + seconds)

    def is_alive(self) -> bool:
        """Whether the card is still connected; reads what has come meanwhile and waits for nothing."""
        come = select.poll()  # not select(): a long-lived process may own more than 1,024 files
        try:
            come.register(self._socket, select.POLLIN)
            while come.poll(0):
                self._fill(time.monotonic() + _LOOK_SECONDS)
        except (OSError, ValueError):
            return False
        return True

    def abort(self) -> None:
        """From any thread: end the connection and whatever waits for it."""
        self.aborted = True
        with self._lock, suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """End the connection."""
        with self._lock:
            self._socket.close()

    def _awaited(self, deadline: float) -> bytes:
        while True:
            message = self._message()
            if message is None:
                self._fill(deadline)
                continue
            self._due -= 1
            if self._due == 0:
                return message

    def _drop_stale(self) -> None:
        """What came without being asked for, or after its time, answers nothing that is asked now."""
        if not self.is_alive():
            raise ConnectionResetError("gone")
        while self._message() is not None:
            self._due = max(0, self._due - 1)

    def _message(self) -> bytes | None:
        """Take the first complete message out of the buffer."""
        end = _LENGTH_BYTES + int.from_bytes(self._buffer[:_LENGTH_BYTES], "big")
        if len(self._buffer) < _LENGTH_BYTES or len(self._buffer) < end:
            return None
        message = bytes(self._buffer[_LENGTH_BYTES:end])
        del self._buffer[:end]
        return message

    def _fill(self, deadline: float) -> None:
        left = deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError
        try:
            self._socket.settimeout(left)
            received = self._socket.recv(_CHUNK)
            _acknowledge_at_once(self._socket)
        except TimeoutError:
            raise
        except (OSError, ValueError) as error:
            raise ConnectionResetError(str(error)) from None
        self._buffer += received
        if not received or len(self._buffer) > _MOST_STALE:
            raise ConnectionResetError("gone" if not received else "floods the line")


def _listen(address: tuple[str, int]) -> socket.socket:
    family = socket.AF_INET6 if ":" in address[0] else socket.AF_INET
    listener = socket.create_server(address, family=family, backlog=1)
    listener.setblocking(False)
    return listener


def _acknowledge_at_once(peer: socket.socket) -> None:
    """Linux forgets this after each receive; without it a peer that writes twice a message waits 40 ms."""
    peer.setsockopt(socket.IPPROTO_TCP, socket.TCP_QUICKACK, 1)


def _checked_atr(atr: bytes) -> bytes:
    if len(atr) not in _ATR_BYTES:
        raise DeviceError(CardFault.SILENT, f"an answer to reset of {len(atr)} bytes")
    return atr


def _status(state: State, media: Media | None, fault: Fault | None = None, detail: str = "") -> Status:
    return Status(state, time.monotonic(), media=media, fault=fault, detail=detail)
