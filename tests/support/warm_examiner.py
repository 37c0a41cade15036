"""Examines papers for terminals that are forked: what `python -m kiosk.records.examination` does, imported once."""

import ctypes
import os
import signal
import subprocess
from importlib import import_module
from multiprocessing.connection import Client, Listener
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import Any, Self

from kiosk.records.examination import GOOD, judged, pictures

IMPORTS = ("pyhanko.keys", "pyhanko.sign.validation", "pyhanko_certvalidator", "pypdfium2")
WHEN_PARENT_ENDS = 1
"""PR_SET_PDEATHSIG."""


class Examiner:
    """A process without threads that forks one for each paper; it ends with whoever started it."""

    def __enter__(self) -> Self:
        self._folder = TemporaryDirectory(prefix="kiosk-examiner-")
        self._address = str(Path(self._folder.name) / "examiner")
        self._listener = Listener(self._address, "AF_UNIX")
        if os.fork() == 0:
            ctypes.CDLL(None).prctl(WHEN_PARENT_ENDS, signal.SIGKILL)
            _serve(self._listener)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._listener.close()
        self._folder.cleanup()

    def run(self, command: list[str], **of_run: Any) -> "subprocess.CompletedProcess[bytes]":
        """In place of `subprocess.run`, for this one command."""
        *_, module, root_file, width = command
        assert module == "kiosk.records.examination", command
        with Client(self._address, "AF_UNIX") as connection:
            connection.send((of_run["input"], root_file, int(width)))
            status, out = connection.recv()
        return subprocess.CompletedProcess(command, status, out)


def _serve(listener: Listener) -> None:
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for them
    for name in IMPORTS:
        import_module(name)
    while True:
        with listener.accept() as connection:
            if os.fork() == 0:
                try:
                    connection.send(_examined(*connection.recv()))
                finally:
                    os._exit(0)


def _examined(document: bytes, root_file: str, width: int) -> tuple[int, bytes]:
    """Exit status and output, as of the command."""
    verdict = judged(document, root_file)
    sheets = pictures(document, width) if verdict == GOOD else []
    out = b"".join((f"{verdict}\n".encode(), *(b"%d\n%s" % (len(sheet), sheet) for sheet in sheets)))
    return int(verdict != GOOD), out
