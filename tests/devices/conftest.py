"""The other end of the card's wire for the drivers' tests: a virtual card that answers from a script."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress

import pytest

from devices.vpcd import VpcdReader

ATR = bytes.fromhex("3B6D000000814A44468660650100001234")


class Script:
    """Answers by command, in hex; a list of answers is gone through, its last one stays. Vanishes at one command."""

    def __init__(self, answers: dict[str, str | list[str]], vanish_at: int | None = None) -> None:
        self.answers = {
            command: [answer] if isinstance(answer, str) else list(answer) for command, answer in answers.items()
        }
        self.vanish_at = vanish_at
        self.seen: list[str] = []

    def __call__(self, command: bytes) -> bytes | None:
        if len(self.seen) == self.vanish_at:
            return None
        self.seen.append(command.hex().upper())
        left = self.answers.get(self.seen[-1], ["6D00"])
        return bytes.fromhex(left.pop(0) if len(left) > 1 else left[0])


class VirtualCard:
    """A vsmartcard virtual card: `answer` gets an APDU and gives the response, or None to be pulled out."""

    def __init__(self, port: int, answer: Callable[[bytes], bytes | None], atr: bytes | None = ATR) -> None:
        self.answer = answer
        self.atr = atr
        self.controls: list[int] = []
        self._socket = socket.create_connection(("127.0.0.1", port))
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def say(self, message: bytes) -> None:
        self._socket.sendall(len(message).to_bytes(2, "big") + message)

    def pull(self) -> None:
        with suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._thread.join(2)
        self._socket.close()

    def _run(self) -> None:
        try:
            while message := self._message():
                if not self._respond(message):
                    return self._socket.shutdown(socket.SHUT_RDWR)
        except OSError:
            return None

    def _respond(self, message: bytes) -> bool:
        if len(message) == 1:
            self.controls.append(message[0])
            if message[0] == 4 and self.atr is not None:
                self.say(self.atr)
            return True
        response = self.answer(message)
        if response is not None:
            self.say(response)
        return response is not None

    def _message(self) -> bytes:
        head = self._exactly(2)
        return self._exactly(int.from_bytes(head, "big")) if head else b""

    def _exactly(self, count: int) -> bytes:
        data = b""
        while len(data) < count:
            more = self._socket.recv(count - len(data))
            self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_QUICKACK, 1)  # pcscd writes length and body apart
            if not more:
                return b""
            data += more
        return data


@pytest.fixture
def script() -> type[Script]:
    return Script


@pytest.fixture
def insert() -> Iterator[Callable[..., VirtualCard]]:
    """Puts a virtual card into a `VpcdReader`: `insert(reader, answer, atr=…)`."""
    cards: list[VirtualCard] = []

    def put_in(reader, answer, **options) -> VirtualCard:
        cards.append(VirtualCard(reader.port, answer, **options))
        return cards[-1]

    yield put_in
    for card in cards:
        card.pull()


@pytest.fixture
def vpcd() -> Iterator[VpcdReader]:
    """A `VpcdReader` on a free port, with waits short enough for tests."""
    reader = VpcdReader(0, look_seconds=0.2, answer_seconds=0.5)
    yield reader
    reader.close()
