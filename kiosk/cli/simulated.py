"""A sandbox in a process of its own for demo and tour, and the configuration that reaches it."""

import ctypes
import json
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path
from types import TracebackType
from typing import Any, Self, cast

from kiosk.config import Configuration, load
from sandbox.backend.server import APP_ID
from sandbox.control import send
from sandbox.runner import PARTS, SETTINGS

SECONDS_TO_START = 30.0
LOOPBACK = "127.0.0.1"
DOCUMENT_PRINTER = "document-printer"
"""A part that not every terminal has, and without a port of its own."""
PR_SET_PDEATHSIG = 1
SITE = {
    "mode": "sandbox",
    "id": "A01",
    "place": "渝中区示例银行网点",
    "place_en": "Sample bank branch, Yuzhong",
    "counter": "渝中区示例社保服务窗口（工作日 9:00–17:00）",
    "counter_en": "the sample counter in Yuzhong (working days 9:00-17:00)",
}

SERVICE_POINT = {
    "place": "渝中区大坪街道便民服务中心（演示）",
    "place_en": "Daping street service point (made up)",
    "phone": "023-00000000",
    "hours": "工作日 9:00–17:00",
    "hours_en": "working days 9:00-17:00",
}


def template() -> Path:
    """The project's own kiosk.toml, which the simulated world changes where it must."""
    return Path(__file__).parents[2] / "kiosk.toml"


class SimulatedWorld:
    """Everything around the terminal, started by `with` on free ports; ended with it."""

    def __init__(self, folder: Path, *, seed: int, panel: bool = False, besides: Sequence[str] = ()) -> None:
        """`besides`: parts that not every terminal has, as "pin-pad"."""
        self.folder = folder
        self.seed = seed
        ported = ("backend", "control", "id-reader", "printer", "card", *besides)
        self._ports = dict(zip(ported, _free_ports(len(ported)), strict=True))
        self._arguments = [
            *(*PARTS, DOCUMENT_PRINTER, *besides),
            *("--data", str(folder), "--seed", str(seed)),
            *(word for name, port in self._ports.items() for word in (f"--{name}-port", str(port))),
            "--panel" if panel else "--no-prompt",
        ]
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def control_port(self) -> int:
        """Where commands are taken."""
        return self._ports["control"]

    def do(self, part: str, verb: str, *arguments: str) -> str:
        """A command to a part, as `do("card", "insert", "zhang")`."""
        return send(self.control_port, part, verb, *arguments)

    def configuration(self, template: Path, **changes: dict[str, Any]) -> Configuration:
        """`template`, with this world at the ends of its wires and `changes` (table → keys) over it."""
        tables: dict[str, dict[str, Any]] = {
            "terminal": dict(SITE),
            "service_point": dict(SERVICE_POINT),
            "backend": {
                "app_id": APP_ID,
                "token_file": str(self.folder / "backend" / "backend-token"),
                "record_root_file": str(self.folder / "backend" / "record-root.pem"),
            },
            "pin": {"key_file": str(self.folder / "backend" / "pin-key")},
            "log": {"folder": str(self.folder / "log")},
            "journal": {
                "folder": str(self.folder / "journal"),
                "key_file": str(self.folder / "journal" / "terminal.key"),
            },
        }
        for name, part in self._state().items():
            table, key = SETTINGS[name]
            tables.setdefault(table, {})[key] = part["url"]
        for table, values in changes.items():
            tables.setdefault(table, {}).update(values)
        return load(template, tables)

    def __enter__(self) -> Self:
        self._process = subprocess.Popen(  # noqa: S603 - this very program, with arguments of our own
            [sys.executable, "-m", "kiosk", "sandbox", *self._arguments],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            preexec_fn=_end_with_parent,  # noqa: PLW1509 - no thread holds a lock this early
        )
        ends = time.monotonic() + SECONDS_TO_START
        while not self._answers():
            if self._process.poll() is not None or time.monotonic() > ends:
                self._end()
                raise OSError("the sandbox did not start; `kiosk sandbox` says why")
            time.sleep(0.05)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end()

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            process.terminate()
            process.wait(10)

    def _answers(self) -> bool:
        try:
            return bool(self._state())
        except OSError:
            return False

    def _state(self) -> dict[str, dict[str, str]]:
        with closing(HTTPConnection(LOOPBACK, self.control_port, timeout=5)) as connection:
            connection.request("GET", "/state")
            return cast("dict[str, dict[str, str]]", json.loads(connection.getresponse().read()))


def _end_with_parent() -> None:
    """In the new process: SIGTERM when the one that started it is gone, however it went (prctl(2), Linux)."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def _free_ports(count: int) -> Sequence[int]:
    """Ports that nobody listens on now."""
    probes = [socket.create_server((LOOPBACK, 0)) for _ in range(count)]
    ports = [int(probe.getsockname()[1]) for probe in probes]
    for probe in probes:
        probe.close()
    return ports
