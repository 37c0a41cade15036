"""The simulated queue for documents: real IPP over a local socket, what was printed in a folder, faults by name."""

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from sandbox.document_printer import GET_PRINTER, PRINT_JOB, DocumentPrinterSimulator
from sandbox.part import CommandError


@pytest.fixture
def part(tmp_path: Path) -> Iterator[DocumentPrinterSimulator]:
    made = DocumentPrinterSimulator(tmp_path / "cups")
    made.start()
    yield made
    made.stop()


def ask(part: DocumentPrinterSimulator, operation: int, document: bytes = b"") -> bytes:
    """RFC 8010: version, operation, request number, no attributes, the document."""
    body = b"\x02\x00" + operation.to_bytes(2, "big") + b"\0\0\0\7\x01\x03" + document
    with socket.socket(socket.AF_UNIX) as line:
        line.connect(part.url.partition("@")[2] + "/cups.sock")
        line.sendall(b"POST / HTTP/1.0\r\nContent-Length: %d\r\n\r\n" % len(body) + body)
        return b"".join(iter(lambda: line.recv(65536), b"")).partition(b"\r\n\r\n")[2]


def test_a_request_is_answered_under_its_number(part: DocumentPrinterSimulator) -> None:
    answer = ask(part, GET_PRINTER)
    assert answer[2:8] == b"\0\0" + b"\0\0\0\7"
    assert b"printer-state\x00\x04\x00\x00\x00\x03" in answer


def test_what_is_printed_lies_in_the_folder(part: DocumentPrinterSimulator) -> None:
    ask(part, PRINT_JOB, b"%PDF-1.7 one")
    ask(part, PRINT_JOB, b"%PDF-1.7 two")
    assert [file.read_bytes() for file in part.printed] == [b"%PDF-1.7 one", b"%PDF-1.7 two"]
    assert part.command("printed").count(".pdf") == 2


def test_a_fault_is_said_and_ended(part: DocumentPrinterSimulator) -> None:
    assert "没有纸" in part.command("fault", "paper-out")
    assert b"media-empty-error" in ask(part, GET_PRINTER)
    part.command("fault", "none")
    assert b"media-empty-error" not in ask(part, GET_PRINTER)


def test_a_service_that_is_gone_comes_back(part: DocumentPrinterSimulator) -> None:
    part.command("fault", "gone")
    with pytest.raises(OSError, match=r"\w"):
        ask(part, GET_PRINTER)
    part.command("fault", "none")
    assert ask(part, GET_PRINTER)


def test_each_fault_has_its_line_and_no_other_is_taken(part: DocumentPrinterSimulator) -> None:
    for name in part.faults:
        assert part.faults[name] in part.command("fault", name)
    with pytest.raises(CommandError):
        part.command("fault", "tired")
