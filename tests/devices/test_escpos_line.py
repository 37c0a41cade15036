"""Lines to a printer: their URLs, deadlines on ends that take nothing, ends that are gone."""

import os
import socket
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.escpos_line import open_line, parse_printer_url


@pytest.mark.parametrize("url", ["tcp://h", "tcp://h:9100", "tcp://[::1]:1", "usb:04B8:0E15", "serial:COM3", "file:/x"])
def test_the_known_forms_are_taken(url: str) -> None:
    assert url == f"{parse_printer_url(url).scheme}:{parse_printer_url(url).rest}"


@given(st.text() | st.tuples(st.sampled_from(["tcp:", "tcp://", "usb:", "serial:", "file:"]), st.text()).map("".join))
def test_any_text_is_a_url_or_a_value_error(url: str) -> None:
    try:
        parse_printer_url(url)
    except ValueError:
        return


def test_a_device_that_takes_no_more_is_given_up_in_time(tmp_path: Path) -> None:
    """As /dev/usb/lp0 behaves while the printer is out of paper."""
    pipe = tmp_path / "lp0"
    os.mkfifo(pipe)
    far_end = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    line = open_line(parse_printer_url(f"file:{pipe}"), 1.0)
    with pytest.raises(TimeoutError):
        line.write(bytes(1 << 20), 0.02)
    line.close()
    os.close(far_end)


def test_a_network_printer_that_takes_no_more_is_given_up_in_time() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        line = open_line(parse_printer_url(f"tcp://127.0.0.1:{server.getsockname()[1]}"), 1.0)
        with pytest.raises(TimeoutError):
            line.write(bytes(1 << 26), 0.02)
        line.close()


@pytest.mark.parametrize("form", ["tcp://127.0.0.1:{port}", "serial:socket://127.0.0.1:{port}"])
def test_an_end_that_has_gone_is_an_os_error_and_silence_is_not(form: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        line = open_line(parse_printer_url(form.format(port=server.getsockname()[1])), 1.0)
        far_end, _ = server.accept()
        assert line.read(0.002) == b""
        far_end.sendall(b"\x12")
        assert line.read(1.0) == b"\x12"
        far_end.close()
        with pytest.raises(OSError, match=r".+"):
            line.read(1.0)
        line.close()
