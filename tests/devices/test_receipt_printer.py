"""The receipt printer over a real socket: state, paper out in mid-slip, clones that know little, one-way links."""

import re
import socket
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from far_end import told_when_aborted

from devices.escpos_line import open_line, parse_printer_url
from devices.escpos_status import CLEAR
from devices.faults import DeviceError, Fault
from devices.receipt_printer import (
    FAULTS,
    Printed,
    PrinterFault,
    PrintError,
    PrinterTimeouts,
    ReceiptPrinter,
    open_receipt_printer,
)
from devices.slip import Feed, Line, Qr, Row, Rule, Slip
from devices.status import State, Supplies
from sandbox.printer import PrinterSimulator

TIMES = PrinterTimeouts(answer=0.3, look_every=0.01, reopen_every=0.0, print=10.0, mm_per_second=5000)
SLIP = Slip((Line("社保卡状态"), Row("姓名", "张*"), Rule(), *(Line(f"第{n}行") for n in range(20)), Feed()))

_REAL_TIME = re.compile(rb"\x10\x04([\x01-\x04])|" + re.escape(CLEAR))
_IN_TURN = re.compile(rb"\x1d\x28\x48\x06\x00\x30\x30(....)|\x1d\x72\x01|\n|\x1d\x56\x42\x00", re.DOTALL)


class TestPrinter:
    """Obeys real-time commands at once and all else in turn, as long as there is paper."""

    __test__ = False

    def __init__(self) -> None:
        self.answers = {1: 0x12, 2: 0x12, 3: 0x12, 4: 0x12}
        self.lines_left = 1000
        self.clears = self.marks = self.reaches = True
        self.mute = False
        self.mute_after_lines: int | None = None
        self.paper = b""
        self.buffer = b""
        self._server = socket.create_server(("127.0.0.1", 0))
        self.url = f"tcp://127.0.0.1:{self._server.getsockname()[1]}"
        self._connection: socket.socket | None = None
        self._thread = threading.Thread(target=self._accept)
        self._thread.start()

    def refill(self) -> None:
        self.lines_left = 1000
        self._work()

    def hang_up(self) -> None:
        assert self._connection
        self._connection.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        self._server.shutdown(socket.SHUT_RDWR)
        if self._connection:
            self._connection.close()
        self._server.close()
        self._thread.join(2)

    def _accept(self) -> None:
        while True:
            try:
                self._connection, _ = self._server.accept()
            except OSError:
                return
            with self._connection:
                self._serve(self._connection)

    def _serve(self, connection: socket.socket) -> None:
        try:
            while data := connection.recv(4096):
                at = 0
                for found in _REAL_TIME.finditer(data):
                    self.buffer += data[at : found.start()]
                    self._work()
                    self._obey(found)
                    at = found.end()
                self.buffer += data[at:]
                self._work()
        except OSError:
            return

    def _obey(self, found: re.Match[bytes]) -> None:
        if found[1] is None:
            if self.clears:
                self.buffer = b""
                self._say(b"\x37\x25\x00")
            return
        number = found[1][0]
        out = {1: 0x08, 2: 0x20, 4: 0x60}.get(number, 0) if self.lines_left <= 0 else 0
        self._say(bytes([self.answers[number] | out]))

    def _say(self, data: bytes) -> None:
        if not self.mute:
            assert self._connection
            self._connection.sendall(data)

    def _work(self) -> None:
        while self.lines_left > 0 and (found := _IN_TURN.search(self.buffer)):
            self.paper += self.buffer[: found.start()]
            self.buffer = self.buffer[found.end() :]
            if found[0] == b"\n":
                self._feed_line()
            elif found[1] is not None:
                if self.marks:
                    self._say(b"\x37\x22" + found[1] + b"\x00")
            elif found[0] == b"\x1d\x72\x01":
                if self.reaches:
                    self._say(b"\x00")
            else:
                self.paper += b"<cut>"

    def _feed_line(self) -> None:
        self.paper += b"\n"
        self.lines_left -= 1
        if self.mute_after_lines is not None and self.paper.count(b"\n") >= self.mute_after_lines:
            self.mute = True


@pytest.fixture
def wire() -> Iterator[TestPrinter]:
    printer = TestPrinter()
    yield printer
    printer.close()


@pytest.fixture
def printer(wire: TestPrinter) -> Iterator[ReceiptPrinter]:
    driver = open_receipt_printer(wire.url, timeouts=TIMES)
    yield driver
    driver.close()


def clone(wire: TestPrinter) -> None:
    wire.clears = wire.marks = wire.reaches = False


def test_a_printer_in_order_is_online_with_paper(printer: ReceiptPrinter) -> None:
    status = printer.poll()
    assert (status.state, status.supplies, status.fault) == (State.ONLINE, Supplies.OK, None)


@pytest.mark.parametrize(
    ("query", "byte", "said"),
    [
        (4, 0x1E, (State.ONLINE, Supplies.LOW, None)),
        (4, 0x72, (State.OFFLINE, Supplies.OUT, PrinterFault.PAPER_OUT)),
        (4, 0x32, (State.OFFLINE, Supplies.OUT, PrinterFault.PAPER_OUT)),
        (2, 0x16, (State.USER_ERROR, Supplies.OK, PrinterFault.COVER_OPEN)),
        (2, 0x1A, (State.USER_ERROR, Supplies.OK, PrinterFault.FEEDING)),
        (2, 0x52, (State.HARDWARE_ERROR, Supplies.OK, PrinterFault.ERROR)),
        (3, 0x1A, (State.HARDWARE_ERROR, Supplies.OK, PrinterFault.CUTTER)),
        (3, 0x16, (State.HARDWARE_ERROR, Supplies.OK, PrinterFault.MECHANICAL)),
        (3, 0x32, (State.HARDWARE_ERROR, Supplies.OK, PrinterFault.BROKEN)),
        (3, 0x52, (State.BUSY, Supplies.OK, PrinterFault.HEAD_HOT)),
        (1, 0x1A, (State.OFFLINE, Supplies.OK, PrinterFault.OFFLINE)),
    ],
)
def test_each_condition_has_its_name(
    wire: TestPrinter,
    printer: ReceiptPrinter,
    query: int,
    byte: int,
    said: tuple[State, Supplies, Fault | None],
) -> None:
    wire.answers[query] = byte
    status = printer.poll()
    assert (status.state, status.supplies, status.fault) == said


def test_a_printer_that_answers_nothing_is_never_online(wire: TestPrinter, printer: ReceiptPrinter) -> None:
    wire.mute = True
    status = printer.poll()
    assert (status.state, status.supplies, status.fault) == (State.OFFLINE, None, PrinterFault.SILENT)
    assert status.detail == "no answer to DLE EOT 1"


def test_noise_is_no_answer(wire: TestPrinter, printer: ReceiptPrinter) -> None:
    wire.answers[1] = 0x00
    assert printer.poll().fault == PrinterFault.SILENT


def test_a_lost_printer_is_noticed_by_the_next_poll_and_its_return_by_the_one_after(
    wire: TestPrinter, printer: ReceiptPrinter
) -> None:
    assert printer.poll().state is State.ONLINE
    wire.hang_up()
    assert printer.poll().fault == PrinterFault.LOST
    assert printer.poll().state is State.ONLINE


def test_nobody_at_the_address_is_no_device() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    driver = open_receipt_printer(f"tcp://127.0.0.1:{port}")
    status = driver.poll()
    assert (status.state, status.fault) == (State.NO_DEVICE, PrinterFault.UNREACHABLE)
    assert driver.poll().detail == "not tried again yet"
    with pytest.raises(DeviceError):
        driver.print(SLIP)


def test_a_slip_is_printed_and_confirmed(wire: TestPrinter, printer: ReceiptPrinter) -> None:
    assert printer.print(SLIP) is Printed.CONFIRMED
    assert wire.paper.startswith(b"\x1b\x40\x1c\x26" + "社保卡状态".encode("gbk") + b"\n")
    assert wire.paper.endswith(b"<cut>")
    assert printer.paper_used_mm == pytest.approx(24 * 3.75 + 27, abs=0.1)


@pytest.mark.parametrize("knows_turns", [True, False])
def test_a_clone_is_given_one_line_at_a_time(wire: TestPrinter, printer: ReceiptPrinter, knows_turns: bool) -> None:
    clone(wire)
    wire.reaches = knows_turns
    short = Slip(SLIP.elements[:3])
    assert printer.print(short) is Printed.CONFIRMED
    assert wire.paper.endswith(b"<cut>")


def test_what_was_in_the_printer_from_before_is_cleared_on_connecting(
    wire: TestPrinter, printer: ReceiptPrinter
) -> None:
    wire.buffer = "别人的姓名".encode("gbk")
    printer.print(SLIP)
    assert "别人的姓名".encode("gbk") not in wire.paper


def test_paper_out_in_the_middle_is_told_with_how_far_it_came(wire: TestPrinter, printer: ReceiptPrinter) -> None:
    wire.lines_left = 10
    with pytest.raises(PrintError) as caught:
        printer.print(SLIP)
    assert caught.value.fault == PrinterFault.PAPER_OUT
    assert (caught.value.printed, caught.value.parts) == (8, 25)


def test_after_paper_out_in_the_middle_nothing_prints_by_itself(wire: TestPrinter, printer: ReceiptPrinter) -> None:
    wire.lines_left = 10
    with pytest.raises(PrintError):
        printer.print(SLIP)
    before = wire.paper
    wire.refill()
    assert wire.paper == before


def test_what_a_failed_slip_left_on_the_paper_is_cut_off_before_the_next(
    wire: TestPrinter, printer: ReceiptPrinter
) -> None:
    wire.lines_left = 10
    with pytest.raises(PrintError):
        printer.print(SLIP)
    wire.refill()
    for _ in range(2):
        assert printer.print(SLIP) is Printed.CONFIRMED
    begun = [piece.count("社保卡状态".encode("gbk")) for piece in wire.paper.split(b"<cut>")]
    assert begun == [1, 1, 1, 0]


def test_a_clone_without_paper_holds_one_line_at_most(wire: TestPrinter, printer: ReceiptPrinter) -> None:
    clone(wire)
    wire.reaches = True
    wire.lines_left = 10
    with pytest.raises(PrintError) as caught:
        printer.print(SLIP)
    assert (caught.value.fault, caught.value.printed) == (PrinterFault.PAPER_OUT, 9)
    before = wire.paper.count(b"\n")
    wire.refill()
    assert wire.paper.count(b"\n") - before <= 1


def test_a_slip_is_not_begun_without_paper(wire: TestPrinter, printer: ReceiptPrinter) -> None:
    wire.lines_left = 0
    with pytest.raises(PrintError) as caught:
        printer.print(SLIP)
    assert (caught.value.fault, caught.value.printed) == (PrinterFault.PAPER_OUT, 0)
    assert wire.paper == wire.buffer == b""


def test_a_printer_that_fell_silent_after_all_was_sent_is_unconfirmed(
    wire: TestPrinter, printer: ReceiptPrinter
) -> None:
    wire.mute_after_lines = 20
    assert printer.print(SLIP) is Printed.UNCONFIRMED


def test_a_printer_that_is_lost_in_the_middle_is_told_so(wire: TestPrinter, printer: ReceiptPrinter) -> None:
    printer.poll()
    wire.hang_up()
    with pytest.raises(PrintError) as caught:
        printer.print(SLIP)
    assert caught.value.fault == PrinterFault.LOST


def test_a_print_that_does_not_end_is_given_up_and_cleared(wire: TestPrinter) -> None:
    driver = open_receipt_printer(
        wire.url, timeouts=PrinterTimeouts(answer=0.3, look_every=0.01, reopen_every=0.0, print=0.05)
    )
    driver.poll()
    wire.marks = False
    with pytest.raises(PrintError) as caught:
        driver.print(SLIP)
    assert caught.value.fault == PrinterFault.STALLED
    driver.close()


def test_abort_ends_a_print_that_waits(wire: TestPrinter, printer: ReceiptPrinter) -> None:
    printer.poll()
    wire.marks = False
    assert told_when_aborted(lambda: printer.print(SLIP), printer.abort) == PrinterFault.STOPPED


def test_a_device_file_is_one_way_and_says_so(tmp_path: Path) -> None:
    paper = tmp_path / "lp0"
    paper.touch()
    driver = open_receipt_printer(f"file:{paper}", timeouts=TIMES)
    assert driver.poll().state is State.NOT_OBSERVABLE
    assert driver.print(SLIP) is Printed.UNCONFIRMED
    driver.close()
    assert paper.read_bytes().endswith(b"\x1d\x56\x42\x00")


def test_a_device_file_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    driver = open_receipt_printer(f"file:{tmp_path / 'lp0'}")
    assert driver.poll().fault == PrinterFault.UNREACHABLE
    assert not (tmp_path / "lp0").exists()


def test_a_printer_behind_a_serial_url_prints_too(wire: TestPrinter) -> None:
    url = wire.url.replace("tcp:", "socket:")
    driver = open_receipt_printer(f"serial:{url}?baudrate=115200", timeouts=TIMES)
    assert driver.poll().state is State.ONLINE
    assert driver.print(Slip((Line("张䶮"),))) is Printed.CONFIRMED
    driver.close()
    assert b"\x1c\x32\xfe\xa1" in wire.paper


def test_a_usb_printer_that_is_not_plugged_in_is_unreachable() -> None:
    driver = open_receipt_printer("usb:FFFF:FFFE", timeouts=TIMES)
    assert driver.poll().fault == PrinterFault.UNREACHABLE


@pytest.mark.parametrize(
    "url", ["", "lpt1", "tcp://", "tcp://host:port", "usb:04B8", "usb:x:y", "serial:", "file:", "http://host:9100"]
)
def test_an_impossible_url_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        open_receipt_printer(url)


def test_a_line_that_takes_nothing_is_given_up(wire: TestPrinter) -> None:
    line = open_line(parse_printer_url(wire.url.replace("127.0.0.1", "localhost")), 1.0)
    line.close()
    with pytest.raises(OSError, match=r".*"):
        line.write(b"x", 0.01)


def test_every_fault_has_its_own_id() -> None:
    assert len({fault.id for fault in FAULTS}) == len(FAULTS) == 14
    assert all(fault.id.startswith("printer_") for fault in FAULTS)


@pytest.fixture
def simulator(tmp_path: Path) -> Iterator[PrinterSimulator]:
    simulator = PrinterSimulator(tmp_path, port=0)
    simulator.start()
    yield simulator
    simulator.stop()


@pytest.fixture
def simulated(simulator: PrinterSimulator) -> Iterator[ReceiptPrinter]:
    driver = open_receipt_printer(simulator.url, timeouts=TIMES)
    yield driver
    driver.close()


@pytest.mark.parametrize(
    ("name", "fault"),
    [
        ("paper-out", PrinterFault.PAPER_OUT),
        ("cover-open", PrinterFault.COVER_OPEN),
        ("cutter", PrinterFault.CUTTER),
        ("head-hot", PrinterFault.HEAD_HOT),
        ("head-broken", PrinterFault.BROKEN),
        ("offline", PrinterFault.OFFLINE),
        ("silent", PrinterFault.SILENT),
        ("noise", PrinterFault.SILENT),
    ],
)
def test_each_fault_of_the_simulated_printer_is_told_and_ends(
    simulator: PrinterSimulator, simulated: ReceiptPrinter, name: str, fault: Fault
) -> None:
    assert simulated.poll().state is State.ONLINE
    simulator.command("fault", name)
    assert simulated.poll().fault == fault
    simulator.command("fault", "none")
    assert simulated.poll().state is State.ONLINE


def test_the_simulated_printer_prints_a_slip_with_everything(
    simulator: PrinterSimulator, simulated: ReceiptPrinter
) -> None:
    slip = Slip((Line("凭条", bold=True, large=True), Row("姓名", "张𬍛"), Qr("https://x/1"), Rule()))
    assert simulated.print(slip) is Printed.CONFIRMED
    assert simulator.wait_until_idle()
    assert len(simulator.slips) == 1


@pytest.mark.parametrize("lacks", [(), ("no-clear",), ("no-process-id",), ("no-clear", "no-process-id")])
def test_the_simulated_printer_never_prints_on_after_a_refill(
    simulator: PrinterSimulator, simulated: ReceiptPrinter, lacks: tuple[str, ...]
) -> None:
    for fault in (*lacks, "paper-out-midway"):
        simulator.command("fault", fault)
    with pytest.raises(PrintError) as caught:
        simulated.print(SLIP)
    assert caught.value.fault == PrinterFault.PAPER_OUT
    most = 40 if "no-clear" in lacks else 0
    assert simulator.buffered <= most


def wait_until(seen: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 20
    while not seen():
        assert time.monotonic() < deadline
        time.sleep(0.002)


def test_a_jammed_cutter_works_again_after_recovery(simulator: PrinterSimulator, simulated: ReceiptPrinter) -> None:
    simulator.command("fault", "cutter")
    assert simulated.poll().fault == PrinterFault.CUTTER
    simulated.recover()
    wait_until(lambda: simulated.poll().state is State.ONLINE)
