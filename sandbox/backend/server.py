"""The made-up bureau as a part of the sandbox: its API on a port of this machine, its log, and its faults."""

import socket
import time
from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from threading import Event, Lock, Thread
from typing import TYPE_CHECKING, Any

from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server
from werkzeug.wrappers import Response

from sandbox.backend.app import make_app
from sandbox.backend.database import Database
from sandbox.backend.faults import FAULTS, Answer, checked, seconds, whole
from sandbox.backend.signing import Gateway
from sandbox.people import Person
from sandbox.verbs import carry_out

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse

LOOPBACK = "127.0.0.1"
APP_ID = "sandbox-terminal"
TOKEN = "sandbox-token-0000"  # noqa: S105 - of made-up people's bureau
KEPT_REQUESTS = 500
SHUTDOWN_POLL = 0.05
CLOCK_SHIFT = 3600.0
PATHS = frozenset({"/v1/system", "/v1/cards/query", "/v1/hsm/reading", "/v1/terminals/notices"})


class BackendServer:
    """The bureau of `people`.

    `port`: 0 lets the system choose. `folder`: for the database, the request log and the token's file.
    `database_url`: an SQLAlchemy URL instead of SQLite in `folder`; the tables named sandbox_* in it are made anew.
    """

    name = "backend"

    def __init__(
        self, people: Sequence[Person], *, port: int = 18080, folder: Path, database_url: str | None = None
    ) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.token_file = folder / "backend-token"
        self.token_file.write_text(TOKEN + "\n", "utf-8")
        self.app_id = APP_ID
        self.log_file = folder / "backend.log"
        self._port = port
        self._size = len(people)
        self._database = Database(database_url or f"sqlite:///{folder / 'backend.sqlite'}", people)
        self._app = make_app(self._database, Gateway(APP_ID, TOKEN, self._now), self._now, self._is_on)
        self._requests: deque[str] = deque(maxlen=KEPT_REQUESTS)
        self._lock = Lock()
        self._fault, self._args, self._over = "none", (), Event()
        self._listening: tuple[BaseWSGIServer, Thread] | None = None

    @property
    def url(self) -> str:
        """For kiosk.toml, `backend.url`."""
        return f"http://{LOOPBACK}:{self._port}"

    @property
    def verbs(self) -> Mapping[str, str]:
        """Command → help."""
        return {
            "state": "state：是否在监听、有多少人、当前故障",
            "requests": "requests [条数]：最近收到的请求，不含个人信息",
            "notices": "notices：终端报来的通知",
            "fault": "fault 名称 [参数] | fault none：制造或解除故障",
        }

    @property
    def faults(self) -> Mapping[str, str]:
        """Fault → what it does."""
        return {name: fault.words for name, fault in FAULTS.items()}

    def start(self) -> None:
        """Listen; nothing happens when it listens already. `OSError` when the port is taken."""
        if self._listening is not None:
            return
        self._over = Event()
        with socket.create_server((LOOPBACK, self._port)) as opened:
            self._port = int(opened.getsockname()[1])
            server = make_server(
                LOOPBACK, self._port, self._serve, threaded=True, request_handler=_Handler, fd=opened.fileno()
            )
        thread = Thread(target=server.serve_forever, args=(SHUTDOWN_POLL,), name="sandbox-backend", daemon=True)
        thread.start()
        self._listening = server, thread

    def stop(self) -> None:
        """Stop listening; answers that a fault holds back end. May be called twice."""
        self._over.set()
        listening, self._listening = self._listening, None
        if listening is not None:
            server, thread = listening
            server.shutdown()
            thread.join()
            server.server_close()

    def command(self, verb: str, *args: str) -> str:
        """Carry out one of `verbs`; `CommandError` for nonsense."""
        actions: dict[str, Callable[..., str]] = {
            "state": self._state,
            "requests": self._last_requests,
            "notices": self._notices,
            "fault": self._set_fault,
        }
        return carry_out(actions, self.verbs, verb, args)

    def _state(self) -> str:
        heard = self.url if self._listening is not None else "没有监听"
        return f"后台 {heard}，{self._size} 人，故障 {' '.join((self._fault, *self._args))}"

    def _last_requests(self, count: str = "10") -> str:
        with self._lock:
            kept = list(self._requests)
        return "\n".join(kept[-int(count) :] if count.isdecimal() and int(count) else kept) or "还没有请求"

    def _notices(self) -> str:
        return "\n".join(self._database.notices()) or "还没有通知"

    def _set_fault(self, name: str, *args: str) -> str:
        if name != "none":
            checked(name, args)
        self._over.set()
        self._fault, self._args, self._over = name, args, Event()
        if name == "down":
            self.stop()
        else:
            self.start()
        return f"故障：{name}" if name != "none" else "没有故障"

    def _now(self) -> float:
        return time.time() + (seconds(self._args, CLOCK_SHIFT) if self._fault == "clock" else 0.0)

    def _is_on(self, fault: str) -> bool:
        return self._fault == fault

    def _serve(self, environ: dict[str, Any], start_response: "StartResponse") -> Iterable[bytes]:  # noqa: ARG002
        """One request. The bytes are written here, in as few calls as the fault allows, and nothing is left to WSGI."""
        began, fault, args, over = time.monotonic(), self._fault, self._args, self._over
        response = Response.from_app(self._app, environ)
        answer = Answer(response.status_code, response.get_data())
        send = FAULTS[fault].send if fault in FAULTS else whole
        self._note(environ, answer.status, time.monotonic() - began)
        connection: socket.socket = environ["werkzeug.socket"]
        for piece in send(answer, args, over.wait):
            connection.sendall(piece)
        raise ConnectionAbortedError  # werkzeug's way out for a connection that needs no answer any more

    def _note(self, environ: Mapping[str, Any], status: int, took: float) -> None:
        """One line: no body, and of the address only what the contract knows, whatever was asked for."""
        path = environ["PATH_INFO"] if environ["PATH_INFO"] in PATHS else "(unknown path)"
        who = _word(environ.get("HTTP_X_TERMINAL_ID", "-"))
        asked = _word(environ.get("HTTP_X_REQUEST_ID", "-"))
        at = time.strftime("%Y-%m-%dT%H:%M:%S")
        line = f"{at} {environ['REQUEST_METHOD']} {path} {status} {took * 1000:.0f} ms terminal={who} request={asked}"
        with self._lock:
            self._requests.append(line)
            with self.log_file.open("a", encoding="utf-8") as log:
                log.write(line + "\n")


class _Handler(WSGIRequestHandler):
    """Leaves logging to the part, and ends the connection after one request."""

    def log(self, type: str, message: str, *args: Any) -> None:  # noqa: A002, ARG002 - werkzeug's signature
        return

    def connection_dropped(self, error: BaseException, environ: Any = None) -> None:  # noqa: ARG002
        self.close_connection = True


def _word(text: str) -> str:
    """A header's value fit for a line of the log."""
    return "".join(char for char in text if char.isalnum() or char in "-_.")[:64]
