"""The simulated receipt printer: takes ESC/POS on a TCP port, answers for its sensors, and draws the paper.

Real-time commands are obeyed as they arrive, also in the middle of a buffered job; all else waits its turn in the
buffer, and stays there while the printer is stopped, whoever hangs up: after a refill it prints on.
"""

import socket
import time
from collections.abc import Callable, Iterator, Mapping, Set
from contextlib import suppress
from pathlib import Path
from threading import Condition, Lock, Thread
from typing import Final

from PIL.Image import Image

from sandbox.escpos import LINE_SPACING, Answer, AutoStatus, Cut, Firmware, Interpreter, Operation, PaperQuestion
from sandbox.listener import Listener
from sandbox.paper import Paper, SlipFolder, require_font
from sandbox.part import CommandError
from sandbox.printer_state import CLEAR_ALL, CLEARED, FAULTS, RealTimeScanner, Sensors
from sandbox.pty_line import PtyLine, Read, Write
from sandbox.verbs import carry_out

LINES_BEFORE_MIDWAY_OUT: Final = 6
SECONDS_PER_SLOW_LINE: Final = 0.04
DLE_EOT: Final = 0x04
BITS_PER_BYTE: Final = 10
PACED_BYTES: Final = 16


class PrinterSimulator:
    """One printer with its paper; slips go to `folder`.

    `pty`: on a pseudo-terminal as a serial line, in place of the TCP port.
    `baudrate`: bits per second at which bytes come in, 0 for as they come.
    """

    name = "printer"

    def __init__(self, folder: Path, port: int = 19100, *, pty: bool = False, baudrate: int = 0) -> None:
        self.firmware = Firmware()
        self.sensors = Sensors()
        self._slips = SlipFolder(folder)
        self.baudrate = baudrate
        self._listener = Listener(port, self._serve_socket)
        self._line = PtyLine(self._serve) if pty else None
        self._interpreter = Interpreter(self.firmware)
        self._chinese_when_started = self.firmware.chinese_at_power_up
        self._paper = Paper()
        self._raw = bytearray()
        self._printing = Lock()
        self._state = Condition()
        self._buffer = bytearray()
        self._clears = 0
        self._clients: dict[Write, int] = {}
        self._dots_left: int | None = None
        self._engine: Thread | None = None
        self._running = False

    @property
    def url(self) -> str:
        """`tcp://127.0.0.1:PORT`, or `serial:PATH` of the pseudo-terminal."""
        return f"serial:{self._line.path}" if self._line else f"tcp://127.0.0.1:{self._listener.port}"

    @property
    def faults(self) -> Mapping[str, str]:
        """Each fault's name and what it does."""
        return FAULTS

    @property
    def active_faults(self) -> tuple[str, ...]:
        """The faults switched on now."""
        return tuple(sorted(self.sensors.active))

    @property
    def slips(self) -> tuple[Path, ...]:
        """The pictures of all slips in the folder, oldest first."""
        return self._slips.pictures

    @property
    def buffered(self) -> int:
        """Bytes that wait to be printed."""
        return len(self._buffer)

    @property
    def verbs(self) -> Mapping[str, str]:
        """Each command's name and one line of help."""
        return {
            "state": "现在的状态",
            "slips": "已打印的凭条",
            "refill": "换上新纸卷",
            "lines": "lines N：纸卷还剩 N 行",
            "tear": "把露出的纸撕下",
            "power": "断电再上电",
            "fault": "fault 名称 [off]：打开（关闭）故障；fault none：全部清除",
        }

    def start(self) -> None:
        """Listen, and begin to print what comes; `OSError` when the port is taken or the font is missing."""
        require_font()
        with self._state:
            if self._running:
                return
            self._running = True
        self._engine = Thread(target=self._run, name="sandbox-printer", daemon=True)
        self._engine.start()
        if "gone" not in self.sensors.active:
            self._wire.open()

    def stop(self) -> None:
        """Hang up, stop listening and printing."""
        self._wire.close()
        with self._state:
            self._running = False
            self._state.notify_all()
        if self._engine is not None:
            self._engine.join(timeout=5)
            self._engine = None
        if self._line:
            self._line.remove()

    def wait_until_idle(self, seconds: float = 5.0) -> bool:
        """Wait until all that can be printed has been; False when it takes longer."""
        with self._state:
            return self._state.wait_for(lambda: not self._buffer or self.sensors.stopped, seconds)

    def command(self, verb: str, *args: str) -> str:
        """Carry one of `verbs` out."""
        actions: Mapping[str, Callable[..., str]] = {
            "state": self._describe,
            "slips": lambda: "\n".join(map(str, self.slips)) or "还没有凭条",
            "refill": self._refill,
            "lines": self._set_lines,
            "tear": self._tear,
            "power": self._power_cycle,
            "fault": self._fault,
        }
        return carry_out(actions, self.verbs, verb, args)

    # Commands -----------------------------------------------------------------------------------------------------

    def _describe(self) -> str:
        faults = "、".join(self.active_faults) or "无"
        return f"缓冲区 {self.buffered} 字节；凭条 {len(self.slips)} 张；故障：{faults}"

    def _refill(self) -> str:
        self._tear()
        self._change(off={"paper-out", "paper-out-midway", "near-end"})
        return "已换上新纸卷"

    def _set_lines(self, lines: str) -> str:
        if not lines.isdecimal():
            raise CommandError(self.verbs["lines"])
        with self._state:
            self._dots_left = int(lines) * LINE_SPACING
        return f"纸卷还剩 {lines} 行"

    def _tear(self) -> str:
        with self._printing:
            if self._paper.blank:
                return "没有露出的打印内容"
            path = self._keep(self._paper.tear)
        return f"已撕下：{path}"

    def _power_cycle(self) -> str:
        self._wire.vanish()
        self._clear()
        self._restart()
        if "gone" not in self.sensors.active and self._running:
            self._wire.open()
        return "已重新上电"

    def _fault(self, name: str, switch: str = "on") -> str:
        if name == "none":
            self._change(off=set(FAULTS))
            self._restart_if_chinese_mode_differs()
            return "故障已清除"
        if name not in FAULTS or switch not in {"on", "off"}:
            raise CommandError(f"没有这个故障：{name} {switch}。可以用：{'、'.join(FAULTS)}、none")
        if switch == "off":
            self._change(off={name})
        else:
            self._change(on={name})
        self._restart_if_chinese_mode_differs()
        return f"故障已{'关闭' if switch == 'off' else '打开'}：{FAULTS[name]}"

    def _restart_if_chinese_mode_differs(self) -> None:
        if self.firmware.chinese_at_power_up != self._chinese_when_started:
            self._chinese_when_started = self.firmware.chinese_at_power_up
            self._restart()

    def _restart(self) -> None:
        with self._printing:
            self.firmware.user_glyphs.clear()
            self._interpreter.restart()

    def _change(self, *, on: Set[str] = frozenset(), off: Set[str] = frozenset()) -> None:
        with self._state:
            before = set(self.sensors.active)
            self.sensors.active = (before | on) - off
            self._apply(on, off)
            self._state.notify_all()
        self._report_change()
        if "gone" in on:
            self._wire.vanish()
        if "gone" in before & off and self._running:
            self._wire.open()

    def _apply(self, on: Set[str], off: Set[str]) -> None:
        active = self.sensors.active
        if "paper-out-midway" in on:
            self._dots_left = LINES_BEFORE_MIDWAY_OUT * LINE_SPACING
        elif off & {"paper-out", "paper-out-midway"}:
            self._dots_left = None
        self.firmware.gbk_only = "gbk-only" in active
        self.firmware.process_ids = "no-process-id" not in active
        self.firmware.chinese_at_power_up = "chinese-off" not in active

    # The wire -----------------------------------------------------------------------------------------------------

    @property
    def _wire(self) -> Listener | PtyLine:
        return self._line or self._listener

    def _serve_socket(self, connection: socket.socket) -> None:
        self._serve(lambda: connection.recv(65536), connection.sendall)

    def _serve(self, read: Read, write: Write) -> None:
        scanner = RealTimeScanner()
        with self._state:
            self._clients[write] = 0
        try:
            while data := read():
                for piece in self._paced(data):
                    self._receive(write, scanner, piece)
        finally:
            with self._state:
                del self._clients[write]

    def _paced(self, data: bytes) -> Iterator[bytes]:
        """The bytes as they come over the line: a few at a time, none before it has had the time to travel."""
        if not self.baudrate:
            yield data
            return
        began = time.monotonic()
        for start in range(0, len(data), PACED_BYTES):
            piece = data[start : start + PACED_BYTES]
            due = began + (start + len(piece)) * BITS_PER_BYTE / self.baudrate
            time.sleep(max(0.0, due - time.monotonic()))
            yield piece

    def _receive(self, write: Write, scanner: RealTimeScanner, data: bytes) -> None:
        taken = 0
        for end, command in scanner.scan(data):
            self._put_in_buffer(data[taken:end])
            taken = end
            self._obey(write, command)
        self._put_in_buffer(data[taken:])

    def _put_in_buffer(self, data: bytes) -> None:
        with self._state:
            self._buffer += data
            self._state.notify_all()

    def _obey(self, write: Write, command: bytes) -> None:
        active = self.sensors.active
        if command == CLEAR_ALL:
            if "no-clear" not in active:
                self._clear()
                self._say(write, CLEARED)
        elif command[1] == DLE_EOT:
            self._say(write, self.sensors.answer(command[2]))
        elif "cutter" in active and command[2]:
            if command[2] == 2:  # noqa: PLR2004 - DLE ENQ 2 drops the buffer, 1 prints on
                self._clear()
            self._change(off={"cutter", "cutter-at-cut"})

    def _clear(self) -> None:
        with self._state:
            self._buffer.clear()
            self._clears += 1
            self._state.notify_all()

    def _say(self, write: Write, data: bytes) -> None:
        if "silent" not in self.sensors.active:
            with suppress(OSError):
                write(data)

    def _report_change(self) -> None:
        with self._state:
            listeners = [client for client, mask in self._clients.items() if mask]
        for client in listeners:
            self._say(client, self.sensors.automatic())

    # The print engine ---------------------------------------------------------------------------------------------

    def _run(self) -> None:
        clears = self._clears
        while (work := self._next_work()) is not None:
            data, seen = work
            if seen != clears:
                clears = seen
                self._begin_afresh()
            self._print_some(data, seen)

    def _next_work(self) -> tuple[bytes, int] | None:
        with self._state:
            self._state.wait_for(lambda: not self._running or (self._buffer and not self.sensors.stopped))
            return (bytes(self._buffer[:4096]), self._clears) if self._running else None

    def _begin_afresh(self) -> None:
        with self._printing:
            self._interpreter.restart()
            if self._paper.blank:
                self._raw.clear()

    def _print_some(self, data: bytes, clears: int) -> None:
        """Feed bytes up to the first that moves something; then the sensors are looked at again."""
        with self._printing:
            used, operations = 0, list[Operation]()
            while used < len(data) and not operations:
                operations = self._interpreter.feed(data[used])
                used += 1
            if not self._still_valid(clears):
                return
            self._raw += data[:used]
            for operation in operations:
                self._carry_out(operation)
        self._take_from_buffer(used, clears)

    def _still_valid(self, clears: int) -> bool:
        with self._state:
            return clears == self._clears

    def _take_from_buffer(self, used: int, clears: int) -> None:
        with self._state:
            if clears == self._clears:
                del self._buffer[:used]
            self._state.notify_all()

    def _carry_out(self, operation: Operation) -> None:
        match operation:
            case Cut():
                self._cut(operation)
            case Answer(data):
                self._say_to_newest(data)
            case PaperQuestion():
                self._say_to_newest(self.sensors.paper())
            case AutoStatus(mask):
                self._report_to_newest(mask)
            case _:
                self._use_paper(self._paper.print(operation))

    def _cut(self, cut: Cut) -> None:
        if "cutter-at-cut" in self.sensors.active:
            self._change(on={"cutter"}, off={"cutter-at-cut"})
        else:
            self._keep(lambda: self._paper.cut(cut))

    def _keep(self, separate: Callable[[], Image]) -> Path:
        path = self._slips.keep(separate(), bytes(self._raw))
        self._raw.clear()
        return path

    def _use_paper(self, dots: int) -> None:
        if "slow" in self.sensors.active:
            with self._state:
                self._state.wait_for(lambda: not self._running, SECONDS_PER_SLOW_LINE)
        if self._dots_left is None:
            return
        self._dots_left -= dots
        if self._dots_left <= 0:
            self._change(on={"paper-out"}, off={"paper-out-midway"})

    def _newest(self) -> Write | None:
        with self._state:
            return next(reversed(self._clients), None)

    def _say_to_newest(self, data: bytes) -> None:
        client = self._newest()
        if client is not None:
            self._say(client, data)

    def _report_to_newest(self, mask: int) -> None:
        client = self._newest()
        if client is not None:
            with self._state:
                self._clients[client] = mask
            if mask:
                self._say(client, self.sensors.automatic())
