"""Serial URLs: the pace of the wire is taken off, the rest is pyserial's; closing leaves nothing behind."""

import socket

import pytest
import serial
from hypothesis import given
from hypothesis import strategies as st

from devices.serial_url import SerialUrl, close_serial, open_serial, parse_serial_url


@pytest.mark.parametrize(
    ("url", "parsed"),
    [
        ("/dev/ttyUSB0", SerialUrl("/dev/ttyUSB0", 115200)),
        ("COM3?baudrate=9600", SerialUrl("COM3", 9600)),
        ("socket://127.0.0.1:18082?baudrate=57600", SerialUrl("socket://127.0.0.1:18082", 57600)),
        ("rfc2217://host:1?logging=info&baudrate=19200", SerialUrl("rfc2217://host:1?logging=info", 19200)),
        ("rfc2217://host:1?ign_set_control", SerialUrl("rfc2217://host:1?ign_set_control=", 115200)),
    ],
)
def test_the_baudrate_is_taken_off_and_the_rest_is_left(url: str, parsed: SerialUrl) -> None:
    assert parse_serial_url(url) == parsed


@pytest.mark.parametrize("url", ["", "?baudrate=1", "x?baudrate=0", "x?baudrate=fast", "x?baudrate=1&baudrate=2"])
def test_an_impossible_url_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match=r"serial URL|baudrate"):
        parse_serial_url(url)


@given(st.text())
def test_any_text_is_a_url_or_a_value_error(url: str) -> None:
    try:
        assert parse_serial_url(url).baudrate > 0
    except ValueError:
        return


def test_a_socket_whose_other_end_has_gone_is_closed_for_good() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = open_serial(parse_serial_url(f"socket://127.0.0.1:{server.getsockname()[1]}"))
        server.accept()[0].close()
        with pytest.raises(serial.SerialException):
            port.read(1)
        close_serial(port)
    assert not port.is_open


def test_a_port_that_is_not_there_is_an_os_error() -> None:
    with pytest.raises(OSError, match="no-such"):
        open_serial(parse_serial_url("/dev/no-such-port"))
