"""Prints documents (PDF, A4) by CUPS and follows each to its end; keeps nothing, and lets nothing print later."""

import itertools
import os
import pwd
import re
import socket
import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from typing import Final, Protocol
from urllib.parse import quote

from devices.faults import DeviceError, Fault, Owner
from devices.ipp import Attribute, Attributes, Group, IppError, Operation, Response, Tag, build, exchange
from devices.status import Driver, Media, State, Status, Supplies


class DocumentFault:
    """Every known way in which printing a document fails."""

    SERVICE_AWAY = Fault("document_printer_service_away", Owner.ENGINEER)
    UNKNOWN = Fault("document_printer_unknown", Owner.ENGINEER)
    REFUSED = Fault("document_printer_refused", Owner.ENGINEER)
    MALFORMED = Fault("document_printer_malformed", Owner.ENGINEER)
    NOT_ACCEPTING = Fault("document_printer_not_accepting", Owner.ENGINEER)
    PAUSED = Fault("document_printer_paused", Owner.ENGINEER)
    OFFLINE = Fault("document_printer_offline", Owner.STAFF)
    PAPER_OUT = Fault("document_printer_paper_out", Owner.STAFF)
    JAMMED = Fault("document_printer_jammed", Owner.STAFF)
    OPEN = Fault("document_printer_open", Owner.STAFF)
    TONER_OUT = Fault("document_printer_toner_out", Owner.STAFF)
    TRAY_FULL = Fault("document_printer_tray_full", Owner.RESIDENT)
    FAILED = Fault("document_printer_failed", Owner.STAFF)
    CANCELLED = Fault("document_printer_cancelled", Owner.STAFF)
    STALLED = Fault("document_printer_stalled", Owner.STAFF)
    STOPPED = Fault("document_printer_stopped", Owner.ITSELF)
    KEEPS_FILES = Fault("document_printer_keeps_files", Owner.ENGINEER)
    SPOOL_ON_DISK = Fault("document_printer_spool_on_disk", Owner.ENGINEER)


FAULTS: Final = tuple(value for value in vars(DocumentFault).values() if isinstance(value, Fault))

_BY_REASON: Final = {
    "door-open": DocumentFault.OPEN,
    "cover-open": DocumentFault.OPEN,
    "interlock-open": DocumentFault.OPEN,
    "media-jam": DocumentFault.JAMMED,
    "media-empty": DocumentFault.PAPER_OUT,
    "media-needed": DocumentFault.PAPER_OUT,
    "toner-empty": DocumentFault.TONER_OUT,
    "marker-supply-empty": DocumentFault.TONER_OUT,
    "output-area-full": DocumentFault.TRAY_FULL,
    "offline": DocumentFault.OFFLINE,
    "shutdown": DocumentFault.OFFLINE,
    "timed-out": DocumentFault.OFFLINE,
    "paused": DocumentFault.PAUSED,
    "moving-to-paused": DocumentFault.PAUSED,
    "hold-new-jobs": DocumentFault.PAUSED,
    "cups-missing-filter": DocumentFault.FAILED,
}
"""printer-state-reasons (RFC 8011, 5.4.12), the one to tell first of several first."""

_LOW: Final = frozenset({"media-low", "toner-low", "marker-supply-low"})
_SEVERITY: Final = re.compile(r"-(error|warning|report)$")
_STATES: Final = {
    DocumentFault.UNKNOWN: State.NO_DEVICE,
    DocumentFault.OPEN: State.USER_ERROR,
    DocumentFault.TRAY_FULL: State.USER_ERROR,
    DocumentFault.JAMMED: State.HARDWARE_ERROR,
    DocumentFault.FAILED: State.HARDWARE_ERROR,
}
"""All others: offline."""

_PRINTER_STOPPED: Final = 5
_JOB_CANCELLED: Final = 7
_JOB_ABORTED: Final = 8
_JOB_COMPLETED: Final = 9
_NOT_FOUND: Final = frozenset({0x0406, 0x0407})
_PDF: Final = "application/pdf"
_JOB_NAME: Final = "document"
"""All that CUPS's logs learn of a document."""
_NO: Final = frozenset({"no", "off", "false", "0"})
_IN_MEMORY: Final = frozenset({"tmpfs", "ramfs"})
_PRINTER_ASKED: Final = ("printer-state", "printer-state-reasons", "printer-is-accepting-jobs")
_IDENTITY_ASKED: Final = {"model": "printer-make-and-model", "place": "printer-location", "queue": "printer-name"}
"""RFC 8011, 5.4: what a queue tells of the printer behind it."""
_JOB_ASKED: Final = ("job-state", "job-state-reasons", "job-media-sheets-completed", "job-impressions-completed")


@dataclass(frozen=True, slots=True)
class Delivered:
    """A document that CUPS has given to the printer, all of it.

    `sheets` are those that filters and backend saw come out, None where the printer tells nothing: then that paper lies
    in the tray is likely, and not known.
    """

    sheets: int | None


class DocumentPrinter(Driver, Protocol):
    """A printer of documents."""

    def print(self, document: bytes, on_sheets: Callable[[int], None] = ...) -> Delivered:
        """Print a PDF and wait until it is out; `on_sheets` hears how many sheets are, in this thread.

        Raises `DeviceError`; the document is cancelled then, and will not print when the printer works again.
        """
        ...

    def identity(self) -> dict[str, str]:
        """What the queue tells of the printer: `model`, `place`, `queue`; what it does not tell is left out."""
        ...


@dataclass(frozen=True, slots=True)
class DocumentTimeouts:
    """Deadlines in seconds."""

    connect: float = 0.1
    answer: float = 0.2
    """For one question to the service, which is on this machine and answers in a millisecond."""
    submit: float = 10.0
    print: float = 180.0
    """For a whole document."""
    look_every: float = 0.2
    poll_every: float = 10.0


@dataclass(frozen=True, slots=True)
class CupsPlaces:
    """Where CUPS is on this machine; Debian's places."""

    socket: Path = Path("/run/cups/cups.sock")
    configuration: Path = Path("/etc/cups/cupsd.conf")
    files: Path = Path("/etc/cups/cups-files.conf")
    mounts: Path = Path("/proc/self/mountinfo")

    @classmethod
    def within(cls, folder: Path) -> "CupsPlaces":
        """All in one folder."""
        return cls(folder / "cups.sock", folder / "cupsd.conf", folder / "cups-files.conf", folder / "mountinfo")


def open_document_printer(url: str, *, sandbox: bool, clock: Callable[[], float] = monotonic) -> DocumentPrinter:
    """The driver for `cups:NAME`. Connects nowhere yet. Raises `ValueError`.

    In sandbox mode also `cups:NAME@FOLDER`, a CUPS that has all its files in one folder, and `file:FOLDER`.
    """
    scheme, _, rest = url.partition(":")
    name, at, folder = rest.partition("@")
    if scheme == "cups" and name and not at:
        return CupsPrinter(name, clock=clock)
    if scheme == "cups" and name and folder and sandbox:
        return CupsPrinter(name, places=CupsPlaces.within(Path(folder)), clock=clock)
    if scheme == "file" and rest and sandbox:
        return FolderPrinter(Path(rest), clock=clock)
    raise ValueError("a document printer is cups:NAME or (in sandbox mode) file:FOLDER")


class CupsPrinter:
    """A queue of the CUPS on this machine. All calls but `abort` come from one thread."""

    def __init__(
        self,
        name: str,
        *,
        places: CupsPlaces | None = None,
        timeouts: DocumentTimeouts | None = None,
        clock: Callable[[], float] = monotonic,
    ) -> None:
        self._name = name
        self._places = places or CupsPlaces()
        self._times = timeouts or DocumentTimeouts()
        self._clock = clock
        self._user = pwd.getpwuid(os.geteuid()).pw_name
        self._numbers = itertools.count(1)
        self._stopped = threading.Event()
        self._last: Status | None = None

    def poll(self) -> Status:
        """What the queue says, asked at most every `poll_every` seconds; a fault too where CUPS would keep files."""
        self._stopped.clear()
        if self._last is None or self._clock() - self._last.observed_at >= self._times.poll_every:
            self._last = self._observe()
        return self._last

    def print(self, document: bytes, on_sheets: Callable[[int], None] = lambda _: None) -> Delivered:
        """See `DocumentPrinter.print`. What an earlier run of the terminal left in the queue is cancelled first."""
        self._stopped.clear()
        self._last = None
        self._require_ready()
        self._drop_jobs()
        job = None
        try:
            job = self._submit(document)
            return self._follow(job, on_sheets)
        finally:
            self._drop_jobs_quietly(job)

    def identity(self) -> dict[str, str]:
        """See `DocumentPrinter.identity`. Raises `DeviceError`."""
        self._stopped.clear()
        asked: list[Attribute] = [("requested-attributes", Tag.KEYWORD, tuple(_IDENTITY_ASKED.values()))]
        told = self._ask(Operation.GET_PRINTER_ATTRIBUTES, asked).of(Group.PRINTER)
        said = {name: str(told.get(attribute, ("",))[0]) for name, attribute in _IDENTITY_ASKED.items()}
        return {name: words for name, words in said.items() if words and words.isprintable()}

    def abort(self) -> None:
        """From any thread: the call that runs ends soon with `STOPPED`, its document cancelled."""
        self._stopped.set()

    def close(self) -> None:
        """Nothing is held between calls."""

    def _observe(self) -> Status:
        try:
            printer = self._printer()
            fault = _fault(printer)
            if fault is None:
                require_nothing_kept(self._places)
        except DeviceError as error:
            state = _STATES.get(error.fault, State.OFFLINE)
            return Status(state, self._clock(), fault=error.fault, detail=error.detail)
        return _status(printer, fault, self._clock())

    def _require_ready(self) -> None:
        printer = self._printer()
        if (fault := _fault(printer)) is not None:
            raise DeviceError(fault, _reasons_in(printer))
        require_nothing_kept(self._places)

    def _follow(self, job: int, on_sheets: Callable[[int], None]) -> Delivered:
        deadline, told = self._clock() + self._times.print, 0
        while True:
            attributes = self._job(job)
            if (sheets := _sheets(attributes) or 0) > told:
                told = sheets
                on_sheets(sheets)
            if _ended(attributes):
                return Delivered(_sheets(attributes))
            if (fault := _fault(printer := self._printer(), accepting=False)) is not None:
                raise DeviceError(fault, f"{_reasons_in(printer)}; {sheets} sheets out")
            if self._clock() >= deadline:
                raise DeviceError(DocumentFault.STALLED, f"not done within {self._times.print:g} s")
            self._stopped.wait(self._times.look_every)

    def _submit(self, document: bytes) -> int:
        asked: list[Attribute] = [("job-name", Tag.NAME, _JOB_NAME), ("document-format", Tag.MIME_TYPE, _PDF)]
        answer = self._ask(Operation.PRINT_JOB, asked, document, self._times.submit)
        return _number(answer.of(Group.JOB), "job-id")

    def _job(self, job: int) -> Attributes:
        asked: list[Attribute] = [("job-id", Tag.INTEGER, job), ("requested-attributes", Tag.KEYWORD, _JOB_ASKED)]
        return self._ask(Operation.GET_JOB_ATTRIBUTES, asked).of(Group.JOB)

    def _printer(self) -> Attributes:
        asked: list[Attribute] = [("requested-attributes", Tag.KEYWORD, _PRINTER_ASKED)]
        return self._ask(Operation.GET_PRINTER_ATTRIBUTES, asked).of(Group.PRINTER)

    def _drop_jobs(self) -> None:
        """Cancel what is ours in the queue, and forget what is finished: no history stays either."""
        for which in ("not-completed", "completed"):
            asked: list[Attribute] = [("my-jobs", Tag.BOOLEAN, True), ("which-jobs", Tag.KEYWORD, which)]
            for group, job in self._ask(Operation.GET_JOBS, asked).groups:
                if group == Group.JOB:
                    self._purge(_number(job, "job-id"))

    def _purge(self, job: int) -> None:
        """One that has just ended by itself, and is gone, is no trouble."""
        asked: list[Attribute] = [("job-id", Tag.INTEGER, job), ("purge-job", Tag.BOOLEAN, True)]
        try:
            self._ask(Operation.CANCEL_JOB, asked)
        except DeviceError as error:
            if error.fault not in (DocumentFault.UNKNOWN, DocumentFault.REFUSED):
                raise

    def _drop_jobs_quietly(self, job: int | None) -> None:
        """After a document, whatever became of it; the fault that is told is the first one.

        A job that is just being cancelled stands in neither list, and one whose answer was lost has no number here.
        """
        stopped = self._stopped.is_set()
        self._stopped.clear()
        try:
            if job is not None:
                self._purge(job)
            self._drop_jobs()
        except DeviceError:
            return
        finally:
            if stopped:
                self._stopped.set()

    def _ask(
        self, operation: Operation, asked: Sequence[Attribute], document: bytes = b"", within: float | None = None
    ) -> Response:
        whom: list[Attribute] = [
            ("printer-uri", Tag.URI, f"ipp://localhost{self._path}"),
            *[one for one in asked if one[0] == "job-id"],
            ("requesting-user-name", Tag.NAME, self._user),
            *[one for one in asked if one[0] != "job-id"],
        ]
        body = [build(operation, next(self._numbers), whom), document]
        try:
            response = exchange(self._connect, self._path, self._user, body, self._go_on(within or self._times.answer))
        except IppError as error:
            raise DeviceError(DocumentFault.MALFORMED, str(error)) from error
        except OSError as error:
            raise DeviceError(DocumentFault.SERVICE_AWAY, error.strerror or type(error).__name__) from error
        if not response.good:
            fault = DocumentFault.UNKNOWN if response.status in _NOT_FOUND else DocumentFault.REFUSED
            raise DeviceError(fault, f"{operation.name}: status {response.status:04X}")
        return response

    @property
    def _path(self) -> str:
        return f"/printers/{quote(self._name, safe='')}"

    def _connect(self) -> socket.socket:
        line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        line.settimeout(self._times.connect)
        try:
            line.connect(os.fspath(self._places.socket))
        except OSError:
            line.close()
            raise
        return line

    def _go_on(self, within: float) -> Callable[[], float]:
        """Seconds left of one question; raises when there are none, or when asked to stop."""
        deadline = self._clock() + within

        def left() -> float:
            if self._stopped.is_set():
                raise DeviceError(DocumentFault.STOPPED, "asked to stop")
            if (seconds := deadline - self._clock()) <= 0:
                raise DeviceError(DocumentFault.SERVICE_AWAY, f"no answer within {within:g} s")
            return seconds

        return left


class FolderPrinter:
    """Sandbox mode: each document becomes a file of a folder, `document-0001.pdf` and so on."""

    def __init__(self, folder: Path, *, clock: Callable[[], float] = monotonic) -> None:
        self._folder = folder
        self._clock = clock

    def poll(self) -> Status:
        """Online where the folder is there, or can be made, and can be written."""
        try:
            self._ready()
        except DeviceError as error:
            return Status(State.NO_DEVICE, self._clock(), fault=error.fault, detail=error.detail)
        return Status(State.ONLINE, self._clock(), detail="files of a folder")

    def print(self, document: bytes, on_sheets: Callable[[int], None] = lambda _: None) -> Delivered:
        """See `DocumentPrinter.print`; sheets are not counted."""
        self._ready()
        try:
            self._free_name().write_bytes(document)
        except OSError as error:
            raise DeviceError(DocumentFault.FAILED, error.strerror or "") from error
        on_sheets(0)
        return Delivered(None)

    def identity(self) -> dict[str, str]:
        """A folder is of no make."""
        return {}

    def abort(self) -> None:
        """Nothing here takes long."""

    def close(self) -> None:
        """Nothing is held."""

    def _ready(self) -> None:
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise DeviceError(DocumentFault.UNKNOWN, error.strerror or "") from error
        if not os.access(self._folder, os.W_OK):
            raise DeviceError(DocumentFault.UNKNOWN, "the folder cannot be written")

    def _free_name(self) -> Path:
        names = (self._folder / f"document-{number:04d}.pdf" for number in itertools.count(1))
        return next(name for name in names if not name.exists())


def require_nothing_kept(places: CupsPlaces) -> None:
    """Raises `KEEPS_FILES` or `SPOOL_ON_DISK`. CUPS keeps files for a day unless told otherwise."""
    kept = _directive(places.configuration, "PreserveJobFiles", "86400")
    if kept.lower() not in _NO:
        raise DeviceError(DocumentFault.KEEPS_FILES, f"PreserveJobFiles {kept}")
    spool = Path(_directive(places.files, "RequestRoot", "/var/spool/cups"))
    kind = _file_system(spool, places.mounts)
    if kind not in _IN_MEMORY:
        raise DeviceError(DocumentFault.SPOOL_ON_DISK, f"{spool} is on {kind or 'an unknown file system'}")


def _directive(file: Path, name: str, default: str) -> str:
    """The value of the last such line; a file that cannot be read says nothing, so the default holds."""
    try:
        lines = [line.split(None, 1) for line in file.read_text("utf-8", "replace").splitlines()]
    except OSError:
        return default
    values = [words[1].strip().strip('"') for words in lines if len(words) > 1 and words[0].lower() == name.lower()]
    return values[-1] if values else default


def _file_system(path: Path, mounts: Path) -> str:
    """The kind of file system that `path` is on, by proc(5)'s mountinfo; the last mount on a place is the one seen."""
    real, best, kind = path.resolve(), Path("/"), ""
    for line in mounts.read_text("utf-8", "replace").splitlines():
        fields, _, rest = line.partition(" - ")
        place = Path(re.sub(r"\\(\d{3})", lambda octal: chr(int(octal[1], 8)), fields.split()[4]))
        if real.is_relative_to(place) and len(place.parts) >= len(best.parts):
            best, kind = place, rest.split()[0]
    return kind


def _fault(printer: Attributes, *, accepting: bool = True) -> Fault | None:
    """What stops the printer. Warnings do not, nor reports; those of an empty tray beside a full one are such."""
    bare = {_SEVERITY.sub("", reason) for reason in _reasons(printer) if not reason.endswith(("-warning", "-report"))}
    named = next((fault for reason, fault in _BY_REASON.items() if reason in bare), None)
    if named is None and printer.get("printer-state") == (_PRINTER_STOPPED,):
        return DocumentFault.PAUSED
    if named is None and accepting and printer.get("printer-is-accepting-jobs") == (False,):
        return DocumentFault.NOT_ACCEPTING
    return named


def _status(printer: Attributes, fault: Fault | None, now: float) -> Status:
    bare = {_SEVERITY.sub("", reason) for reason in _reasons(printer)}
    out = fault in (DocumentFault.PAPER_OUT, DocumentFault.TONER_OUT)
    supplies = Supplies.OUT if out else Supplies.LOW if bare & _LOW else Supplies.OK
    media = Media.JAMMED if fault is DocumentFault.JAMMED else None
    state = State.ONLINE if fault is None else _STATES.get(fault, State.OFFLINE)
    return Status(state, now, media=media, supplies=supplies, fault=fault, detail=_reasons_in(printer))


def _reasons(printer: Attributes) -> tuple[str, ...]:
    return tuple(str(reason) for reason in printer.get("printer-state-reasons", ()) if reason != "none")


def _reasons_in(printer: Attributes) -> str:
    return _told(_reasons(printer))


def _told(reasons: Iterable[object]) -> str:
    """What the queue names (RFC 8011, 5.4.12 and 5.3.8); "" for nothing."""
    named = ", ".join(map(str, reasons))
    return f"queue says {named}" if named else ""


def _ended(job: Attributes) -> bool:
    """Whether the job came to its end; raises `CANCELLED` or `FAILED` where that was no good one."""
    state = _number(job, "job-state")
    if state == _JOB_CANCELLED:
        raise DeviceError(DocumentFault.CANCELLED, "cancelled in the queue")
    if state == _JOB_ABORTED:
        raise DeviceError(DocumentFault.FAILED, _told(job.get("job-state-reasons", ())))
    return state == _JOB_COMPLETED


def _sheets(job: Attributes) -> int | None:
    """Sheets out, by CUPS's count of what its filters and backend tell; None where they tell nothing."""
    counts = [job.get(name, (0,))[0] for name in ("job-media-sheets-completed", "job-impressions-completed")]
    return max((count for count in counts if isinstance(count, int)), default=0) or None


def _number(attributes: Attributes, name: str) -> int:
    values = attributes.get(name, ())
    if not values or not isinstance(values[0], int):
        raise DeviceError(DocumentFault.MALFORMED, f"no {name}")
    return values[0]
