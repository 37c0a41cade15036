"""A TCP listener on loopback that can vanish and come back on the same port, as unplugged equipment does."""

import socket
from collections.abc import Callable
from contextlib import suppress
from threading import Lock, Thread

LOOPBACK = "127.0.0.1"


def hang_up(connection: socket.socket) -> None:
    """Wake whoever reads from the connection; the reader closes it."""
    with suppress(OSError):
        connection.shutdown(socket.SHUT_RDWR)


class Listener:
    """Hands each connection to `serve` in a thread of its own and closes it when `serve` returns."""

    def __init__(self, port: int, serve: Callable[[socket.socket], None], host: str = LOOPBACK) -> None:
        self._host = host
        self._port = port
        self._serve = serve
        self._lock = Lock()
        self._socket: socket.socket | None = None
        self._kept: socket.socket | None = None
        """Bound and not listening, while it has vanished: whoever connects is refused, and nobody is given its port."""
        self._connections: set[socket.socket] = set()
        self._threads: set[Thread] = set()

    @property
    def port(self) -> int:
        """The port listened on: chosen by the system at the first `open` when 0 was asked for."""
        return self._port

    def open(self) -> None:
        """Listen; nothing happens when it listens already. `OSError` when the port is taken."""
        with self._lock:
            if self._socket is None:
                self._socket = self._bound()
                self._let_go()
                self._run(self._accept, self._socket)

    def vanish(self) -> None:
        """As `close`, for a while: the port stays this listener's, unless it is taken or listened on again already."""
        self.close()
        kept = socket.socket()
        kept.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            kept.bind((self._host, self._port))
        except OSError:
            kept.close()
            return
        with self._lock:
            self._let_go()
            self._kept = kept

    def close(self) -> None:
        """Stop listening and hang up on everyone; returns when all threads have ended."""
        with self._lock:
            listening, self._socket = self._socket, None
            self._let_go()
            connections, threads = list(self._connections), list(self._threads)
        if listening is not None:
            hang_up(listening)
        for connection in connections:
            hang_up(connection)
        for thread in threads:
            thread.join(timeout=5)

    def _let_go(self) -> None:
        """With the lock held."""
        if self._kept is not None:
            self._kept.close()
            self._kept = None

    def _bound(self) -> socket.socket:
        listening = socket.create_server((self._host, self._port))
        self._port = int(listening.getsockname()[1])
        return listening

    def _run(self, target: Callable[[socket.socket], None], argument: socket.socket) -> None:
        def body() -> None:
            try:
                target(argument)
            finally:
                with self._lock:
                    self._threads.discard(thread)

        thread = Thread(target=body, name=f"sandbox-{self._port}", daemon=True)
        self._threads.add(thread)
        thread.start()

    def _accept(self, listening: socket.socket) -> None:
        with listening:
            while True:
                try:
                    connection, _ = listening.accept()
                except OSError:
                    return
                connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                self._welcome(listening, connection)

    def _welcome(self, listening: socket.socket, connection: socket.socket) -> None:
        with self._lock:
            if self._socket is not listening:
                connection.close()
                return
            self._connections.add(connection)
            self._run(self._attend, connection)

    def _attend(self, connection: socket.socket) -> None:
        with connection, suppress(OSError):
            self._serve(connection)
        with self._lock:
            self._connections.discard(connection)
