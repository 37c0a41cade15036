"""The simulated PIN pad, spoken to with a plain socket: the maker's worked session byte by byte, and its faults."""

import socket
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.part import CommandError
from sandbox.pin_pad import REFUSALS, PinPadSimulator, frame, next_frame

MASTER = bytes.fromhex(
    "02 30 33 37 31 30 31 30 32 30 30 31 31 32 32 33 33 34 34 35 35 36 36 37 37 38 38 39 39 41 41 42 42 43 43 44 44 45"
    "45 46 46 03 30 35"
)
WORKING = bytes.fromhex(
    "02 30 33 39 32 30 31 33 30 33 32 34 43 44 36 34 38 33 34 37 43 37 43 34 31 46 31 36 39 31 43 35 38 36 35 34 36 43"
    "32 43 42 45 31 03 30 31"
)
LEAST = bytes.fromhex("02 30 30 34 35 34 30 36 03 33 30")
MOST = bytes.fromhex("02 30 30 34 35 35 30 36 03 33 31")
BEEP = bytes.fromhex("02 30 30 34 35 30 33 35 03 33 34")
START = bytes.fromhex("02 30 30 36 36 30 30 30 31 32 03 33 30")
OK = bytes.fromhex("02 30 30 31 60 03 35 32")
ASK_BLOCK = bytes.fromhex("02 30 31 36 37 33 30 20 31 31 31 31 31 31 31 31 31 31 31 31 03 32 30")
BLOCK = bytes.fromhex("02 30 32 31 60 30 30 30 30 41 45 35 46 35 46 41 41 44 41 31 38 37 39 32 35 03 35 31")
CANCEL = bytes.fromhex("02 30 30 34 35 30 33 32 03 33 33")
PLAIN = bytes.fromhex("02 30 30 34 35 30 33 33 03 33 32")
STATUS = bytes.fromhex("02 30 30 31 49 03 37 42")


@pytest.fixture
def pad() -> Iterator[PinPadSimulator]:
    pad = PinPadSimulator(port=0)
    pad.start()
    yield pad
    pad.stop()


@pytest.fixture
def line(pad: PinPadSimulator) -> Iterator[socket.socket]:
    connection = socket.create_connection(("127.0.0.1", int(pad.url.rpartition(":")[2])), timeout=20)
    yield connection
    connection.close()


def ask(line: socket.socket, request: bytes) -> bytes:
    line.sendall(request)
    return heard(line)


def heard(line: socket.socket) -> bytes:
    reply = b""
    while not next_frame(reply):
        piece = line.recv(4096)
        if not piece:
            return reply
        reply += piece
    return reply


def test_the_makers_worked_session_comes_out_byte_by_byte(pad: PinPadSimulator, line: socket.socket) -> None:
    assert ask(line, MASTER) == frame(b"\x60FB09759972301AF4")
    assert ask(line, WORKING)[4:5] == b"\x60"
    assert [ask(line, request) for request in (LEAST, MOST, BEEP, START)] == [OK] * 4
    pad.command("type", "123456")
    assert line.recv(7, socket.MSG_WAITALL) == bytes.fromhex("2A 2A 2A 2A 2A 2A 0D")
    assert ask(line, ASK_BLOCK) == BLOCK


def test_a_block_without_a_key_or_without_a_pin_is_refused(pad: PinPadSimulator, line: socket.socket) -> None:
    assert ask(line, ASK_BLOCK) == bytes.fromhex("02 30 30 31 E4 03 44 36")
    ask(line, MASTER)
    ask(line, WORKING)
    assert ask(line, ASK_BLOCK) == frame(b"\xef")


def test_cancelling_clears_what_was_typed(pad: PinPadSimulator, line: socket.socket) -> None:
    ask(line, START)
    pad.command("press", "1", "2")
    assert pad.held == 2
    line.recv(2, socket.MSG_WAITALL)
    assert ask(line, CANCEL) == OK
    assert (pad.held, pad.mode) == (0, "")


def test_plain_input_sends_each_key_as_it_is(pad: PinPadSimulator, line: socket.socket) -> None:
    assert ask(line, PLAIN) == OK
    pad.command("press", "1", "00", ".", "F8", "clear", "cancel")
    assert line.recv(6, socket.MSG_WAITALL) == bytes.fromhex("31 22 2E 48 08 1B")
    assert pad.held == 0


def test_a_closed_keypad_sends_nothing(pad: PinPadSimulator) -> None:
    assert "没有打开" in pad.command("press", "1")


def test_a_pause_that_is_too_long_is_told_unasked(pad: PinPadSimulator, line: socket.socket) -> None:
    ask(line, PLAIN)
    pad.command("expire")
    assert heard(line) == bytes.fromhex("02 30 30 31 EE 03 44 43")
    assert pad.mode == ""


def test_its_own_clock_ends_input() -> None:
    pad = PinPadSimulator(port=0, second=0.0001)
    pad.start()
    with socket.create_connection(("127.0.0.1", int(pad.url.rpartition(":")[2])), timeout=20) as line:
        ask(line, PLAIN)
        assert heard(line)[4:5] == b"\xee"
    pad.stop()


def test_a_wrong_lrc_is_refused(line: socket.socket) -> None:
    assert ask(line, STATUS[:-1] + b"0")[4:5] == b"\xe8"


def test_an_unknown_command_is_refused(line: socket.socket) -> None:
    assert ask(line, frame(b"\x7f"))[4:5] == b"\xf8"


@pytest.mark.parametrize("name", REFUSALS)
def test_each_refusal_is_answered_until_it_is_cleared(pad: PinPadSimulator, line: socket.socket, name: str) -> None:
    pad.command("fault", name)
    assert ask(line, STATUS) == frame(bytes([REFUSALS[name][0]]))
    pad.command("fault", "none")
    assert ask(line, STATUS)[4:5] == b"\x60"


def test_a_dropped_line_can_be_opened_again(pad: PinPadSimulator, line: socket.socket) -> None:
    pad.command("fault", "dropped")
    assert len(ask(line, STATUS)) < len(frame(b"\x60" + bytes(22)))
    pad.command("fault", "none")
    with socket.create_connection(("127.0.0.1", int(pad.url.rpartition(":")[2])), timeout=20) as again:
        assert ask(again, STATUS)[4:5] == b"\x60"


@pytest.mark.parametrize(
    "words", [("press",), ("press", "x"), ("type", "12a"), ("fault", "x"), ("expire",), ("dance",)]
)
def test_nonsense_is_refused(pad: PinPadSimulator, words: tuple[str, ...]) -> None:
    with pytest.raises(CommandError):
        pad.command(*words)


def test_the_state_shows_no_digit(pad: PinPadSimulator, line: socket.socket) -> None:
    ask(line, START)
    pad.command("press", "7", "8")
    assert pad.command("state") == "密文输入；已输入 2 位；故障：无"


@given(st.binary(min_size=1, max_size=60))
def test_any_request_is_answered(body: bytes) -> None:
    pad = PinPadSimulator(port=0)
    assert pad._reply(frame(body))[0] >= 0x60
    pad.stop()
