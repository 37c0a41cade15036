"""The control port: commands to the simulators over HTTP, on loopback only.

POST /command {"part", "verb", "args"} → {"said"}, or 400 {"error"}; GET /state → each part; GET /slips → names;
GET /slips/NAME → the picture.
"""

import json
from collections.abc import Mapping, Sequence
from contextlib import closing
from http import HTTPStatus
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any, Protocol, cast, runtime_checkable

from sandbox.listener import LOOPBACK
from sandbox.part import CommandError, Part

DEFAULT_PORT = 18081
LONGEST_BODY = 65536
SECONDS = 5.0


@runtime_checkable
class _Slips(Protocol):
    @property
    def slips(self) -> Sequence[Path]: ...


class ControlServer:
    """Serves the parts' commands until it is stopped."""

    def __init__(self, parts: Mapping[str, Part], port: int = DEFAULT_PORT) -> None:
        self._parts = parts
        self._port = port
        self._server: ThreadingHTTPServer | None = None
        self._thread: Thread | None = None

    @property
    def port(self) -> int:
        """The port listened on."""
        return self._port

    def start(self) -> None:
        """Listen; `OSError` when the port is taken."""
        if self._server is None:
            self._server = ThreadingHTTPServer((LOOPBACK, self._port), _handler(self._parts))
            self._server.daemon_threads = True
            self._port = self._server.server_port
            self._thread = Thread(target=self._server.serve_forever, args=(0.05,), name="sandbox-control", daemon=True)
            self._thread.start()

    def stop(self) -> None:
        """Stop listening."""
        server, self._server = self._server, None
        if server is not None and self._thread is not None:
            server.shutdown()
            self._thread.join(timeout=SECONDS)
            server.server_close()


def state_of(part: Part) -> dict[str, object]:
    """Everything a prompt or a panel in another process shows of a part."""
    return {
        "url": part.url,
        "verbs": dict(part.verbs),
        "faults": dict(part.faults),
        "state": part.command("state") if "state" in part.verbs else "",
    }


def slips_of(parts: Mapping[str, Part]) -> Sequence[Path]:
    """The pictures that the printer has made, oldest first; none where there is no printer."""
    printer = parts.get("printer")
    return printer.slips if isinstance(printer, _Slips) else ()


def obey(parts: Mapping[str, Part], order: object) -> str:
    """Carry out a command as it came; `CommandError` when it is none."""
    match order:
        case {"part": str(name), "verb": str(verb), "args": list()} if name in parts:
            args = cast("dict[str, list[object]]", order)["args"]
            return parts[name].command(verb, *map(str, args))
        case {"part": str(name)}:
            raise CommandError(f"没有 {name}，有：{'、'.join(parts)}")
        case _:
            raise CommandError('命令形如 {"part": "card", "verb": "insert", "args": ["zhang"]}')


def _handler(parts: Mapping[str, Part]) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def do_GET(self) -> None:
            match self.path.strip("/").split("/"):
                case ["state"]:
                    self._answer(HTTPStatus.OK, {name: state_of(part) for name, part in parts.items()})
                case ["slips"]:
                    self._answer(HTTPStatus.OK, [path.name for path in slips_of(parts)])
                case ["slips", name]:
                    self._picture(name)
                case _:
                    self._answer(HTTPStatus.NOT_FOUND, {"error": "GET /state, GET /slips, POST /command"})

        def do_POST(self) -> None:
            # A web page in a browser on this machine cannot send this type without being asked for leave first.
            if self.path != "/command" or self.headers.get_content_type() != "application/json":
                self.close_connection = True
                self._answer(HTTPStatus.NOT_FOUND, {"error": "POST /command, application/json"})
                return
            try:
                self._answer(HTTPStatus.OK, {"said": obey(parts, self._body())})
            except CommandError as error:
                self._answer(HTTPStatus.BAD_REQUEST, {"error": str(error)})

        def _body(self) -> object:
            length = self.headers.get("Content-Length", "")
            if not length.isdecimal() or int(length) > LONGEST_BODY:
                self.close_connection = True
                raise CommandError("Content-Length")
            try:
                return json.loads(self.rfile.read(int(length)))
            except ValueError as error:
                raise CommandError(f"JSON: {error}") from error

        def _picture(self, name: str) -> None:
            path = next((path for path in slips_of(parts) if path.name == name), None)
            if path is None:
                self._answer(HTTPStatus.NOT_FOUND, {"error": "没有这张凭条"})
            else:
                self._send(HTTPStatus.OK, "image/png", path.read_bytes())

        def _answer(self, status: HTTPStatus, content: object) -> None:
            self._send(status, "application/json; charset=utf-8", json.dumps(content, ensure_ascii=False).encode())

        def _send(self, status: HTTPStatus, kind: str, content: bytes) -> None:
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base class's name
            """Say nothing: the command's answer says it."""

    return Handler


def send(port: int, part: str, verb: str, *args: str) -> str:
    """Send a command to a running sandbox and hand back what it said; `CommandError`, or `OSError` when none runs."""
    answer = _ask(port, "POST", "/command", {"part": part, "verb": verb, "args": args})
    if "error" in answer:
        raise CommandError(answer["error"])
    return answer["said"]


def ask_state(port: int) -> Mapping[str, Any]:
    """Each part of a running sandbox with its url, verbs, faults and state; `OSError` when none runs."""
    return _ask(port, "GET", "/state")


def _ask(port: int, method: str, path: str, order: object = None) -> dict[str, Any]:
    body = None if order is None else json.dumps(order).encode()
    with closing(HTTPConnection(LOOPBACK, port, timeout=SECONDS)) as connection:
        connection.request(method, path, body, {"Content-Type": "application/json"})
        return cast("dict[str, Any]", json.loads(connection.getresponse().read()))
