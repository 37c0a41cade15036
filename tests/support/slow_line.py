"""A line between a driver and its far end on which every answer is late: by TCP, or by a local socket."""

import socket
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import Any


class SlowLine:
    """`address`: where the driver connects in place of the far end. What comes back waits `delay` seconds."""

    def __init__(self, far: tuple[str, int] | Path, delay: float, own: Path | None = None) -> None:
        self._far, self._delay = far, delay
        if own is None:
            self._server = socket.create_server(("127.0.0.1", 0))
        else:
            self._server = socket.socket(socket.AF_UNIX)
            self._server.bind(str(own))
            self._server.listen()
        self._open: list[socket.socket] = []
        self._threads = [threading.Thread(target=self._serve, daemon=True)]
        self._threads[0].start()

    @property
    def port(self) -> int:
        return int(self._server.getsockname()[1])

    def close(self) -> None:
        for each in (self._server, *self._open):
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
            each.close()
        for thread in self._threads:
            thread.join(2)

    def __enter__(self) -> "SlowLine":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _serve(self) -> None:
        while True:
            try:
                near, _ = self._server.accept()
            except OSError:
                return
            far = self._connected()
            self._open += [near, far]
            for ends in ((near, far, 0.0), (far, near, self._delay)):
                thread = threading.Thread(target=_forward, args=ends, daemon=True)
                self._threads.append(thread)
                thread.start()

    def _connected(self) -> socket.socket:
        if isinstance(self._far, Path):
            line = socket.socket(socket.AF_UNIX)
            line.connect(str(self._far))
            return line
        return socket.create_connection(self._far)


def _forward(here: Any, there: Any, delay: float) -> None:
    with suppress(OSError):
        while data := here.recv(65536):
            time.sleep(delay)
            there.sendall(data)
        there.shutdown(socket.SHUT_WR)
