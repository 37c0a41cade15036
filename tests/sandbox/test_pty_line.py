"""A serial line that can be unplugged."""

import time
from pathlib import Path

import pytest
import serial

from sandbox.pty_line import PtyLine, Read, Write


def echo_once(read: Read, write: Write) -> None:
    while data := read():
        if data == b"!":
            raise ConnectionAbortedError
        write(data)


def ask(line: PtyLine, data: bytes) -> bytes:
    with serial.Serial(line.path, timeout=20) as port:
        port.write(data)
        return port.read(len(data))


def test_one_client_after_another_is_served() -> None:
    line = PtyLine(echo_once)
    line.open()

    assert ask(line, b"one\r\n") == b"one\r\n"
    assert ask(line, b"\x00\xff\x11\x13") == b"\x00\xff\x11\x13"
    line.remove()


def test_its_path_stays_and_goes_with_it() -> None:
    line = PtyLine(echo_once)
    line.open()
    path = Path(line.path)
    line.close()
    assert not path.exists()

    line.open()
    assert Path(line.path) == path
    assert ask(line, b"again") == b"again"
    line.remove()
    assert not path.parent.exists()


def test_a_line_that_broke_is_plugged_in_again() -> None:
    line = PtyLine(echo_once)
    line.open()
    with serial.Serial(line.path, timeout=20) as port:
        port.write(b"!")
        with pytest.raises(serial.SerialException):
            port.read(1)

    assert any(asked_again(line) == b"x" for _ in range(5000))
    line.remove()


def asked_again(line: PtyLine) -> bytes:
    """What comes back, or nothing where the line is not back yet."""
    try:
        return ask(line, b"x")
    except serial.SerialException:
        time.sleep(0.002)
        return b""
