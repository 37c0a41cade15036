"""How each fault of the receipt printer is made: the simulated printer's faults, and scripted DLE EOT answers."""

from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

from far_end import Scenario, far_end, told, told_when_aborted
from ports import free_port

from devices.faults import Fault
from devices.receipt_printer import PrinterFault, PrinterTimeouts, ReceiptPrinter, open_receipt_printer
from devices.slip import Line, Slip
from sandbox.printer import PrinterSimulator

SHORT = PrinterTimeouts(answer=0.3, look_every=0.01, reopen_every=0.0, print=0.3)
SLIP = Slip((Line("社保卡状态"), *(Line(f"第{n}行") for n in range(12))))


def prints(printer: ReceiptPrinter) -> Any:
    """What the terminal does when the fault strikes."""
    return printer.print(SLIP)


def by_simulator(name: str) -> Scenario:
    """The simulated printer has the fault, the terminal prints."""

    def play(folder: Path) -> Fault | None:
        simulator = PrinterSimulator(folder, port=0)
        simulator.start()
        try:
            with closing(open_receipt_printer(simulator.url, timeouts=SHORT)) as printer:
                simulator.command("fault", name)
                return told(lambda: prints(printer))
        finally:
            simulator.stop()

    return Scenario(f"模拟打印机故障 `{name}`，然后打印", play)


def by_answers(how: str, changed: dict[int, int]) -> Scenario:
    """DLE EOT 1 to 4 answered as given, 12 where nothing is."""

    def play(_folder: Path) -> Fault | None:
        with far_end(lambda data: _status(data, changed)) as end, closing(_printer(end.port)) as printer:
            return told(lambda: prints(printer))

    return Scenario(how, play)


def _status(data: bytes, changed: dict[int, int]) -> bytes:
    """One answer for each question in what was received."""
    return bytes(changed.get(data[at + 2], 0x12) for at in range(len(data) - 2) if data[at : at + 2] == b"\x10\x04")


def _printer(port: int) -> ReceiptPrinter:
    return open_receipt_printer(f"tcp://127.0.0.1:{port}", timeouts=SHORT)


def _nobody_there(_folder: Path) -> Fault | None:
    with closing(_printer(free_port())) as printer:
        return told(lambda: prints(printer))


def _unplugged(_folder: Path) -> Fault | None:
    def answer(data: bytes) -> bytes:
        return _status(data, {})

    with far_end(answer) as end, closing(_printer(end.port)) as printer:
        printer.poll()
        end.hang_up()
        return told(lambda: prints(printer))


def _while_printing(act: Callable[[ReceiptPrinter], Fault | None]) -> Callable[[Path], Fault | None]:
    """A printer that needs 40 ms a line."""

    def play(folder: Path) -> Fault | None:
        simulator = PrinterSimulator(folder, port=0)
        simulator.start()
        try:
            simulator.command("fault", "slow")
            with closing(open_receipt_printer(simulator.url, timeouts=SHORT)) as printer:
                printer.poll()
                return act(printer)
        finally:
            simulator.stop()

    return play


def _prints_on(printer: ReceiptPrinter) -> Fault | None:
    return told(lambda: prints(printer))


SCENARIOS: dict[Fault, Scenario] = {
    PrinterFault.PAPER_OUT: by_simulator("paper-out-midway"),
    PrinterFault.COVER_OPEN: by_simulator("cover-open"),
    PrinterFault.CUTTER: by_simulator("cutter"),
    PrinterFault.BROKEN: by_simulator("head-broken"),
    PrinterFault.MECHANICAL: by_answers("线上应答 DLE EOT 3 的机械错误位（04）", {1: 0x1A, 2: 0x52, 3: 0x16}),
    PrinterFault.HEAD_HOT: by_simulator("head-hot"),
    PrinterFault.ERROR: by_answers("线上应答 DLE EOT 2 的错误位（40），不说是什么错误", {1: 0x1A, 2: 0x52}),
    PrinterFault.FEEDING: by_answers("线上应答 DLE EOT 2 的进纸键按下位（08）", {1: 0x1A, 2: 0x1A}),
    PrinterFault.OFFLINE: by_simulator("offline"),
    PrinterFault.SILENT: by_simulator("silent"),
    PrinterFault.UNREACHABLE: Scenario("端口上没有打印机（连接被拒绝，同 USB 或串口不存在）", _nobody_there),
    PrinterFault.LOST: Scenario("打印前连接断开（同拔掉数据线）", _unplugged),
    PrinterFault.STALLED: Scenario("模拟打印机故障 `slow`，规定时限内打不完", _while_printing(_prints_on)),
    PrinterFault.STOPPED: Scenario(
        "打印时终端中止（会话结束）", _while_printing(lambda p: told_when_aborted(lambda: prints(p), p.abort))
    ),
}
