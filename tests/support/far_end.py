"""Scenarios of faults: how each is made at the wire, and the far ends that play them."""

import socket
import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from devices.faults import DeviceError, Fault


@dataclass(frozen=True)
class Scenario:
    """`how`: the table's words. `play` makes it happen in an empty folder and gives the fault that the driver told."""

    how: str
    play: Callable[[Path], Fault | None]


def told(call: Callable[[], object]) -> Fault | None:
    """The fault with which a driver's call ends; None when it goes well."""
    try:
        call()
    except DeviceError as error:
        return error.fault
    return None


def told_when_aborted(call: Callable[[], object], abort: Callable[[], None]) -> Fault | None:
    """The fault of a call that another thread aborts, over and over: what comes before the call has begun is lost."""
    over = threading.Event()

    def aborting() -> None:
        while not over.wait(0.03):
            abort()

    thread = threading.Thread(target=aborting)
    thread.start()
    try:
        return told(call)
    finally:
        over.set()
        thread.join()


class FarEnd:
    """A TCP server that answers each piece it receives; None hangs up."""

    def __init__(self, answer: Callable[[bytes], bytes | None]) -> None:
        self._answer = answer
        self._server = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._server.getsockname()[1])
        self._connection: socket.socket | None = None
        self._thread = threading.Thread(target=self._accept, daemon=True)
        self._thread.start()

    def hang_up(self) -> None:
        """End the connection that is open."""
        if self._connection is not None:
            with suppress(OSError):
                self._connection.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """Stop listening."""
        with suppress(OSError):
            self._server.shutdown(socket.SHUT_RDWR)
        self._server.close()
        self.hang_up()
        self._thread.join(2)

    def _accept(self) -> None:
        while True:
            try:
                self._connection, _ = self._server.accept()
            except OSError:
                return
            with self._connection, suppress(OSError):
                while data := self._connection.recv(4096):
                    if (reply := self._answer(data)) is None:
                        break
                    self._connection.sendall(reply)


@contextmanager
def far_end(answer: Callable[[bytes], bytes | None]) -> Generator[FarEnd]:
    """A far end for one scenario."""
    end = FarEnd(answer)
    try:
        yield end
    finally:
        end.close()
