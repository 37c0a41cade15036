"""The printer on its port, spoken to with a plain socket."""

import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import serial

from sandbox.part import CommandError
from sandbox.printer import PrinterSimulator

CUT = bytes.fromhex("1D564200")
CLEAR = bytes.fromhex("10140801031401060208")
CLEARED = bytes.fromhex("372500")


@pytest.fixture
def printer(tmp_path: Path) -> Iterator[PrinterSimulator]:
    printer = PrinterSimulator(tmp_path, port=0)
    printer.start()
    yield printer
    printer.stop()


def connect(printer: PrinterSimulator) -> socket.socket:
    return socket.create_connection(("127.0.0.1", int(printer.url.rpartition(":")[2])), timeout=20)


@pytest.fixture
def host(printer: PrinterSimulator) -> Iterator[socket.socket]:
    with connect(printer) as connection:
        yield connection


def receive(host: socket.socket, count: int) -> bytes:
    received = b""
    while len(received) < count and (piece := host.recv(count - len(received))):
        received += piece
    return received


def ask(host: socket.socket, request: bytes, count: int = 1) -> bytes:
    host.sendall(request)
    return receive(host, count)


def poll(host: socket.socket) -> bytes:
    return b"".join(ask(host, bytes([0x10, 0x04, question])) for question in (1, 2, 3, 4))


def nothing_comes(host: socket.socket) -> bool:
    host.settimeout(0.02)
    try:
        return host.recv(1) == b""
    except TimeoutError:
        return True
    finally:
        host.settimeout(20)


def settle(printer: PrinterSimulator, host: socket.socket) -> None:
    """Everything sent has arrived (a status answer came behind it) and been printed, as far as it can."""
    host.sendall(b"\x10\x04\x01")
    host.recv(1)
    assert printer.wait_until_idle()


def test_it_has_no_banner(host: socket.socket) -> None:
    assert nothing_comes(host)


def test_the_near_end_poll_is_as_published(printer: PrinterSimulator, host: socket.socket) -> None:
    printer.command("fault", "near-end")

    assert poll(host) == bytes.fromhex("12 12 12 1E")


def test_a_cutter_jam_is_reported_and_recovered(printer: PrinterSimulator, host: socket.socket) -> None:
    printer.command("fault", "cutter")

    assert poll(host)[:3] == bytes.fromhex("1A 52 1A")
    host.sendall(bytes.fromhex("100502"))
    assert poll(host) == bytes.fromhex("12 12 12 12")


def test_a_slip_comes_out_with_its_bytes(printer: PrinterSimulator, host: socket.socket) -> None:
    job = "社会保障\n".encode("gb18030") + CUT
    host.sendall(job)
    settle(printer, host)

    (slip,) = printer.slips
    assert slip.name == "slip-01.png"
    assert slip.with_suffix(".bin").read_bytes() == job


def test_the_status_is_answered_while_a_job_is_buffered(printer: PrinterSimulator, host: socket.socket) -> None:
    printer.command("fault", "paper-out")
    host.sendall(b"line\n" * 20)

    assert poll(host) == bytes.fromhex("1A 32 12 72")
    assert printer.buffered >= 100


def test_paper_out_midway_keeps_the_rest_and_prints_it_after_the_refill(
    printer: PrinterSimulator, host: socket.socket
) -> None:
    printer.command("lines", "3")
    host.sendall(b"1\n2\n3\n4\n5\n" + CUT)
    settle(printer, host)
    assert poll(host)[3] == 0x72
    assert printer.buffered > 0
    host.close()

    printer.command("refill")
    assert printer.wait_until_idle()
    torn, rest = printer.slips
    assert torn.with_suffix(".bin").read_bytes() == b"1\n2\n3\n"
    assert rest.with_suffix(".bin").read_bytes().startswith(b"4\n5\n")


def test_after_a_clear_nothing_prints_by_itself(printer: PrinterSimulator, host: socket.socket) -> None:
    printer.command("lines", "3")
    host.sendall(b"1\n2\n3\n4\n5\n" + CUT)
    settle(printer, host)

    assert ask(host, CLEAR, 3) == CLEARED
    printer.command("refill")
    assert printer.wait_until_idle()
    assert printer.buffered == 0
    assert len(printer.slips) == 1


def test_a_clear_forgets_a_command_half_received(printer: PrinterSimulator, host: socket.socket) -> None:
    host.sendall(b"\x1dv0\x00\x30\x00\xff\x00")
    settle(printer, host)
    assert ask(host, CLEAR, 3) == CLEARED

    host.sendall(b"fresh\n" + CUT)
    settle(printer, host)
    assert printer.slips[0].with_suffix(".bin").read_bytes() == b"fresh\n" + CUT


def test_a_clone_without_clear_keeps_its_buffer(printer: PrinterSimulator, host: socket.socket) -> None:
    printer.command("fault", "no-clear")
    printer.command("fault", "paper-out")
    host.sendall(b"secret\n" + CLEAR)

    assert nothing_comes(host)
    assert printer.buffered >= 7


def test_the_process_id_comes_back_once_all_before_it_is_printed(
    printer: PrinterSimulator, host: socket.socket
) -> None:
    question = b"\x1d(H\x06\x0000abcd"
    printer.command("fault", "cover-open")
    host.sendall(b"line\n" + question)
    assert nothing_comes(host)

    printer.command("fault", "cover-open", "off")
    assert receive(host, 7) == b"\x37\x22abcd\x00"


def test_the_automatic_status_comes_at_once_and_at_every_change(printer: PrinterSimulator, host: socket.socket) -> None:
    assert ask(host, b"\x1da\x0f", 4) == bytes.fromhex("10000000")

    printer.command("fault", "near-end")
    assert receive(host, 4) == bytes.fromhex("10000300")


def test_a_silent_printer_prints_and_says_nothing(printer: PrinterSimulator, host: socket.socket) -> None:
    printer.command("fault", "silent")
    host.sendall(b"\x10\x04\x01x\n" + CUT)

    assert nothing_comes(host)
    assert printer.wait_until_idle()


def test_the_cutter_jams_when_it_is_told_to_cut(printer: PrinterSimulator, host: socket.socket) -> None:
    printer.command("fault", "cutter-at-cut")
    host.sendall(b"x\n" + CUT)
    settle(printer, host)

    assert poll(host)[:3] == bytes.fromhex("1A 52 1A")
    assert printer.slips == ()


def test_an_unplugged_printer_comes_back_on_its_port(printer: PrinterSimulator, host: socket.socket) -> None:
    poll(host)
    printer.command("fault", "gone")
    assert host.recv(1) == b""
    with pytest.raises(ConnectionRefusedError):
        connect(printer)

    printer.command("fault", "none")
    with connect(printer) as again:
        assert ask(again, b"\x10\x04\x01") == b"\x12"


def test_chinese_mode_can_be_off_at_power_up(printer: PrinterSimulator, host: socket.socket) -> None:
    printer.command("fault", "chinese-off")

    assert not printer.firmware.chinese_at_power_up
    host.sendall(b"\xc9\xe7\n" + CUT)
    settle(printer, host)
    assert len(printer.slips) == 1


def test_switching_the_power_empties_everything(printer: PrinterSimulator, host: socket.socket) -> None:
    printer.command("fault", "paper-out")
    host.sendall(b"line\n")
    poll(host)

    printer.command("power")
    assert printer.buffered == 0
    with connect(printer) as again:
        assert ask(again, b"\x10\x04\x04") == b"\x72"


def test_paper_hanging_out_can_be_torn_off(printer: PrinterSimulator, host: socket.socket) -> None:
    assert printer.command("tear") == "没有露出的打印内容"
    host.sendall(b"x\n")
    settle(printer, host)

    assert "slip-01.png" in printer.command("tear")


def test_a_serial_line_is_paced_and_answered_alike(tmp_path: Path) -> None:
    printer = PrinterSimulator(tmp_path, pty=True, baudrate=921_600)
    printer.start()
    job = b"x" * 900 + b"\n" + CUT
    with serial.Serial(printer.url.removeprefix("serial:"), timeout=20) as line:
        began = time.monotonic()
        line.write(job + b"\x10\x04\x01")
        assert line.read(1) == b"\x12"
        assert time.monotonic() - began >= len(job) * 10 / 921_600
        assert printer.wait_until_idle()
    assert printer.slips[0].with_suffix(".bin").read_bytes() == job
    printer.stop()


def test_nonsense_is_answered_with_what_would_do(printer: PrinterSimulator) -> None:
    with pytest.raises(CommandError, match="refill"):
        printer.command("dance")
    with pytest.raises(CommandError, match="paper-out"):
        printer.command("fault", "fire")
    with pytest.raises(CommandError, match="lines N"):
        printer.command("lines", "many")
