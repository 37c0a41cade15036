"""What a printer says of itself, by GS I: asked only where the question cannot come out on paper."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from far_end import far_end

from devices.escpos_status import WHO, identity_of
from devices.receipt_printer import PrinterTimeouts, open_receipt_printer
from devices.status import State
from sandbox.printer import PrinterSimulator

TIMES = PrinterTimeouts(answer=0.3, reopen_every=0.0)


@pytest.fixture
def simulator(tmp_path: Path) -> Iterator[PrinterSimulator]:
    printer = PrinterSimulator(tmp_path, port=0)
    printer.start()
    yield printer
    printer.stop()


def test_maker_model_and_firmware_are_told_and_the_state_still_reads(simulator: PrinterSimulator) -> None:
    printer = open_receipt_printer(simulator.url, timeouts=TIMES)
    assert printer.poll().state is State.ONLINE
    told = {"maker": "SANDBOX", "model": "SP-80", "firmware": "SANDBOX 1.0", "serial": "0000000001"}
    assert printer.identity() == told
    assert printer.poll().state is State.ONLINE
    printer.close()


def test_a_clone_that_cannot_clear_is_not_asked(simulator: PrinterSimulator) -> None:
    simulator.command("fault", "no-clear")
    printer = open_receipt_printer(simulator.url, timeouts=TIMES)
    printer.poll()
    assert printer.identity() == {}
    printer.close()


def test_a_printer_that_does_not_know_the_question_says_nothing() -> None:
    def answer(data: bytes) -> bytes:
        assert b"\x1b" not in data
        cleared = b"\x37\x25\x00" if b"\x10\x14\x08" in data else b""
        return cleared + bytes(0x12 for at in range(len(data) - 2) if data[at : at + 2] == b"\x10\x04")

    with far_end(answer) as end:
        printer = open_receipt_printer(f"tcp://127.0.0.1:{end.port}", timeouts=TIMES)
        assert printer.identity() == {}
        printer.close()


@pytest.mark.parametrize("block", [b"", b"_", b"_abc", b"abc\x00", b"_\x00", b"\x5f" + b"x" * 81 + b"\x00"])
def test_what_is_no_whole_answer_is_none(block: bytes) -> None:
    assert identity_of(block) is None


def test_noise_before_an_answer_is_passed_over() -> None:
    assert identity_of(b"\x11\x12_SP-80\x00\x13") == "SP-80"
    assert all(question.startswith(b"\x1d\x49") for question in WHO.values())
