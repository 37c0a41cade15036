"""A relay between the terminal and the bureau: counts what is sent to it, and breaks one exchange as it is told."""

import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from enum import Enum, unique

BACKGROUND = (b"GET ", b"POST /v1/terminals/")
"""What the terminal asks by itself, whoever is there: it is passed on uncounted."""
WHOLE = 1 << 20


@unique
class Break(Enum):
    """What happens to one exchange."""

    KILLED_BEFORE = "killed, it never arrives"
    KILLED_AFTER = "killed after the bureau acted"
    GONE = "device gone: the bureau is away from here on"
    LOST = "answer lost after the bureau acted"
    TWICE = "answer twice: it arrives twice"
    LATE = "killed, and it arrives after the restart"


class BureauRelay:
    """Listens on `port`; the bureau is at `to`. `kill` ends the terminal's process."""

    def __init__(self, to: int, kill: Callable[[], None]) -> None:
        self._to = to
        self._kill = kill
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listener.getsockname()[1])
        self.plan: dict[int, Break] = {}
        """The number of an exchange, from 1 → what happens to it."""
        self.plan_by_path: dict[bytes, Break] = {}
        """How a request begins → what happens to the first of its kind, where nobody has counted."""
        self.count = 0
        self.met = 0
        """How many exchanges were broken."""
        self._gone = False
        self._late: list[bytes] = []
        self._lock = threading.Lock()
        threading.Thread(target=self._listen, name="relay", daemon=True).start()

    def heal(self) -> None:
        """From here on everything passes."""
        self.plan, self.plan_by_path, self._gone = {}, {}, False

    def let_late_arrive(self) -> None:
        """What was held back arrives now; nobody is there for the answer."""
        late, self._late = self._late, []
        for request in late:
            self._asked(request)

    def close(self) -> None:
        """Stop listening."""
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def _listen(self) -> None:
        with suppress(OSError):
            while True:
                connection, _ = self._listener.accept()
                threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        with connection, suppress(OSError):
            request = _request(connection)
            answer = self._passed(request)
            connection.sendall(answer)

    def _passed(self, request: bytes) -> bytes:
        if request.startswith(BACKGROUND):
            return b"" if self._gone else self._asked(request)
        with self._lock:
            self.count += 1
            broken = self.plan.pop(self.count, None) or self._planned_by_path(request)
            self.met += broken is not None
            self._gone = self._gone or broken is Break.GONE
        if self._gone:
            return b""
        return self._asked(request) if broken is None else self._broken(broken, request)

    def _planned_by_path(self, request: bytes) -> Break | None:
        begins = next(filter(request.startswith, self.plan_by_path), b"")
        return self.plan_by_path.pop(begins, None)

    def _broken(self, broken: Break, request: bytes) -> bytes:
        match broken:
            case Break.KILLED_BEFORE:
                self._kill()
            case Break.LATE:
                self._late.append(request)
                self._kill()
            case Break.KILLED_AFTER:
                self._asked(request)
                self._kill()
            case Break.LOST:
                self._asked(request)
            case Break.TWICE:
                self._asked(request)
                return self._asked(request)
            case Break.GONE:
                pass
        return b""

    def _asked(self, request: bytes) -> bytes:
        """The bureau's answer, whole: it closes the connection after each."""
        answer = b""
        with socket.create_connection(("127.0.0.1", self._to)) as bureau:
            bureau.sendall(request)
            while part := bureau.recv(WHOLE):
                answer += part
        return answer


def _request(connection: socket.socket) -> bytes:
    """One request, as long as its header says."""
    data = b""
    while b"\r\n\r\n" not in data:
        data += _more(connection)
    head, _, body = data.partition(b"\r\n\r\n")
    lengths = [line.split(b":")[1] for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")]
    missing = int(lengths[0]) - len(body) if lengths else 0
    while missing > 0:
        part = _more(connection)
        data, missing = data + part, missing - len(part)
    return data


def _more(connection: socket.socket) -> bytes:
    part = connection.recv(WHOLE)
    if not part:
        raise ConnectionResetError
    return part
