"""The document printer at the far end of a local socket that answers as it is told to; nothing is kept anywhere."""

import socket
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from devices.document_printer import (
    FAULTS,
    CupsPlaces,
    CupsPrinter,
    DocumentFault,
    DocumentTimeouts,
    FolderPrinter,
    open_document_printer,
    require_nothing_kept,
)
from devices.faults import DeviceError, Fault, Owner
from devices.ipp import Operation, Tag, build
from devices.status import Media, State, Supplies
from sandbox.document_printer import DocumentPrinterSimulator

TIMES = DocumentTimeouts(answer=1.0, submit=1.0, print=1.0, look_every=0.0, poll_every=0.0)


def answer(status: int = 0, **attributes: object) -> bytes:
    """A queue's answer: `printer_…` attributes in one group, `job_…` in another."""
    rows: dict[str, list] = {"printer": [], "job": []}
    for name, value in attributes.items():
        tag = {bool: Tag.BOOLEAN, int: Tag.INTEGER}.get(type(value), Tag.KEYWORD)
        rows["printer" if name.startswith("printer") else "job"].append((name.replace("_", "-"), tag, value))
    body = bytearray(build(Operation.PRINT_JOB, 1, [], [*rows["job"], *rows["printer"]]))
    if rows["printer"]:
        body[body.index(b"\x02en\x02") + 3] = 4
    body[2:4] = status.to_bytes(2, "big")
    return b"HTTP/1.0 200 OK\r\nContent-Length: %d\r\n\r\n" % len(body) + bytes(body)


READY = answer(printer_state=3, printer_state_reasons=["none"], printer_is_accepting_jobs=True)
DONE = answer(job_state=9, job_state_reasons=["none"], job_media_sheets_completed=2)


class Queue:
    """CUPS's end of the socket: an answer to each operation, the last one for good; says what it was asked."""

    def __init__(self, path: Path) -> None:
        self.script: dict[Operation, list[bytes]] = {
            Operation.GET_PRINTER_ATTRIBUTES: [READY],
            Operation.GET_JOBS: [answer()],
            Operation.PRINT_JOB: [answer(job_id=5)],
            Operation.GET_JOB_ATTRIBUTES: [DONE],
            Operation.CANCEL_JOB: [answer()],
        }
        self.asked: list[Operation] = []
        self.requests: list[bytes] = []
        self._server = socket.socket(socket.AF_UNIX)
        self._server.bind(str(path))
        self._server.listen()
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()

    def say(self, operation: Operation, *answers: bytes) -> None:
        self.script[operation] = list(answers)

    def close(self) -> None:
        self._server.shutdown(socket.SHUT_RDWR)
        self._thread.join(2)
        self._server.close()

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._server.accept()
            except OSError:
                return
            with connection:
                if not (request := self._request(connection)):
                    continue
                operation = Operation(int.from_bytes(request.partition(b"\r\n\r\n")[2][2:4], "big"))
                self.asked.append(operation)
                self.requests.append(request)
                answers = self.script[operation]
                reply = answers.pop(0) if len(answers) > 1 else answers[0]
                if reply:
                    connection.sendall(reply)
                else:
                    connection.recv(1)

    def _request(self, connection: socket.socket) -> bytes:
        data = b""
        while True:
            piece = connection.recv(65536)
            data += piece
            head, _, body = data.partition(b"\r\n\r\n")
            length = next((line for line in head.split(b"\r\n") if line.startswith(b"Content-Length")), b": 1")
            if not piece or (body and len(body) >= int(length.partition(b": ")[2])):
                return data


@pytest.fixture
def places(tmp_path: Path) -> CupsPlaces:
    (tmp_path / "cupsd.conf").write_text("LogLevel warn\npreservejobfiles No\n")
    (tmp_path / "files.conf").write_text("RequestRoot /spool/cups\n")
    (tmp_path / "mounts").write_text("22 1 8:1 / / rw - ext4 /dev/sda1 rw\n30 22 0:27 / /spool rw - tmpfs tmpfs rw\n")
    return CupsPlaces(tmp_path / "cups.sock", tmp_path / "cupsd.conf", tmp_path / "files.conf", tmp_path / "mounts")


@pytest.fixture
def queue(places: CupsPlaces) -> Iterator[Queue]:
    queue = Queue(places.socket)
    yield queue
    queue.close()


@pytest.fixture
def printer(places: CupsPlaces) -> CupsPrinter:
    return CupsPrinter("a4", places=places, timeouts=TIMES)


def fault_of(call: Callable[[], object]) -> Fault:
    with pytest.raises(DeviceError) as caught:
        call()
    return caught.value.fault


def test_a_document_is_followed_to_its_end_and_forgotten(queue: Queue, printer: CupsPrinter) -> None:
    printing = answer(job_state=5, job_media_sheets_completed=1)
    queue.say(Operation.GET_JOB_ATTRIBUTES, printing, printing, DONE)
    heard: list[int] = []
    assert printer.print(b"%PDF-1.7", heard.append).sheets == 2
    assert heard == [1, 2]
    assert Operation.CANCEL_JOB in queue.asked[queue.asked.index(Operation.PRINT_JOB) :]
    sent = queue.requests[queue.asked.index(Operation.PRINT_JOB)]
    assert sent.endswith(b"%PDF-1.7")
    assert b"ipp://localhost/printers/a4" in sent


@pytest.mark.parametrize(
    ("reason", "fault", "state"),
    [
        ("media-empty-error", DocumentFault.PAPER_OUT, State.OFFLINE),
        ("media-needed", DocumentFault.PAPER_OUT, State.OFFLINE),
        ("media-jam-error", DocumentFault.JAMMED, State.HARDWARE_ERROR),
        ("door-open-error", DocumentFault.OPEN, State.USER_ERROR),
        ("cover-open", DocumentFault.OPEN, State.USER_ERROR),
        ("toner-empty-error", DocumentFault.TONER_OUT, State.OFFLINE),
        ("output-area-full-error", DocumentFault.TRAY_FULL, State.USER_ERROR),
        ("offline", DocumentFault.OFFLINE, State.OFFLINE),
        ("paused", DocumentFault.PAUSED, State.OFFLINE),
        ("cups-missing-filter", DocumentFault.FAILED, State.HARDWARE_ERROR),
    ],
)
def test_each_reason_has_its_name_before_and_in_the_middle(
    queue: Queue, printer: CupsPrinter, reason: str, fault: Fault, state: State
) -> None:
    stopped = answer(printer_state=3, printer_state_reasons=[reason], printer_is_accepting_jobs=True)
    queue.say(Operation.GET_PRINTER_ATTRIBUTES, stopped)
    status = printer.poll()
    assert (status.state, status.fault) == (state, fault)
    assert fault_of(lambda: printer.print(b"%PDF")) is fault
    assert Operation.PRINT_JOB not in queue.asked
    queue.say(Operation.GET_PRINTER_ATTRIBUTES, READY, stopped)
    queue.say(Operation.GET_JOB_ATTRIBUTES, answer(job_state=5))
    assert fault_of(lambda: printer.print(b"%PDF")) is fault
    assert Operation.CANCEL_JOB in queue.asked


def test_supplies_and_jams_are_told_in_the_vocabulary(queue: Queue, printer: CupsPrinter) -> None:
    low = answer(printer_state=3, printer_state_reasons=["toner-low-warning", "media-empty-warning"])
    jam = answer(printer_state=5, printer_state_reasons=["media-jam-error"])
    out = answer(printer_state=5, printer_state_reasons=["media-empty-error"])
    queue.say(Operation.GET_PRINTER_ATTRIBUTES, READY, low, jam, out)
    seen = [printer.poll() for _ in range(4)]
    assert [status.supplies for status in seen] == [Supplies.OK, Supplies.LOW, Supplies.OK, Supplies.OUT]
    assert [status.state for status in seen[:2]] == [State.ONLINE, State.ONLINE]
    assert seen[2].media is Media.JAMMED


@pytest.mark.parametrize(
    ("operation", "said", "fault"),
    [
        (Operation.GET_JOB_ATTRIBUTES, answer(job_state=7), DocumentFault.CANCELLED),
        (Operation.GET_JOB_ATTRIBUTES, answer(job_state=8), DocumentFault.FAILED),
        (Operation.GET_JOB_ATTRIBUTES, answer(job_state=5), DocumentFault.STALLED),
        (Operation.GET_JOB_ATTRIBUTES, answer(), DocumentFault.MALFORMED),
        (Operation.PRINT_JOB, answer(), DocumentFault.MALFORMED),
        (Operation.PRINT_JOB, answer(0x0507), DocumentFault.REFUSED),
        (Operation.PRINT_JOB, b"HTTP/1.0 500 Oops\r\n\r\n", DocumentFault.MALFORMED),
        (Operation.GET_PRINTER_ATTRIBUTES, answer(0x0406), DocumentFault.UNKNOWN),
        (Operation.GET_PRINTER_ATTRIBUTES, b"", DocumentFault.SERVICE_AWAY),
        (Operation.GET_PRINTER_ATTRIBUTES, answer(printer_state=5), DocumentFault.PAUSED),
        (
            Operation.GET_PRINTER_ATTRIBUTES,
            answer(printer_state=3, printer_is_accepting_jobs=False),
            DocumentFault.NOT_ACCEPTING,
        ),
    ],
)
def test_each_way_of_failing_has_its_name(
    queue: Queue, printer: CupsPrinter, operation: Operation, said: bytes, fault: Fault
) -> None:
    queue.say(operation, said)
    assert fault_of(lambda: printer.print(b"%PDF")) is fault


def test_a_session_that_ends_cancels_the_document(queue: Queue, printer: CupsPrinter) -> None:
    queue.say(Operation.GET_JOB_ATTRIBUTES, answer(job_state=5, job_media_sheets_completed=1))
    assert fault_of(lambda: printer.print(b"%PDF", lambda _: printer.abort())) is DocumentFault.STOPPED
    assert Operation.CANCEL_JOB in queue.asked


def test_a_service_that_is_not_there_is_named(printer: CupsPrinter) -> None:
    status = printer.poll()
    assert (status.state, status.fault) == (State.OFFLINE, DocumentFault.SERVICE_AWAY)


def test_a_spool_in_memory_without_preserved_files_is_fine(places: CupsPlaces) -> None:
    require_nothing_kept(places)


@pytest.mark.parametrize(
    "line", ["", "PreserveJobFiles Yes", "PreserveJobFiles 3600", "PreserveJobFiles No\nPreserveJobFiles On"]
)
def test_a_service_that_keeps_files_is_named(places: CupsPlaces, line: str) -> None:
    places.configuration.write_text(line + "\n")
    assert fault_of(lambda: require_nothing_kept(places)) is DocumentFault.KEEPS_FILES


def test_a_configuration_that_cannot_be_read_is_taken_for_one_that_keeps(places: CupsPlaces) -> None:
    places.configuration.unlink()
    assert fault_of(lambda: require_nothing_kept(places)) is DocumentFault.KEEPS_FILES


@pytest.mark.parametrize("root", ["/var/spool/cups", "/spooling"])
def test_a_spool_on_a_disk_is_named(places: CupsPlaces, root: str) -> None:
    places.files.write_text(f"RequestRoot {root}\n")
    assert fault_of(lambda: require_nothing_kept(places)) is DocumentFault.SPOOL_ON_DISK


def test_the_mount_seen_last_counts_and_its_name_may_hold_a_space(places: CupsPlaces) -> None:
    with places.mounts.open("a") as mounts:
        mounts.write("40 22 0:28 / /a\\040b rw - tmpfs tmpfs rw\n41 22 8:2 / /spool rw - ext4 /dev/sdb rw\n")
    assert fault_of(lambda: require_nothing_kept(places)) is DocumentFault.SPOOL_ON_DISK
    places.files.write_text('RequestRoot "/a b/cups"\n')
    require_nothing_kept(places)


def test_in_the_sandbox_documents_become_files(tmp_path: Path) -> None:
    printer = open_document_printer(f"file:{tmp_path}/documents", sandbox=True)
    assert printer.poll().state is State.ONLINE
    assert printer.print(b"%PDF-1").sheets is None
    printer.print(b"%PDF-2")
    assert [path.read_bytes() for path in sorted((tmp_path / "documents").iterdir())] == [b"%PDF-1", b"%PDF-2"]


def test_a_folder_that_cannot_be_made_is_no_device(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert FolderPrinter(tmp_path / "file").poll().state is State.NO_DEVICE


@pytest.mark.parametrize(
    ("url", "sandbox"), [("file:/tmp/x", False), ("cups:", True), ("ipp://host", True), ("", True)]
)
def test_an_impossible_url_is_refused(url: str, sandbox: bool) -> None:
    with pytest.raises(ValueError, match="document printer"):
        open_document_printer(url, sandbox=sandbox)


def test_the_url_names_the_queue() -> None:
    assert isinstance(open_document_printer("cups:A4 office", sandbox=False), CupsPrinter)


def test_every_fault_has_its_own_id() -> None:
    assert len({fault.id for fault in FAULTS}) == len(FAULTS) == 18
    assert {fault.owner for fault in FAULTS} == set(Owner)


def test_a_queue_tells_what_is_behind_it(tmp_path: Path) -> None:
    queue = DocumentPrinterSimulator(tmp_path / "cups")
    queue.start()
    told = open_document_printer(queue.url, sandbox=True).identity()
    queue.stop()
    assert told == {"model": "Sandbox A4 duplex", "queue": "A4"}
