"""The card's side of the virtual reader's line, byte by byte."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from sandbox.vpicc import Line, Vanished


class Recorder:
    """A card that notes what reaches it and answers with what it got."""

    def __init__(self) -> None:
        self.noted: list[object] = []
        self.atr: bytes | None = b"\x3b\x00"

    def power(self, *, on: bool) -> None:
        self.noted.append(on)

    def answer_to_reset(self) -> bytes | None:
        return self.atr

    def transmit(self, apdu: bytes) -> bytes | None:
        self.noted.append(apdu)
        if apdu == b"gone":
            raise Vanished
        return b"" if apdu == b"nothing" else apdu


@contextmanager
def inserted(card: Recorder) -> Iterator[tuple[socket.socket, Line]]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(20)
        line = Line(listener.getsockname(), card, retry=0.002)
        line.open()
        reader, _ = listener.accept()
        with reader:
            reader.settimeout(20)
            yield reader, line
        line.close()


def test_controls_reach_the_card_and_are_not_answered():
    with inserted(card := Recorder()) as (reader, _):
        reader.sendall(bytes.fromhex("0001 01 0001 02 0001 00 0001 04"))
        assert reader.recv(64) == bytes.fromhex("0002 3B00")
    assert card.noted[:3] == [True, True, False]


def test_a_message_may_arrive_in_any_pieces():
    with inserted(Recorder()) as (reader, _):
        for byte in bytes.fromhex("0005 0084000008"):
            reader.sendall(bytes((byte,)))
        assert reader.recv(64) == bytes.fromhex("0005 0084000008")


def test_an_empty_answer_is_never_sent():
    with inserted(Recorder()) as (reader, _):
        reader.sendall(b"\0\7nothing\0\2ok")
        assert reader.recv(64) == b"\0\2ok"


def test_a_card_that_vanishes_hangs_up_and_stays_away():
    with inserted(Recorder()) as (reader, line):
        reader.sendall(b"\0\4gone")
        assert reader.recv(64) == b""
        assert not line.is_open


def test_a_closed_line_ends_at_once_even_where_nobody_listens():
    with socket.create_server(("127.0.0.1", 0)) as placeholder:
        address = placeholder.getsockname()
    line = Line(address, Recorder(), retry=60.0, delay=60.0)
    line.open()
    line.close()
    line.close()
    assert not line.is_open


@pytest.mark.parametrize("length", [b"", b"\0", b"\0\5\0"])
def test_a_reader_that_hangs_up_in_mid_message_is_connected_to_again(length: bytes):
    card = Recorder()
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(20)
        line = Line(listener.getsockname(), card, retry=0.002)
        line.open()
        reader, _ = listener.accept()
        reader.sendall(length)
        reader.close()
        listener.accept()[0].close()
        line.close()
    assert card.noted[0] is False
