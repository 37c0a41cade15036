"""Drives an ESC/POS receipt printer: tells its state, prints a slip, and leaves nothing in it that prints later."""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum, unique
from time import monotonic
from typing import TYPE_CHECKING, Final

from devices.escpos_line import Line, open_line, parse_printer_url
from devices.escpos_page import Charset, Part, Rare, cut_off, encodes, write_parts
from devices.escpos_status import (
    CLEAR,
    REACHED,
    RECOVER,
    WHO,
    Answer,
    Cleared,
    Conditions,
    Passed,
    Query,
    Reached,
    Said,
    StatusStream,
    conditions,
    identity_of,
    mark,
)
from devices.faults import DeviceError, Fault, Owner
from devices.slip import Printable, PrintLine, Slip, layout
from devices.status import State, Status
from devices.tap import Tap, Way

if TYPE_CHECKING:
    from devices.glyphs import FontFile, Glyphs  # draws with Pillow, which is loaded when something is to be drawn

_SLICE_S: Final = 0.05
_PARTS_A_MARK: Final = 8
_MOST_KEPT: Final = 64


@unique
class Printed(Enum):
    """What is known of a slip after printing."""

    CONFIRMED = "confirmed"
    """The printer said so."""
    UNCONFIRMED = "unconfirmed"
    """All was sent; the link is one-way, or the printer fell silent."""


class PrinterFault:
    """Every known way in which the receipt printer fails."""

    PAPER_OUT = Fault("printer_paper_out", Owner.STAFF)
    COVER_OPEN = Fault("printer_cover_open", Owner.STAFF)
    CUTTER = Fault("printer_cutter", Owner.STAFF)
    BROKEN = Fault("printer_broken", Owner.ENGINEER)
    MECHANICAL = Fault("printer_mechanical", Owner.ENGINEER)
    HEAD_HOT = Fault("printer_head_hot", Owner.ITSELF)
    ERROR = Fault("printer_error", Owner.STAFF)
    FEEDING = Fault("printer_feeding", Owner.ITSELF)
    OFFLINE = Fault("printer_offline", Owner.STAFF)
    SILENT = Fault("printer_silent", Owner.STAFF)
    UNREACHABLE = Fault("printer_unreachable", Owner.STAFF)
    LOST = Fault("printer_lost", Owner.STAFF)
    STALLED = Fault("printer_stalled", Owner.STAFF)
    STOPPED = Fault("printer_stopped", Owner.ITSELF)


FAULTS: Final = tuple(value for value in vars(PrinterFault).values() if isinstance(value, Fault))

_STATES: Final = {
    PrinterFault.COVER_OPEN: State.USER_ERROR,
    PrinterFault.CUTTER: State.HARDWARE_ERROR,
    PrinterFault.BROKEN: State.HARDWARE_ERROR,
    PrinterFault.MECHANICAL: State.HARDWARE_ERROR,
    PrinterFault.ERROR: State.HARDWARE_ERROR,
    PrinterFault.HEAD_HOT: State.BUSY,
    PrinterFault.FEEDING: State.USER_ERROR,
    PrinterFault.UNREACHABLE: State.NO_DEVICE,
}
"""All others: offline."""


class PrintError(DeviceError):
    """A slip did not come out whole: `printed` of `parts` (lines, codes, the cut) were surely on paper."""

    def __init__(self, fault: Fault, detail: str, printed: int, parts: int) -> None:
        super().__init__(fault, f"{detail}; {printed} of {parts} parts printed")
        self.printed = printed
        self.parts = parts


@dataclass(frozen=True, slots=True)
class PrinterTimeouts:
    """Deadlines in seconds."""

    connect: float = 0.2
    answer: float = 0.1
    """For one answer to a real-time request; asked `tries` times."""
    tries: int = 3
    write: float = 2.0
    print: float = 30.0
    """For a whole slip."""
    look_every: float = 0.2
    """Between two looks at the printer's state while it prints."""
    reopen_every: float = 1.0
    mm_per_second: float = 50.0
    """The slowest printer's speed, for those where nothing but time tells that a line is on paper."""


@dataclass(slots=True)
class _Abilities:
    """What a printer was seen to know; None where it could not be asked yet."""

    clears: bool = False
    marks: bool | None = None
    reaches: bool | None = None


@dataclass(slots=True)
class _Job:
    """A slip on its way: what is still to be sent, and how much is known to be on paper."""

    parts: Sequence[Part]
    deadline: float
    printed: int = 0


def open_receipt_printer(
    url: str,
    *,
    charset: Charset = Charset.GBK,
    font: "FontFile | None" = None,
    timeouts: PrinterTimeouts | None = None,
    clock: Callable[[], float] = monotonic,
) -> "ReceiptPrinter":
    """`url`: `tcp://HOST:9100`, `serial:/dev/ttyS1?baudrate=115200`, `usb:04B8:0E15`, `file:/dev/usb/lp0` (one way).

    `charset`: what the firmware can show; `font`: for all other characters, the system's Chinese font by default.
    Connects at the first call that needs it. Raises `ValueError` for an impossible URL.
    """
    address = parse_printer_url(url)
    times = timeouts or PrinterTimeouts()
    return ReceiptPrinter(lambda: open_line(address, times.connect), charset, font, times, clock)


class ReceiptPrinter:
    """One printer. All calls but `abort` come from one thread; each ends within the deadlines of `timeouts`."""

    paper_used_mm: float
    """Paper surely used since the driver was made, in millimetres."""

    def __init__(
        self,
        connect: Callable[[], Line],
        charset: Charset,
        font: "FontFile | None",
        timeouts: PrinterTimeouts,
        clock: Callable[[], float],
    ) -> None:
        self.paper_used_mm = 0.0
        self._connect = connect
        self._charset = charset
        self._font = font
        self._times = timeouts
        self._clock = clock
        self._line: Line | None = None
        self._tried_at = -float("inf")
        self._stream = StatusStream()
        self._said: list[Said] = []
        self._can = _Abilities()
        self._marks = 0
        self._uncut = False
        self._tap: Tap | None = None
        self._stopped = threading.Event()

    def poll(self) -> Status:
        """What the printer says of itself; `NOT_OBSERVABLE` on a one-way link, never online without an answer."""
        self._stopped.clear()
        try:
            if not self._open().two_way:
                return Status(State.NOT_OBSERVABLE, self._clock(), detail="one-way link")
            seen = self._look()
            if not seen.stopped:
                self._learn()
        except DeviceError as error:
            return self._status(error.fault, detail=error.detail)
        return self._status(_fault(seen), seen)

    def print(self, slip: Slip) -> Printed:
        """Print and cut a slip; see `Printed` for what is known then. What a failed slip left is cut off before it.

        Raises `PrintError`; what the printer still held then is cleared, or is one line at most. Raises `DeviceError`
        before anything was sent, and `ValueError` for a slip that cannot be laid out.
        """
        self._stopped.clear()
        line = self._open()
        job = self._job(layout(slip), Rare.RASTER if line.fast else Rare.DEFINED)
        try:
            printed = self._print_observed(job) if line.two_way else self._print_blind(job)
        except DeviceError as error:
            if self._line and line.two_way:
                self._clear_quietly()
            raise PrintError(error.fault, error.detail, job.printed, len(job.parts)) from error
        self._uncut = False
        return printed

    def clear(self) -> bool:
        """Drop everything that the printer holds, also while it is stopped; False if it cannot, or does not say so."""
        self._open()
        self._send(CLEAR)
        return self._hear(Cleared, self._times.answer) is not None

    def recover(self) -> None:
        """Staff have removed what jammed the cutter: drop what is held and go on (DLE ENQ 2)."""
        self._open()
        self._send(RECOVER)

    def identity(self) -> dict[str, str]:
        """What a working printer says of its `maker`, `model`, `firmware`, `serial`; what it does not say is left out.

        Asked only of a printer that knows how to clear, for others might print the question.
        """
        self._stopped.clear()
        if not self._open().two_way or not self._can.clears:
            return {}
        self._require_working()
        said = {item: self._identified(question) for item, question in WHO.items()}
        return {item: words for item, words in said.items() if words}

    def tapped(self, tap: Tap) -> None:
        """From now on `tap` hears the line."""
        self._tap = tap

    def abort(self) -> None:
        """From any thread: the call that runs ends soon with `STOPPED`; what was to be printed is cleared."""
        self._stopped.set()

    def close(self) -> None:
        """Give the line back; the next call connects anew."""
        if self._line is not None:
            self._line.close()
            self._line = None
        self._tried_at = -float("inf")

    def _job(self, lines: Sequence[Printable], rare: Rare) -> _Job:
        """The first part cuts off what a slip that failed may have left: it is not the next resident's to read."""
        parts = tuple(write_parts(lines, self._charset, rare, self._glyphs(lines)))
        return _Job((cut_off(), *parts) if self._uncut else parts, self._clock() + self._times.print)

    def _print_blind(self, job: _Job) -> Printed:
        for part in job.parts:
            self._feed(part, job)
            self._count(job, job.printed + 1)
        return Printed.UNCONFIRMED

    def _print_observed(self, job: _Job) -> Printed:
        """The state is asked before and after; what an earlier slip may have left is cleared first."""
        self._require_working()
        if self._can.clears:
            self.clear()
        self._learn()
        if not (self._can.clears and self._can.marks):
            return self._drip(job)
        marks = self._send_whole(job)
        return self._unless_silent(lambda: self._follow(job, marks))

    def _unless_silent(self, last: Callable[[], None]) -> Printed:
        """All is sent: a printer that says no more may well have printed it, which is not known."""
        try:
            last()
            self._require_working()
        except DeviceError as error:
            if error.fault != PrinterFault.SILENT:
                raise
            return Printed.UNCONFIRMED
        return Printed.CONFIRMED

    def _send_whole(self, job: _Job) -> dict[int, int]:
        """Send all parts, with a mark every few: the number of each mark, and how many parts stand before it."""
        marks: dict[int, int] = {}
        for count, part in enumerate(job.parts, 1):
            self._feed(part, job)
            if count % _PARTS_A_MARK == 0 or count == len(job.parts):
                marks[self._mark()] = count
        return marks

    def _follow(self, job: _Job, marks: dict[int, int]) -> None:
        """The printer says when it has come to each mark."""
        for number, count in marks.items():
            self._await(Passed(number), job)
            self._count(job, count)

    def _drip(self, job: _Job) -> Printed:
        """One part at a time: the next goes out when the one before is worked through, as far as that can be told."""
        for count, part in enumerate(job.parts[:-1], 1):
            self._drop(part, job)
            self._require_working()
            self._count(job, count)
        outcome = self._unless_silent(lambda: self._drop(job.parts[-1], job))
        self._count(job, len(job.parts))
        return outcome

    def _drop(self, part: Part, job: _Job) -> None:
        self._feed(part, job)
        if self._can.reaches:
            self._send(REACHED)
            self._await(Reached(), job)
        else:
            self._hear(None, part.millimetres / self._times.mm_per_second)

    def _feed(self, part: Part, job: _Job) -> None:
        if self._clock() >= job.deadline:
            raise DeviceError(PrinterFault.STALLED, f"not done within {self._times.print:g} s")
        self._uncut = True
        self._send(part.data)

    def _await(self, wanted: Said, job: _Job) -> None:
        """Wait for a word of the printer, looking at its state meanwhile: a stopped printer never says it."""
        while not self._hear(wanted, self._times.look_every):
            self._require_working()
            if self._clock() >= job.deadline:
                raise DeviceError(PrinterFault.STALLED, f"not done within {self._times.print:g} s")

    def _count(self, job: _Job, printed: int) -> None:
        self.paper_used_mm += sum(part.millimetres for part in job.parts[job.printed : printed])
        job.printed = printed

    def _mark(self) -> int:
        self._marks = (self._marks + 1) % 1_000_000
        self._send(mark(self._marks))
        return self._marks

    def _require_working(self) -> None:
        fault = _fault(self._look())
        if fault is not None:
            raise DeviceError(fault, "by DLE EOT")

    def _look(self) -> Conditions:
        """Ask DLE EOT 1 to 4; an answer with wrong fixed bits is none. Raises `SILENT`."""
        return conditions({query: self._answer(query) for query in Query})

    def _answer(self, query: Query) -> int:
        """Ask one question. An answer that comes too late, to an earlier question, is not taken for this one's."""
        for _ in range(self._times.tries):
            self._take_in(0.0)
            self._said = [said for said in self._said if not isinstance(said, Answer | Conditions)]
            self._send(query.request)
            said = self._hear(Answer, self._times.answer)
            if isinstance(said, Answer):
                return said.byte
        raise DeviceError(PrinterFault.SILENT, f"no answer to DLE EOT {query.value}")

    def _learn(self) -> None:
        """Find out once, on a printer that works, how it can be asked how far it is."""
        if self._can.reaches is None:
            self._send(REACHED)
            self._can.reaches = self._hear(Reached, self._times.answer) is not None
        if self._can.marks is None:
            self._can.marks = self._can.clears and self._knows_marks()

    def _knows_marks(self) -> bool:
        """Asked only of a printer that knows how to clear: others might print the question."""
        number = self._mark()
        return self._hear(Passed(number), self._times.answer) is not None

    def _identified(self, question: bytes) -> str | None:
        """The answer is text that no real-time word can be told from, so it is read past the stream."""
        self._take_in(0.0)
        self._send(question)
        answer, deadline = b"", self._clock() + self._times.answer
        while identity_of(answer) is None and (left := deadline - self._clock()) > 0:
            answer += self._read(min(left, _SLICE_S))
        self._stream.forget()
        return identity_of(answer)

    def _send(self, data: bytes) -> None:
        line = self._open()
        try:
            line.write(data, self._times.write)
            self._told(Way.SENT, data)
        except TimeoutError as error:
            raise DeviceError(PrinterFault.STALLED, "the printer takes no more") from error
        except OSError as error:
            raise self._lost(error) from error

    def _hear(self, wanted: Said | type[Said] | None, within: float) -> Said | None:
        """A word of the printer, or one of a kind, within so many seconds; None otherwise. Other words are kept."""
        deadline = self._clock() + within
        while True:
            found = next((said for said in self._said if wanted in (said, type(said))), None)
            if found is not None:
                self._said.remove(found)
                return found
            if self._stopped.is_set():
                raise DeviceError(PrinterFault.STOPPED, "asked to stop")
            if (left := deadline - self._clock()) <= 0:
                return None
            self._take_in(min(left, _SLICE_S))

    def _take_in(self, within: float) -> None:
        self._said = [*self._said, *self._stream.feed(self._read(within))][-_MOST_KEPT:]

    def _read(self, within: float) -> bytes:
        line = self._open()
        try:
            data = line.read(within)
            self._told(Way.HEARD, data)
            return data
        except OSError as error:
            raise self._lost(error) from error

    def _told(self, way: Way, data: bytes) -> None:
        if self._tap is not None and data:
            self._tap(way, data)

    def _lost(self, error: OSError) -> DeviceError:
        self.close()
        self._tried_at = self._clock()
        return DeviceError(PrinterFault.LOST, type(error).__name__)

    def _open(self) -> Line:
        if self._line is not None:
            return self._line
        now = self._clock()
        if now - self._tried_at < self._times.reopen_every:
            raise DeviceError(PrinterFault.UNREACHABLE, "not tried again yet")
        self._tried_at = now
        try:
            self._line = self._connect()
        except OSError as error:
            raise DeviceError(PrinterFault.UNREACHABLE, error.strerror or type(error).__name__) from error
        self._stream.forget()
        self._said.clear()
        self._can = _Abilities()
        if self._line.two_way:
            self._can.clears = self.clear()
        return self._line

    def _clear_quietly(self) -> None:
        """After a slip that failed: the fault that is told is the first one."""
        self._stopped.clear()
        try:
            self.clear()
        except DeviceError:
            self.close()

    def _glyphs(self, lines: Sequence[Printable]) -> "Glyphs | None":
        """The font, if any line has a character that the printer has not; None without one."""
        texts = (line.text for line in lines if isinstance(line, PrintLine))
        if all(encodes(char, self._charset) for text in texts for char in text):
            return None
        from devices.glyphs import Glyphs, system_font  # noqa: PLC0415 - see above

        font = self._font or system_font()
        try:
            return Glyphs(font) if font else None
        except OSError:
            return None

    def _status(self, fault: Fault | None, seen: Conditions | None = None, detail: str = "") -> Status:
        state = State.ONLINE if fault is None else _STATES.get(fault, State.OFFLINE)
        return Status(state, self._clock(), supplies=seen.supplies if seen else None, fault=fault, detail=detail)


def _fault(seen: Conditions) -> Fault | None:
    """The one to tell of several: what staff can see and mend comes first, the mere consequence last."""
    named = (
        (seen.cover_open, PrinterFault.COVER_OPEN),
        (seen.paper_end, PrinterFault.PAPER_OUT),
        (seen.cutter, PrinterFault.CUTTER),
        (seen.unrecoverable, PrinterFault.BROKEN),
        (seen.head_hot, PrinterFault.HEAD_HOT),
        (seen.mechanical, PrinterFault.MECHANICAL),
        (seen.error, PrinterFault.ERROR),
        (seen.feeding, PrinterFault.FEEDING),
        (seen.offline, PrinterFault.OFFLINE),
    )
    return next((fault for applies, fault in named if applies), None)
