"""A CUPS queue for documents at the far end of a local socket: IPP (RFC 8010), answered by what is said to be so."""

import re
import socket
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from sandbox.part import CommandError
from sandbox.verbs import carry_out

PRINT_JOB, CANCEL_JOB, GET_JOB, GET_JOBS, GET_PRINTER = 0x0002, 0x0008, 0x0009, 0x000A, 0x000B
JOB_PROCESSING, JOB_ABORTED, JOB_COMPLETED = 5, 8, 9
_PDF = b"%PDF"
_PAGE = re.compile(rb"/Type\s*/Page(?![a-zA-Z])")
_JOB, _PRINTER, _END = b"\x02", b"\x04", b"\x03"
_INTEGER, _BOOLEAN, _ENUM, _TEXT, _NAME, _KEYWORD, _CHARSET, _LANGUAGE = 0x21, 0x22, 0x23, 0x41, 0x42, 0x44, 0x47, 0x48


@dataclass
class Queue:
    """What the queue says: 3 idle, 4 printing, 5 stopped; a job ends with 7 cancelled, 8 aborted or 9 completed."""

    path: Path
    printer_state: int = 3
    reasons: tuple[str, ...] = ("none",)
    accepting: bool = True
    job_state: int = 9
    status: int = 0
    raw: bytes | None = None
    """Sent in place of every answer."""
    midway: tuple[str, ...] = ()
    """What goes wrong once the first sheet is out."""
    on_document: Callable[[bytes], None] = lambda _: None
    """Hears each document that is printed."""
    sheets: int = 0
    """Of the document under way; 0 where its pages cannot be counted: then no sheet is told."""
    out: int = 0

    def __enter__(self) -> "Queue":
        self._server = socket.socket(socket.AF_UNIX)
        self._server.bind(str(self.path))
        self._server.listen()
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown(socket.SHUT_RDWR)
        self._thread.join(2)
        self._server.close()

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._server.accept()
            except OSError:
                return
            with connection, suppress(OSError):
                connection.sendall(self._answer(_request(connection)))

    def _answer(self, request: bytes) -> bytes:
        if self.raw is not None:
            return self.raw
        operation = int.from_bytes(request[2:4], "big")
        if operation == PRINT_JOB:
            self._begin(request[max(0, request.find(_PDF)) :])
        if operation == GET_JOB and self.sheets and not (self.midway and self.out):
            self.out = min(self.out + 1, self.sheets)
        body = b"\x01\x01" + self.status.to_bytes(2, "big") + request[4:8]
        body += b"\x01" + _attribute(_CHARSET, "attributes-charset", b"utf-8")
        body += _attribute(_LANGUAGE, "attributes-natural-language", b"en") + self._groups(operation) + _END
        return b"HTTP/1.0 200 OK\r\nContent-Type: application/ipp\r\nContent-Length: %d\r\n\r\n" % len(body) + body

    def _begin(self, document: bytes) -> None:
        """A document is under way: each time it is asked about, one more of its sheets is out."""
        self.sheets, self.out = len(_PAGE.findall(document)), 0
        if self.job_state == JOB_COMPLETED and not self.midway:
            self.on_document(document)

    def _groups(self, operation: int) -> bytes:
        if operation == GET_PRINTER:
            reasons = self.midway if self.midway and self.out else self.reasons
            return (
                _PRINTER
                + _attribute(_ENUM, "printer-state", _four(self.printer_state))
                + _attribute(_KEYWORD, "printer-state-reasons", *(reason.encode() for reason in reasons))
                + _attribute(_BOOLEAN, "printer-is-accepting-jobs", bytes([self.accepting]))
                + _attribute(_TEXT, "printer-make-and-model", b"Sandbox A4 duplex")
                + _attribute(_NAME, "printer-name", b"A4")
            )
        if operation == PRINT_JOB:
            return _JOB + _attribute(_INTEGER, "job-id", _four(5))
        if operation == GET_JOB:
            state = self.job_state if self.out == self.sheets else JOB_PROCESSING
            told = _attribute(_INTEGER, "job-media-sheets-completed", _four(self.out)) if self.sheets else b""
            return _JOB + _attribute(_ENUM, "job-state", _four(state)) + told
        return b""


_FAULTS: Final[Mapping[str, tuple[str, dict[str, Any]]]] = {
    "paper-out": ("没有纸", {"reasons": ("media-empty-error",)}),
    "paper-out-midway": ("第一张出来以后没有纸了", {"midway": ("media-empty-error",)}),
    "jammed": ("卡纸", {"reasons": ("media-jam-error",)}),
    "open": ("盖门没有关好", {"reasons": ("door-open-error",)}),
    "toner-out": ("没有墨粉", {"reasons": ("toner-empty-error",)}),
    "tray-full": ("出纸口满了", {"reasons": ("output-area-full-error",)}),
    "offline": ("打印服务连不上打印机", {"reasons": ("offline",)}),
    "paused": ("队列被暂停", {"printer_state": 5, "reasons": ("paused",)}),
    "not-accepting": ("队列不接受新任务", {"accepting": False}),
    "fails": ("任务异常中止", {"job_state": JOB_ABORTED}),
    "endless": ("任务一直打不完", {"job_state": 5}),
    "malformed": ("应答不是 IPP", {"raw": b"HTTP/1.0 200 OK\r\n\r\nhello"}),
    "gone": ("打印服务没有运行", {}),
}
_VERBS: Final[Mapping[str, str]] = {
    "printed": "printed：打印了哪些文件",
    "fault": "fault NAME：出某种故障；fault none 恢复正常",
}
_NOTHING_KEPT: Final = {
    "cupsd.conf": "PreserveJobFiles No\n",
    "cups-files.conf": "RequestRoot /spool/cups\n",
    "mountinfo": "22 1 8:1 / / rw - ext4 /dev/sda1 rw\n30 22 0:27 / /spool rw - tmpfs tmpfs rw\n",
}


class DocumentPrinterSimulator:
    """The queue `a4`, and in one folder all that a CUPS has: its socket, how it is configured, and what it printed."""

    name = "document-printer"

    def __init__(self, folder: Path) -> None:
        self._folder = folder.resolve()
        self._queue = self._made("none")
        self._running = False
        self._fault = "none"

    @property
    def url(self) -> str:
        """The queue, and the folder in which the terminal finds its CUPS."""
        return f"cups:a4@{self._folder}"

    @property
    def verbs(self) -> Mapping[str, str]:
        """Commands and their help."""
        return _VERBS

    @property
    def faults(self) -> Mapping[str, str]:
        """Faults and what they do."""
        return {name: words for name, (words, _) in _FAULTS.items()}

    @property
    def printed(self) -> tuple[Path, ...]:
        """The documents, oldest first."""
        return tuple(sorted(self._folder.glob("document-*.pdf")))

    def start(self) -> None:
        """Listen."""
        self._folder.mkdir(parents=True, exist_ok=True)
        for file, content in _NOTHING_KEPT.items():
            (self._folder / file).write_text(content, "utf-8")
        if not self._running and self._fault != "gone":
            self._queue.path.unlink(missing_ok=True)
            self._queue.__enter__()
            self._running = True

    def stop(self) -> None:
        """Hang up."""
        if self._running:
            self._running = False
            self._queue.__exit__()
            self._queue.path.unlink(missing_ok=True)

    def command(self, verb: str, *args: str) -> str:
        """Carry a command of `verbs` out."""
        actions: Mapping[str, Callable[..., str]] = {"printed": self._printed_command, "fault": self._fault_command}
        return carry_out(actions, _VERBS, verb, args)

    def _made(self, fault: str) -> Queue:
        said = _FAULTS[fault][1] if fault in _FAULTS else {}
        return Queue(self._folder / "cups.sock", on_document=self._keep, **said)

    def _keep(self, document: bytes) -> None:
        (self._folder / f"document-{len(self.printed) + 1:03}.pdf").write_bytes(document)

    def _printed_command(self) -> str:
        return "\n".join(map(str, self.printed)) or "还没有打印文件"

    def _fault_command(self, name: str) -> str:
        if name not in (*_FAULTS, "none"):
            raise CommandError(f"没有这个故障：{name}。可以用：{'、'.join(_FAULTS)}、none")
        was_running = self._running or self._fault == "gone"
        self.stop()
        self._fault, self._queue = name, self._made(name)
        if was_running:
            self.start()
        return "故障已解除" if name == "none" else f"故障：{_FAULTS[name][0]}"


def _four(number: int) -> bytes:
    return number.to_bytes(4, "big")


def _attribute(tag: int, name: str, *values: bytes) -> bytes:
    """One attribute; further values have an empty name."""
    names = (name.encode(), *[b""] * (len(values) - 1))
    return b"".join(
        bytes([tag]) + len(named).to_bytes(2, "big") + named + len(value).to_bytes(2, "big") + value
        for named, value in zip(names, values, strict=True)
    )


def _request(connection: socket.socket) -> bytes:
    """The IPP body of one HTTP request."""
    data = b""
    while b"\r\n\r\n" not in data:
        data += connection.recv(65536)
    head, _, body = data.partition(b"\r\n\r\n")
    line = next(line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:"))
    while len(body) < int(line.partition(b":")[2]):
        body += connection.recv(65536)
    return body
