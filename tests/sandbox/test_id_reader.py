"""The reader on its wires, spoken to with a plain socket and with pyserial."""

import socket
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace

import pytest
import serial

from sandbox.id_reader import IdReaderSimulator
from sandbox.part import CommandError
from sandbox.people import Person
from sandbox.sam import answer

FIND = bytes.fromhex("AAAAAA9669 0003 20 01 22")
SELECT = bytes.fromhex("AAAAAA9669 0003 20 02 21")
READ = bytes.fromhex("AAAAAA9669 0003 30 01 32")
STATUS = bytes.fromhex("AAAAAA9669 0003 11 FF ED")
NO_CARD = bytes.fromhex("AAAAAA9669 0004 000080 84")
FOUND = bytes.fromhex("AAAAAA9669 0008 00009F 00000000 97")
SELECTED = bytes.fromhex("AAAAAA9669 000C 000090 0000000000000000 9C")
WHOLE_READ = 1295


class Host:
    """The kiosk's side, as plain as can be: pyserial on the pseudo-terminal, a bare socket else."""

    def __init__(self, reader: IdReaderSimulator) -> None:
        self._serial = serial.Serial(reader.url, timeout=20) if reader.url.startswith("/") else None
        self._socket = None if self._serial else socket.create_connection(("127.0.0.1", port_of(reader)), timeout=20)

    def ask(self, request: bytes, count: int) -> bytes:
        if self._serial:
            self._serial.write(request)
            return self._serial.read(count)
        self._socket.sendall(request)
        received = b""
        while len(received) < count and (piece := self._socket.recv(count - len(received))):
            received += piece
        return received

    def rest(self) -> bytes:
        if self._serial:
            self._serial.timeout = 0.02
            return self._serial.read(4096)
        self._socket.settimeout(0.02)
        with suppress(TimeoutError):
            return self._socket.recv(4096)
        return b""

    def select(self) -> None:
        assert self.ask(FIND, len(FOUND)) == FOUND
        assert self.ask(SELECT, len(SELECTED)) == SELECTED

    def close(self) -> None:
        (self._serial or self._socket).close()


def port_of(reader: IdReaderSimulator) -> int:
    return int(reader.url.rpartition(":")[2])


@pytest.fixture
def zhang(trace_person: Person) -> Person:
    return replace(trace_person, key="zhang")


@pytest.fixture(params=["socket", "pty"])
def reader(request: pytest.FixtureRequest, zhang: Person) -> Iterator[IdReaderSimulator]:
    reader = IdReaderSimulator([zhang], port=0, pty=request.param == "pty")
    reader.start()
    yield reader
    reader.stop()


@pytest.fixture
def host(reader: IdReaderSimulator) -> Iterator[Host]:
    host = Host(reader)
    yield host
    host.close()


def test_a_card_laid_down_is_read(reader: IdReaderSimulator, host: Host) -> None:
    assert host.ask(FIND, len(NO_CARD)) == NO_CARD
    reader.command("lay", "zhang")
    host.select()

    reply = host.ask(READ, WHOLE_READ)
    assert len(reply) == WHOLE_READ
    assert reply[:18] == bytes.fromhex("AAAAAA9669 0508 000090 0100 0400 205F 094E")


def test_the_host_may_come_back_at_any_time(reader: IdReaderSimulator, host: Host) -> None:
    host.ask(FIND, len(NO_CARD))
    host.close()

    again = Host(reader)
    assert again.ask(FIND, len(NO_CARD)) == NO_CARD
    again.close()


def test_a_lifted_card_is_not_found(reader: IdReaderSimulator, host: Host) -> None:
    reader.command("lay", "zhang")
    reader.command("lift")

    assert host.ask(FIND, len(NO_CARD)) == NO_CARD


@pytest.mark.parametrize(
    ("fault", "request_", "sw3"),
    [
        ("sam-unauthorised", STATUS, 0x66),
        ("sam-unauthorised", FIND, 0x66),
        ("sam-selftest", STATUS, 0x60),
        ("read-failed", READ, 0x41),
        ("information-wrong", READ, 0x33),
        ("unknown-card-type", READ, 0x40),
        ("lift-midway", READ, 0x41),
    ],
)
def test_each_refusal_has_its_code(
    reader: IdReaderSimulator, host: Host, fault: str, request_: bytes, sw3: int
) -> None:
    reader.command("lay", "zhang")
    host.select()
    reader.command("fault", fault)

    assert host.ask(request_, 11) == answer(sw3)
    reader.command("fault", "none")
    assert host.ask(STATUS, 11) == answer(0x90)


def test_a_card_lifted_midway_is_gone(reader: IdReaderSimulator, host: Host) -> None:
    reader.command("lay", "zhang")
    host.select()
    reader.command("fault", "lift-midway")
    host.ask(READ, 11)

    assert host.ask(FIND, len(NO_CARD)) == NO_CARD


def test_a_wrong_checksum_differs_in_its_last_byte_alone(reader: IdReaderSimulator, host: Host) -> None:
    reader.command("fault", "wrong-checksum")

    reply = host.ask(FIND, len(NO_CARD))
    assert reply[:-1] == NO_CARD[:-1]
    assert reply[-1] != NO_CARD[-1]


def test_a_wrong_length_announces_bytes_that_never_come(reader: IdReaderSimulator, host: Host) -> None:
    reader.command("fault", "wrong-length")

    assert host.ask(FIND, len(NO_CARD))[5:7] == bytes.fromhex("0014")
    assert host.rest() == b""


def test_short_data_come_in_a_sound_frame(reader: IdReaderSimulator, host: Host) -> None:
    reader.command("lay", "zhang")
    host.select()
    reader.command("fault", "short-data")

    reply = host.ask(READ, WHOLE_READ - 16)
    assert int.from_bytes(reply[5:7], "big") == len(reply) - 7
    assert host.rest() == b""


def test_noise_comes_before_the_frame(reader: IdReaderSimulator, host: Host) -> None:
    reader.command("fault", "garbage")

    assert host.ask(FIND, 17)[-len(NO_CARD) :] == NO_CARD


def test_glued_answers_come_twice(reader: IdReaderSimulator, host: Host) -> None:
    reader.command("fault", "glued")

    assert host.ask(FIND, 22) == NO_CARD * 2


def test_split_answers_are_whole_in_the_end(reader: IdReaderSimulator, host: Host) -> None:
    reader.command("lay", "zhang")
    host.select()
    reader.command("fault", "split")

    assert len(host.ask(READ, WHOLE_READ)) == WHOLE_READ


def test_a_silent_reader_answers_nothing(reader: IdReaderSimulator, host: Host) -> None:
    reader.command("fault", "silent")
    host.ask(FIND, 0)

    assert host.rest() == b""


def test_a_stalled_answer_stops_at_the_byte_asked_for(reader: IdReaderSimulator, host: Host) -> None:
    reader.command("lay", "zhang")
    host.select()
    reader.command("fault", "stall", "read", "700")
    host.ask(READ, 700)

    assert host.rest() == b""


def test_after_a_reset_midway_the_card_is_found_anew(reader: IdReaderSimulator, host: Host) -> None:
    reader.command("lay", "zhang")
    host.select()
    reader.command("fault", "reset")
    assert len(host.ask(READ, WHOLE_READ // 2 + 1)) == WHOLE_READ // 2 + 1
    reader.command("fault", "none")

    host.select()
    assert len(host.ask(READ, WHOLE_READ)) == WHOLE_READ


def test_an_unplugged_reader_is_gone_and_comes_back_at_the_same_place(reader: IdReaderSimulator) -> None:
    url = reader.url
    reader.command("fault", "gone")
    with pytest.raises(OSError, match=r"refused|No such file"):
        Host(reader)

    reader.command("fault", "none")
    assert reader.url == url
    host = Host(reader)
    assert host.ask(FIND, len(NO_CARD)) == NO_CARD
    host.close()


def test_a_connection_dropped_midway_can_be_made_again(zhang: Person) -> None:
    reader = IdReaderSimulator([zhang], port=0)
    reader.start()
    port = port_of(reader)
    reader.command("fault", "dropped", "find")
    with socket.create_connection(("127.0.0.1", port)) as connection:
        connection.sendall(FIND)
        received = b"".join(iter(lambda: connection.recv(64), b""))
    assert received == NO_CARD[:5]

    reader.command("fault", "none")
    with socket.create_connection(("127.0.0.1", port)) as connection:
        connection.sendall(FIND)
        assert connection.recv(64) == NO_CARD
    reader.stop()


def test_a_paced_line_takes_as_long_as_its_bytes(zhang: Person) -> None:
    reader = IdReaderSimulator([zhang], port=0, baudrate=921_600)
    reader.start()
    host = Host(reader)
    reader.command("lay", "zhang")
    host.select()

    began = time.monotonic()
    assert len(host.ask(READ, WHOLE_READ)) == WHOLE_READ
    assert time.monotonic() - began >= WHOLE_READ * 10 / 921_600
    host.close()
    reader.stop()


def test_nonsense_is_answered_with_what_would_do(reader: IdReaderSimulator) -> None:
    with pytest.raises(CommandError, match="lay"):
        reader.command("dance")
    with pytest.raises(CommandError, match="lay KEY"):
        reader.command("lay")
    with pytest.raises(CommandError, match="nobody"):
        reader.command("lay", "nobody")
    with pytest.raises(CommandError, match="stall"):
        reader.command("fault", "fire")


def test_the_state_says_who_lies_there(reader: IdReaderSimulator) -> None:
    assert "zhang" in reader.command("lay", "zhang")
    reader.command("fault", "glued")

    assert reader.command("state").startswith("presented；zhang 张三；故障：glued")
    assert "zhang" in reader.command("list")
