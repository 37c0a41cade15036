"""`kiosk sandbox` on the command line."""

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.backend.staff import Challenge, Role, StaffMember
from kiosk.cli import main
from kiosk.cli.say import NOBODY_READS
from kiosk.clock import wall
from kiosk.diagnostics.outcomes import SELF_TEST, Outcomes, Result
from kiosk.diagnostics.report import Level
from kiosk.staff.roll import Roll, Waits
from sandbox.control import ControlServer
from sandbox.printer import PrinterSimulator
from sandbox.runner import Options, build


@pytest.fixture
def control(tmp_path: Path) -> Iterator[ControlServer]:
    control = ControlServer({"printer": PrinterSimulator(tmp_path, port=0)}, port=0)
    control.start()
    yield control
    control.stop()


def test_whoever_reads_only_the_first_lines_gets_no_traceback() -> None:
    command = [sys.executable, "-m", "kiosk", "sandbox", "people"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as told:
        assert told.stdout is not None
        assert told.stderr is not None
        told.stdout.close()
        assert told.stderr.read() == ""
    assert told.returncode == NOBODY_READS


def test_people_are_told_as_json_with_their_cards(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["sandbox", "people", "zhang", "--json"]) == 0

    (zhang,) = json.loads(capsys.readouterr().out)
    assert zhang["key"] == "zhang"
    assert zhang["cards"][0]["chip"]["pin"] == "120119"


def test_a_fault_is_switched_on_in_the_running_sandbox(
    control: ControlServer, capsys: pytest.CaptureFixture[str]
) -> None:
    port = f"--control-port={control.port}"

    assert main(["sandbox", port, "fault", "printer", "paper-out"]) == 0
    assert main(["sandbox", port, "do", "printer", "state"]) == 0
    assert "paper-out" in capsys.readouterr().out


def test_the_faults_of_a_running_part_are_listed(control: ControlServer, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["sandbox", f"--control-port={control.port}", "fault", "printer"]) == 0
    assert "cutter-at-cut" in capsys.readouterr().out


@pytest.mark.parametrize("words", [["do"], ["do", "help"], ["do", "printer"], ["do", "printer", "help"]])
def test_what_can_be_done_with_running_parts_is_listed(
    control: ControlServer, capsys: pytest.CaptureFixture[str], words: list[str]
) -> None:
    assert main(["sandbox", f"--control-port={control.port}", *words]) == 0
    said = capsys.readouterr().out
    assert said.startswith("printer:")
    assert "refill" in said
    assert "fault paper-out" in said


@pytest.mark.parametrize("words", [["toaster"], ["do", "printer", "dance"], ["fault", "printer", "fire"]])
def test_nonsense_ends_with_status_two(
    control: ControlServer, words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["sandbox", f"--control-port={control.port}", *words]) == 2
    assert capsys.readouterr().err


def test_without_a_running_sandbox_it_says_so(control: ControlServer, capsys: pytest.CaptureFixture[str]) -> None:
    control.stop()

    assert main(["sandbox", f"--control-port={control.port}", "do", "printer", "state"]) == 1
    assert "kiosk sandbox" in capsys.readouterr().err


def test_a_part_alone_says_what_to_put_into_the_configuration_and_ends_when_told(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "kiosk", "sandbox", "printer", "--printer-port=0", "--control-port=0"]
    with subprocess.Popen(
        [*command, "--data", str(tmp_path), "--no-prompt"], stdout=subprocess.PIPE, text=True, encoding="utf-8"
    ) as process:
        said = ""
        while "receipt_printer" not in said and (line := process.stdout.readline()):
            said += line
        process.send_signal(signal.SIGTERM)

        assert 'receipt_printer = "tcp://127.0.0.1:' in said
        assert process.wait(timeout=60) == 0


def test_practice_is_brought_about_unsaid_and_answered_with_what_the_terminal_reported(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    names = ["id-reader", "printer", "pin-pad", "duty-desk", "document-printer"]
    ports = {"control_port": 0, "id_reader_port": 0, "printer_port": 0, "pin_pad_port": 0, "duty_desk_port": 0}
    with build(names, Options(folder=tmp_path, **ports)) as sandbox:
        assert sandbox.control is not None
        control = (f"--control-port={sandbox.control.port}", "--journal", str(tmp_path))
        assert main(["sandbox", "practise", "7", *control]) == 2
        assert "登录一次" in capsys.readouterr().err
        technician = StaffMember(number="9001", name="杨", role=Role.TECHNICIAN)
        challenge = Challenge(salt="00" * 16, nonce="0" * 32, memory_kib=8192, passes=2)
        Roll(tmp_path, wall, days=1, waits=Waits()).remember(technician, challenge, b"key")
        assert main(["sandbox", "practise", "7", *control]) == 0
        assert not any(part in capsys.readouterr().out for part in names)
        outcomes = Outcomes(tmp_path, wall)
        for subject in ("id_reader", "receipt_printer", "pin_pad", "document_printer"):
            outcomes.keep(subject, SELF_TEST, Result(Level.FAILED, fault="x"), who="9001")
        assert main(["sandbox", "answers", "7", *control]) == 1
        told = capsys.readouterr().out.splitlines()
        assert [line.split()[0] for line in told] == sorted(names)
        assert sum("报告里没有" in line for line in told) == 1
        outcomes.keep("network", SELF_TEST, Result(Level.FAILED, figures={"unreached_backend": "h:1"}), who="9001")
        assert main(["sandbox", "answers", "7", *control]) == 1
        gone = Result(Level.FAILED, figures={"unreached_duty_desk": "h:2"}, reason="not_connected")
        outcomes.keep("network", SELF_TEST, gone, who="9001")
        assert main(["sandbox", "answers", "7", *control]) == 0
        assert main(["sandbox", "practise", "7", "9", *control]) == 2
