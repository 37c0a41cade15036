"""The control port, asked as `kiosk sandbox fault` and `do` ask it."""

import json
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path

import pytest

from sandbox.control import ControlServer, ask_state, send
from sandbox.part import CommandError
from sandbox.printer import PrinterSimulator


@pytest.fixture
def printer(tmp_path: Path) -> PrinterSimulator:
    return PrinterSimulator(tmp_path, port=0)


@pytest.fixture
def control(printer: PrinterSimulator) -> Iterator[ControlServer]:
    control = ControlServer({"printer": printer}, port=0)
    control.start()
    yield control
    control.stop()


def request(control: ControlServer, method: str, path: str, body: bytes = b"", kind: str = "application/json"):
    connection = HTTPConnection("127.0.0.1", control.port, timeout=20)
    connection.request(method, path, body, {"Content-Type": kind})
    answer = connection.getresponse()
    content = answer.read()
    connection.close()
    return answer.status, content


def test_a_command_reaches_its_part(control: ControlServer, printer: PrinterSimulator) -> None:
    assert send(control.port, "printer", "fault", "paper-out") == "故障已打开：缺纸"
    assert printer.active_faults == ("paper-out",)


def test_nonsense_is_said_to_be_nonsense(control: ControlServer) -> None:
    with pytest.raises(CommandError, match="refill"):
        send(control.port, "printer", "dance")
    with pytest.raises(CommandError, match="没有 toaster"):
        send(control.port, "toaster", "fault")


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'{"part": "printer"}', b'{"part": "printer", "verb": "state"}'])
def test_what_is_no_command_is_refused(control: ControlServer, body: bytes) -> None:
    assert request(control, "POST", "/command", body)[0] == 400


def test_a_web_page_s_form_is_not_obeyed(control: ControlServer) -> None:
    order = json.dumps({"part": "printer", "verb": "refill", "args": []}).encode()

    assert request(control, "POST", "/command", order, "text/plain")[0] == 404


def test_the_state_tells_all_about_each_part(control: ControlServer, printer: PrinterSimulator) -> None:
    state = ask_state(control.port)["printer"]

    assert state["url"] == printer.url
    assert "paper-out" in state["faults"]
    assert "refill" in state["verbs"]
    assert state["state"] == "缓冲区 0 字节；凭条 0 张；故障：无"


def test_slips_can_be_looked_at(control: ControlServer, tmp_path: Path) -> None:
    (tmp_path / "slip-01.png").write_bytes(b"picture")

    assert request(control, "GET", "/slips") == (200, b'["slip-01.png"]')
    assert request(control, "GET", "/slips/slip-01.png") == (200, b"picture")
    assert request(control, "GET", "/slips/..%2fsecret")[0] == 404
    assert request(control, "GET", "/nowhere")[0] == 404


def test_nothing_answers_once_it_is_stopped(control: ControlServer) -> None:
    control.stop()

    with pytest.raises(ConnectionRefusedError):
        send(control.port, "printer", "state")
