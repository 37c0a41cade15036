"""The document printer against a real cupsd and cups-pdf; collected by `test_cups_real.py` in a namespace."""

import io
import subprocess
import threading
import time
from pathlib import Path

import pytest
from PIL import Image

from devices.document_printer import CupsPlaces, CupsPrinter, DocumentFault, DocumentTimeouts
from devices.faults import DeviceError, Fault
from devices.status import State

SPOOL = Path("/var/spool/cups")
OUT = Path("/var/spool/cups-pdf")
DRIVER = "lsb/usr/cups-pdf/CUPS-PDF_opt.ppd"
TIMES = DocumentTimeouts(answer=2.0, look_every=0.02, poll_every=0.0)
CONFIGURATION = """\
Listen /run/cups/cups.sock
PreserveJobFiles No
WebInterface No
Browsing No
IdleExitTimeout 0
ErrorPolicy abort-job
<Policy default>
  <Limit Send-Document Cancel-Job Purge-Jobs Set-Job-Attributes>
    Require user @OWNER @SYSTEM
    Order deny,allow
  </Limit>
  <Limit All>
    Order deny,allow
  </Limit>
</Policy>
"""
BACKENDS = {
    "paperless": "echo 'STATE: +media-empty-error' >&2; exec sleep 60",
    "jammed": "echo 'STATE: +media-jam-error' >&2; exec sleep 60",
    "endless": "exec sleep 60",
    "failing": "exit 1",
}
"""Printers with a mind of their own: what CUPS runs for a queue with such a device URI."""


def document(pages: int) -> bytes:
    out = io.BytesIO()
    sheets = [Image.new("RGB", (595, 842), "white") for _ in range(pages)]
    sheets[0].save(out, "PDF", save_all=True, append_images=sheets[1:])
    return out.getvalue()


def queue(name: str) -> None:
    subprocess.run(
        ["lpadmin", "-p", name, "-E", "-v", f"{name}:/", "-m", DRIVER], check=True, capture_output=True, timeout=20
    )


@pytest.fixture(scope="module", autouse=True)
def service():
    Path("/etc/cups/cupsd.conf").write_text(CONFIGURATION)
    Path("/etc/cups/cups-pdf.conf").write_text(f"Out {OUT}\nAnonDirName {OUT}\nGrp lpadmin\n")
    for name, script in BACKENDS.items():
        backend = Path("/usr/lib/cups/backend") / name
        backend.write_text(f"#!/bin/sh\n[ $# -eq 0 ] && exit 0\n{script}\n")
        backend.chmod(0o700)
    running = subprocess.Popen(["cupsd", "-f"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    deadline = time.monotonic() + 10
    while not Path("/run/cups/cups.sock").exists() and time.monotonic() < deadline:
        time.sleep(0.01)
    for name in ("cups-pdf", *BACKENDS):
        queue(name)
    yield running
    running.kill()
    running.wait()


@pytest.fixture
def printer():
    return CupsPrinter("cups-pdf", timeouts=TIMES)


def fault_of(name: str) -> Fault:
    with pytest.raises(DeviceError) as caught:
        CupsPrinter(name, timeouts=TIMES).print(document(1))
    return caught.value.fault


def left_behind() -> list[str]:
    """Control and data files of jobs, and what the queues still list."""
    listed = subprocess.run(["lpstat", "-W", "all", "-o"], check=True, capture_output=True, text=True, timeout=20)
    return [*(path.name for path in SPOOL.glob("[cd]0*")), *listed.stdout.splitlines()]


def test_a_document_comes_out_is_counted_and_leaves_nothing_behind(printer):
    heard: list[int] = []
    before = set(OUT.glob("**/*.pdf"))
    delivered = printer.print(document(3), heard.append)
    assert delivered.sheets == 3
    assert heard[-1] == 3
    (made,) = set(OUT.glob("**/*.pdf")) - before
    assert made.read_bytes().startswith(b"%PDF")
    assert left_behind() == []
    assert printer.poll().state is State.ONLINE


@pytest.mark.parametrize(("name", "fault"), [("paperless", "PAPER_OUT"), ("jammed", "JAMMED"), ("failing", "FAILED")])
def test_a_printer_that_stops_in_the_middle_is_named_and_prints_nothing_later(name, fault):
    assert fault_of(name) is getattr(DocumentFault, fault)
    assert left_behind() == []


def test_a_document_that_takes_too_long_is_cancelled():
    slow = CupsPrinter("endless", timeouts=DocumentTimeouts(answer=2.0, print=0.1, look_every=0.02))
    with pytest.raises(DeviceError) as caught:
        slow.print(document(1))
    assert caught.value.fault is DocumentFault.STALLED
    assert left_behind() == []


def test_a_session_that_ends_cancels_its_document():
    printer = CupsPrinter("endless", timeouts=TIMES)
    timer = threading.Timer(0.2, printer.abort)
    timer.start()
    began = time.monotonic()
    with pytest.raises(DeviceError) as caught:
        printer.print(document(1))
    assert caught.value.fault is DocumentFault.STOPPED
    assert time.monotonic() - began < 3
    assert left_behind() == []


def test_a_document_cancelled_in_the_queue_says_so():
    cancelling = threading.Timer(0.3, lambda: subprocess.run(["cancel", "-a", "endless"], check=True, timeout=20))
    cancelling.start()
    assert fault_of("endless") is DocumentFault.CANCELLED
    assert left_behind() == []


def test_what_an_earlier_run_left_in_the_queue_is_cancelled_first(printer):
    subprocess.run(["cupsdisable", "cups-pdf"], check=True, timeout=20)
    subprocess.run(["lp", "-d", "cups-pdf", "/etc/hosts"], check=True, capture_output=True, timeout=20)
    assert printer.poll().fault is DocumentFault.PAUSED
    before = set(OUT.glob("**/*.pdf"))
    with pytest.raises(DeviceError):
        printer.print(document(1))
    assert left_behind() != []
    printer._drop_jobs()
    subprocess.run(["cupsenable", "cups-pdf"], check=True, timeout=20)
    assert printer.print(document(1)).sheets == 1
    assert len(set(OUT.glob("**/*.pdf")) - before) == 1


def test_a_queue_that_rejects_jobs_is_named(printer):
    subprocess.run(["cupsreject", "cups-pdf"], check=True, timeout=20)
    assert printer.poll().fault is DocumentFault.NOT_ACCEPTING
    subprocess.run(["cupsaccept", "cups-pdf"], check=True, timeout=20)
    assert printer.poll().state is State.ONLINE


def test_a_queue_that_is_not_there_is_no_device():
    status = CupsPrinter("nowhere", timeouts=TIMES).poll()
    assert (status.state, status.fault) == (State.NO_DEVICE, DocumentFault.UNKNOWN)


def test_a_service_that_would_keep_files_prints_nothing(tmp_path):
    keeping = tmp_path / "cupsd.conf"
    keeping.write_text("PreserveJobFiles Yes\n")
    printer = CupsPrinter("cups-pdf", places=CupsPlaces(configuration=keeping), timeouts=TIMES)
    assert printer.poll().fault is DocumentFault.KEEPS_FILES
    with pytest.raises(DeviceError) as caught:
        printer.print(document(1))
    assert caught.value.fault is DocumentFault.KEEPS_FILES


def test_a_service_that_is_gone_is_noticed(service, printer):
    service.kill()
    service.wait()
    status = printer.poll()
    assert (status.state, status.fault) == (State.OFFLINE, DocumentFault.SERVICE_AWAY)
