"""How each fault of the document printer is made: a CUPS queue that says so, and a CUPS that keeps what is printed."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from far_end import Scenario, told

from devices.document_printer import CupsPlaces, CupsPrinter, DocumentFault, DocumentTimeouts
from devices.faults import Fault
from sandbox.document_printer import Queue

SHORT = DocumentTimeouts(answer=1.0, submit=1.0, print=0.5, look_every=0.0, poll_every=0.0)


def by_queue(how: str, act: Callable[[CupsPrinter], Any] | None = None, **said: Any) -> Scenario:
    """The queue says so, and the terminal prints."""

    def play(folder: Path) -> Fault | None:
        with Queue(folder / "cups.sock", **said):
            printer = CupsPrinter("a4", places=places(folder), timeouts=SHORT)
            return told(lambda: act(printer) if act else printer.print(b"%PDF-1.7"))

    return Scenario(how, play)


def by_reason(reason: str) -> Scenario:
    """The queue gives one reason."""
    return by_queue(f"打印队列报告 `{reason}`", reasons=(reason,))


def by_files(how: str, name: str, content: str) -> Scenario:
    """CUPS is configured so."""

    def play(folder: Path) -> Fault | None:
        with Queue(folder / "cups.sock"):
            there = places(folder)
            (folder / name).write_text(content, "utf-8")
            return told(lambda: CupsPrinter("a4", places=there, timeouts=SHORT).print(b"%PDF-1.7"))

    return Scenario(how, play)


def places(folder: Path) -> CupsPlaces:
    """A CUPS that keeps nothing: no job files, its spool in memory."""
    (folder / "cupsd.conf").write_text("PreserveJobFiles No\n", "utf-8")
    (folder / "files.conf").write_text("RequestRoot /spool/cups\n", "utf-8")
    mounts = "22 1 8:1 / / rw - ext4 /dev/sda1 rw\n30 22 0:27 / /spool rw - tmpfs tmpfs rw\n"
    (folder / "mounts").write_text(mounts, "utf-8")
    return CupsPlaces(folder / "cups.sock", folder / "cupsd.conf", folder / "files.conf", folder / "mounts")


def _no_service(folder: Path) -> Fault | None:
    return told(lambda: CupsPrinter("a4", places=places(folder), timeouts=SHORT).print(b"%PDF-1.7"))


def _stopped(printer: CupsPrinter) -> object:
    """Aborted as soon as the document is on its way."""
    ask = printer._submit

    def submit(document: bytes) -> int:
        job = ask(document)
        printer.abort()
        return job

    printer._submit = submit
    return printer.print(b"%PDF-1.7")


SCENARIOS: dict[Fault, Scenario] = {
    DocumentFault.SERVICE_AWAY: Scenario("CUPS 的套接字不存在（服务没有运行）", _no_service),
    DocumentFault.UNKNOWN: by_queue("CUPS 应答没有这个队列（0406）", status=0x0406),
    DocumentFault.REFUSED: by_queue("CUPS 拒绝（0507）", status=0x0507),
    DocumentFault.MALFORMED: by_queue("CUPS 的应答不是 IPP", raw=b"HTTP/1.0 500 Oops\r\n\r\n"),
    DocumentFault.NOT_ACCEPTING: by_queue("打印队列不接受新任务", accepting=False),
    DocumentFault.PAUSED: by_reason("paused"),
    DocumentFault.OFFLINE: by_reason("offline"),
    DocumentFault.PAPER_OUT: by_reason("media-empty-error"),
    DocumentFault.JAMMED: by_reason("media-jam-error"),
    DocumentFault.OPEN: by_reason("door-open-error"),
    DocumentFault.TONER_OUT: by_reason("toner-empty-error"),
    DocumentFault.TRAY_FULL: by_reason("output-area-full-error"),
    DocumentFault.FAILED: by_queue("打印任务异常中止（job-state 8）", job_state=8),
    DocumentFault.CANCELLED: by_queue("打印任务被他人取消（job-state 7）", job_state=7),
    DocumentFault.STALLED: by_queue("打印任务在规定时限内没有结束", job_state=5),
    DocumentFault.STOPPED: by_queue("打印时终端中止（会话结束）", _stopped, job_state=5),
    DocumentFault.KEEPS_FILES: by_files("CUPS 配置 PreserveJobFiles Yes", "cupsd.conf", "PreserveJobFiles Yes\n"),
    DocumentFault.SPOOL_ON_DISK: by_files("CUPS 的暂存目录在磁盘上", "files.conf", "RequestRoot /var/spool/cups\n"),
}
