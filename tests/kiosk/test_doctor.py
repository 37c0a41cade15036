"""`kiosk doctor`: every check is seen to fail at the wire, and a check that always says "ok" would be found out."""

import json
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from fault_table import CODES
from ports import free_port
from world import World

from kiosk.cli import main
from kiosk.config import ConfigurationError
from kiosk.diagnostics.bench import Bench
from kiosk.diagnostics.checks import CHECKS, Check, examine
from kiosk.diagnostics.drivers import all_faults
from kiosk.diagnostics.report import Finding, Level, Report, remedy_of
from kiosk.keyring import Keyring
from kiosk.log import EventLog
from kiosk.running import running
from texts import Language
from vision.models import MODELS

NO_CORES = "Limit  Soft Limit  Hard Limit  Units\nMax core file size  0 0 bytes\n"


@dataclass
class Healthy:
    """A terminal at which nothing is wrong, to be broken by a scenario; `bench` is what the doctor looks at."""

    world: World
    folder: Path
    patch: pytest.MonkeyPatch
    changes: dict[str, dict[str, object]] = field(default_factory=dict)
    options: dict[str, object] = field(default_factory=dict)

    def write(self, path: str, content: str) -> None:
        file = self.folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content, "utf-8")

    def change(self, table: str, **keys: object) -> None:
        self.changes.setdefault(table, {}).update(keys)

    @property
    def bench(self) -> Bench:
        try:
            configured = self.world.configuration(**self.changes)
        except ConfigurationError as error:
            configured = error
        plain = Bench(
            configured,
            proc=self.folder / "proc",
            free_bytes=lambda _: 1 << 36,
            clock_synchronised=lambda: True,
            exchanges=2,
            patience=0.5,
        )
        return replace(plain, **self.options)


@pytest.fixture
def healthy(world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Healthy]:
    for part in world.parts:
        part.start()
    made = Healthy(world, tmp_path, monkeypatch)
    made.write("proc/swaps", "Filename Type Size Used Priority\n")
    made.write("proc/sys/kernel/core_pattern", "core\n")
    made.write("proc/self/limits", NO_CORES)
    yield made
    for part in world.parts:
        part.stop()


# What goes wrong, by check.


def not_toml(healthy: Healthy) -> None:
    healthy.change("terminal", id="?")


def no_token(healthy: Healthy) -> None:
    healthy.change("backend", token_file=str(healthy.folder / "nothing"))


def reader_port_taken(healthy: Healthy) -> None:
    taken = socket.create_server(("127.0.0.1", healthy.world.card_port))
    healthy.world.slot.stop()
    healthy.options["held"] = taken


def card_pulled(healthy: Healthy) -> None:
    healthy.world.slot.insert("zhang")
    healthy.world.slot.command("fault", "pull-at", "1")


def id_reader_fault(name: str) -> Callable[[Healthy], None]:
    return lambda healthy: healthy.world.id_reader.command("fault", name, "all" if name != "gone" else "") and None


def printer_fault(name: str) -> Callable[[Healthy], None]:
    return lambda healthy: healthy.world.printer.command("fault", name) and None


def one_way_printer(healthy: Healthy) -> None:
    healthy.write("lp0", "")
    healthy.change("devices", receipt_printer=f"file:{healthy.folder / 'lp0'}")


def backend_fault(name: str) -> Callable[[Healthy], None]:
    return lambda healthy: healthy.world.backend.command("fault", name) and None


def clock_wrong(healthy: Healthy) -> None:
    healthy.options["wall"] = lambda: datetime.now(UTC) + timedelta(minutes=2)


def certificate_of(days: int) -> Callable[[Healthy], None]:
    def present(healthy: Healthy) -> None:
        server = TlsServer(healthy.folder, days)
        healthy.change("backend", url=server.url, ca_file=str(server.certificate))

    return present


def certificate_of_a_stranger(healthy: Healthy) -> None:
    server = TlsServer(healthy.folder, 300)
    healthy.change("backend", url=server.url)


def name_not_found(healthy: Healthy) -> None:
    healthy.change("help", endpoint="https://duty.invalid/calls")


def disk_full(healthy: Healthy) -> None:
    healthy.options["free_bytes"] = lambda _: 1 << 27


def swap_on(healthy: Healthy) -> None:
    healthy.write("proc/swaps", "Filename Type Size Used Priority\n/dev/sda2 partition 2097148 0 -2\n")


def cores_written(healthy: Healthy) -> None:
    healthy.write("proc/self/limits", NO_CORES.replace(" 0 0 ", " unlimited unlimited "))


def cores_handed_on(healthy: Healthy) -> None:
    healthy.write("proc/sys/kernel/core_pattern", "|/usr/lib/systemd/systemd-coredump %P\n")


def nobody_keeps_the_clock(healthy: Healthy) -> None:
    healthy.options["clock_synchronised"] = lambda: False


def no_font(healthy: Healthy) -> None:
    healthy.patch.setenv("PATH", "/nonexistent")


def log_is_a_file(healthy: Healthy) -> None:
    healthy.write("not-a-folder", "")
    healthy.change("log", folder=str(healthy.folder / "not-a-folder"))


def log_line_changed(healthy: Healthy) -> None:
    log = EventLog(healthy.folder / "log", lambda: datetime.now(UTC))
    for seconds in (1.0, 2.0, 3.0):
        log.write("device.back", device="printer", seconds=seconds)
    log.close()
    [file] = [path for path in (healthy.folder / "log").iterdir() if "2.0" in path.read_text("utf-8")]
    file.write_text(file.read_text("utf-8").replace("2.0", "9.0"), "utf-8")


def networks_missing(healthy: Healthy) -> None:
    healthy.change("devices", camera="/dev/video0")
    healthy.change("face", models=str(healthy.folder / "nothing"))


def networks_altered(healthy: Healthy) -> None:
    networks_missing(healthy)
    for model in MODELS:
        healthy.write(f"nothing/{model.file}", "another one")


def journal_damaged(healthy: Healthy) -> None:
    healthy.write("journal/journal.db", "not a database, and long enough to be taken for one" * 100)
    Keyring.open(healthy.folder / "journal" / "key")


def journal_without_its_key(healthy: Healthy) -> None:
    healthy.write("journal/journal.db", "")


def journal_folder_is_a_file(healthy: Healthy) -> None:
    healthy.write("not-a-folder", "")
    healthy.change("journal", folder=str(healthy.folder / "not-a-folder"))


SCENARIOS: dict[str, tuple[Callable[[Healthy], None], ...]] = {
    "configuration": (not_toml, no_token),
    "card_reader": (reader_port_taken, card_pulled),
    "id_reader": tuple(map(id_reader_fault, ("silent", "wrong-checksum", "gone", "sam-unauthorised"))),
    "receipt_printer": (
        *map(printer_fault, ("paper-out", "near-end", "cover-open", "cutter", "head-broken", "silent", "gone")),
        one_way_printer,
    ),
    "network": (backend_fault("down"), name_not_found, certificate_of_a_stranger),
    "backend": tuple(map(backend_fault, ("down", "live", "wrong-echo"))),
    "backend_clock": (clock_wrong, backend_fault("down"), backend_fault("garbage")),
    "backend_certificate": (certificate_of(3), certificate_of(20), certificate_of_a_stranger),
    "disk": (disk_full,),
    "swap": (swap_on,),
    "core_dumps": (cores_written, cores_handed_on),
    "time_service": (nobody_keeps_the_clock,),
    "fonts": (no_font,),
    "face_networks": (networks_missing, networks_altered),
    "journal": (journal_damaged, journal_without_its_key, journal_folder_is_a_file),
    "event_log": (log_is_a_file, log_line_changed),
}
"""Check → ways in which what it looks at is made to fail."""
EVERY = [(check, break_it) for check, ways in SCENARIOS.items() for break_it in ways]


class TlsServer:
    """Shakes hands with a certificate of its own that ends in so many days, and hangs up."""

    def __init__(self, folder: Path, days: int) -> None:
        self.certificate = folder / "server.pem"
        _sign(self.certificate, days)
        self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._context.load_cert_chain(self.certificate)
        self._server = socket.create_server(("127.0.0.1", 0))
        self.url = f"https://localhost:{self._server.getsockname()[1]}"
        threading.Thread(target=self._serve_once, daemon=True).start()

    def _serve_once(self) -> None:
        with closing(self._server) as server:
            plain, _ = server.accept()
            try:
                with self._context.wrap_socket(plain, server_side=True) as secure:
                    secure.recv(1)
            except OSError:
                return
            finally:
                plain.close()


def _sign(path: Path, days: int) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    builder = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
    builder = builder.not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=days, hours=1))
    builder = builder.add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
    builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
    signed = builder.sign(key, hashes.SHA256())
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(signed.public_bytes(serialization.Encoding.PEM) + secret)


def looked_at(healthy: Healthy, check: str, by: Check | None = None) -> Report:
    held = healthy.options.pop("held", None)
    report = examine(healthy.bench, {check: by or CHECKS[check]})
    if isinstance(held, socket.socket):
        held.close()
    return report


def notices_the_trouble(report: Report) -> bool:
    return report.level is not Level.OK


def test_a_healthy_terminal_is_found_so_with_its_figures(healthy: Healthy) -> None:
    healthy.world.slot.insert("zhang")
    report = examine(healthy.bench)
    assert [(entry.check, entry.finding) for entry in report.entries if entry.finding.level is not Level.OK] == []
    figures = {entry.check: entry.finding.figures for entry in report.entries}
    assert figures["card_reader"].keys() >= {"reader", "atr", "apdu_ms", "media"}
    assert figures["id_reader"].keys() >= {"sam_id", "round_trip_ms", "baudrate"}
    assert figures["receipt_printer"].keys() >= {"firmware", "model", "maker", "status_ms", "supplies"}
    assert figures["backend"].keys() >= {"latency_ms", "version", "echo_bytes"}


@pytest.mark.parametrize(("check", "break_it"), EVERY)
def test_each_check_notices_what_goes_wrong_at_the_wire(
    healthy: Healthy, check: str, break_it: Callable[[Healthy], None]
) -> None:
    break_it(healthy)
    report = looked_at(healthy, check)
    assert notices_the_trouble(report)
    [entry] = report.entries
    assert entry.finding.fault in all_faults() or entry.finding.code in (*CODES.get(check, ()), *CODES["设备的注意"])
    assert f"故障代码 {entry.finding.code}" in entry.lines(Language.ZH_CN)[0]


@pytest.mark.parametrize("check", CHECKS)
def test_a_check_that_always_says_ok_would_be_found_out(healthy: Healthy, check: str) -> None:
    assert not notices_the_trouble(looked_at(healthy, check, by=lambda _: Finding(Level.OK)))
    assert SCENARIOS.get(check) or check in OPTIONAL, f"nothing makes {check} fail"


OPTIONAL = {"contactless_reader", "psam", "pin_pad", "document_printer", "camera", "document_camera"}
"""Devices that a terminal may have; their trouble is in `test_doctor_devices`."""


def test_a_check_that_breaks_or_hangs_hides_no_other(healthy: Healthy) -> None:
    go = threading.Event()

    def breaks(_bench: Bench) -> Finding:
        raise ZeroDivisionError

    def hangs(_bench: Bench) -> Finding:
        go.wait(20)
        return Finding(Level.OK)

    checks = {"disk": breaks, "swap": hangs, "time_service": lambda _: Finding(Level.OK)}
    report = examine(healthy.bench, checks, longest=0.5)
    go.set()
    assert [entry.finding.level for entry in report.entries] == [Level.FAILED, Level.FAILED, Level.OK]
    assert "ZeroDivisionError" in report.entries[0].finding.note


def test_without_a_configuration_the_machine_is_looked_at_all_the_same(healthy: Healthy) -> None:
    not_toml(healthy)
    entries = {entry.check: entry.finding.level for entry in examine(healthy.bench).entries}
    assert entries["configuration"] is Level.FAILED
    assert entries["fonts"] is entries["swap"] is Level.OK
    assert "card_reader" not in entries


def test_the_command_prints_a_report_and_its_exit_status_tells(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    missing = tmp_path / "kiosk.toml"
    assert main(["doctor", "--json", "--config", str(missing)]) == 1
    report = json.loads(capsys.readouterr().out)
    assert report.keys() == {"schema", "terminal", "version", "at", "level", "checks"}
    assert (report["schema"], report["level"]) == (1, "failed")
    assert report["checks"][0].keys() == {"check", "level", "reason", "note", "fault", "owner", "figures", "seconds"}


def test_for_people_it_says_what_to_do(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["doctor", "--config", str(tmp_path / "kiosk.toml")])
    assert "✗ 配置文件" in (said := capsys.readouterr().out)
    assert "→ 请按提示改正 kiosk.toml" in said


def test_paper_that_runs_low_by_count_is_a_warning_with_a_forecast(healthy: Healthy) -> None:
    healthy.write("log/paper-roll.json", '{"used_metres": 76.0, "slips": 380}')
    [entry] = looked_at(healthy, "receipt_printer").entries
    assert entry.finding.level is Level.WARNING
    assert entry.finding.figures["paper_left_m"] == 4.0
    assert (entry.finding.figures["slips_left"], entry.finding.reason) == (20, "paper_low_by_count")


def test_beside_a_running_terminal_it_refuses_in_words_and_is_let_by_force(
    healthy: Healthy, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    journal = tmp_path / "journal-of-another"
    written = (Path(__file__).parents[2] / "kiosk.toml").read_text("utf-8")
    config = tmp_path / "running.toml"
    config.write_text(written.replace('"/var/lib/kiosk"', f'"{journal}"'), "utf-8")
    with running(journal), healthy.patch.context() as patched:
        patched.setattr("kiosk.diagnostics.checks.examine", nothing_found)
        assert main(["doctor", "--config", str(config)]) == 2
        assert "终端程序正在运行" in capsys.readouterr().err
        assert main(["doctor", "--force", "--config", str(config)]) == 0
    assert journal.exists()


@pytest.mark.parametrize("check", ["backend_clock", "backend_certificate"])
def test_what_only_the_bureau_could_tell_is_not_known_and_no_fault_while_it_is_silent(
    healthy: Healthy, check: str
) -> None:
    healthy.change("backend", url=f"https://localhost:{free_port()}")
    [entry] = looked_at(healthy, check).entries
    assert (entry.finding.level, entry.finding.code) == (Level.WARNING, "backend_mute")
    assert "不知道：后台没有应答" in entry.lines(Language.ZH_CN)[0]
    assert looked_at(healthy, "backend").level is Level.FAILED, "which counts it, once"


def nothing_found(bench: Bench) -> Report:
    return Report("A01", bench.wall(), ())


@pytest.mark.parametrize(("check", "reason", "remedy"), [
    ("receipt_printer", "supplies_low", "supplies"),
    ("receipt_printer", "paper_low_by_count", "supplies"),
    ("backend", "clocks_differ", "backend_clock"),
    ("backend", "backend_silent", "backend_silent"),
    ("disk", "nearly_full", "disk"),
])  # fmt: skip
def test_what_to_do_follows_from_what_is_so(check: str, reason: str, remedy: str) -> None:
    """Paper that lasts a while is not changed."""
    assert remedy_of(check, None, reason) == f"doctor.remedy.{remedy}"
