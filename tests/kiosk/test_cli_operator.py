"""`kiosk report`, `logs`, `support-bundle`, `config`: what they tell, what they refuse, and that the log names who."""

import base64
import json
import tarfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from kiosk.cli import main
from kiosk.cli.operator_log import user
from kiosk.clock import wall
from kiosk.config import load
from kiosk.diagnostics.outcomes import Outcomes, Result
from kiosk.diagnostics.personal_scan import personal_in
from kiosk.diagnostics.report import Level, Report
from kiosk.log import EventLog
from kiosk.log_chain import lines
from kiosk.signed_settings import DOMAIN, MARK

ZHANG = "500103199005219700"


class Site:
    """A terminal's folder, its configuration, and the bureau's key."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.config = folder / "kiosk.toml"
        self.key = Ed25519PrivateKey.generate()
        (folder / "journal").mkdir()
        public = self.key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
        (folder / "bureau.pem").write_bytes(public)
        text = (Path(__file__).parents[2] / "kiosk.toml").read_text("utf-8")
        for old, new in (
            ("/var/log/kiosk", f"{folder}/log"),
            ("/var/lib/kiosk", f"{folder}/journal"),
            ('settings_key_file = ""', f'settings_key_file = "{folder}/bureau.pem"'),
        ):
            text = text.replace(old, new)
        self.config.write_text(text, "utf-8")

    def run(self, *words: str) -> int:
        return main([*words, "--config", str(self.config)])

    def signed(self, body: str, key: Ed25519PrivateKey | None = None) -> Path:
        signature = (key or self.key).sign(DOMAIN + body.encode())
        file = self.folder / "change.toml"
        file.write_text(f"{body}{MARK}{base64.b64encode(signature).decode()}\n", "utf-8")
        return file

    def log(self, event_at: str = "device.back") -> None:
        log = EventLog(self.folder / "log", wall)
        log.write("device.back", device=event_at, seconds=1.0)
        log.close()

    def commands(self) -> list[dict[str, object]]:
        told = (line.event for line in lines(self.folder / "log"))
        return [event for event in told if event and event["event"] == "operator.command"]


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site(tmp_path)


def change(number: int = 1, terminal: str = "A01", url: str = "https://new.example.invalid") -> str:
    return f'[signed]\nterminal = "{terminal}"\nnumber = {number}\n\n[backend]\nurl = "{url}"\n'


def test_a_signed_change_is_applied_and_the_file_before_it_is_kept(site: Site) -> None:
    before = site.config.read_text("utf-8")
    site.config.chmod(0o640)
    assert site.run("config", "apply", str(site.signed(change()))) == 0
    assert site.config.stat().st_mode & 0o777 == 0o640
    assert load(site.config).backend.url == "https://new.example.invalid"
    [kept] = site.folder.glob("kiosk.toml.*")
    assert kept.read_text("utf-8") == before
    assert "# 人社后台地址" in site.config.read_text("utf-8"), "comments stay"
    assert [event["outcome"] for event in site.commands()] == ["begun", "applied"]
    assert site.commands()[0]["user"] == user()


@pytest.mark.parametrize(
    ("body", "word"),
    [
        (change(terminal="B02"), "for terminal B02"),
        (change(number=0), "should be above 0"),
    ],
)
def test_a_change_for_another_terminal_or_an_old_one_is_refused(
    site: Site, body: str, word: str, capsys: pytest.CaptureFixture[str]
) -> None:
    before = site.config.read_text("utf-8")
    assert site.run("config", "apply", str(site.signed(body))) == 1
    assert word in capsys.readouterr().err
    assert site.config.read_text("utf-8") == before


def test_a_change_is_applied_once(site: Site) -> None:
    assert site.run("config", "apply", str(site.signed(change()))) == 0
    assert site.run("config", "apply", str(site.signed(change(url="https://old.example.invalid")))) == 1
    assert load(site.config).backend.url == "https://new.example.invalid"


def test_a_change_that_somebody_else_signed_or_touched_is_refused(site: Site) -> None:
    before = site.config.read_text("utf-8")
    assert site.run("config", "apply", str(site.signed(change(), Ed25519PrivateKey.generate()))) == 1
    touched = site.signed(change())
    touched.write_text(touched.read_text("utf-8").replace("new.example", "evil.example"), "utf-8")
    assert site.run("config", "apply", str(touched)) == 1
    touched.write_text(change(), "utf-8")
    assert site.run("config", "apply", str(touched)) == 1
    assert site.config.read_text("utf-8") == before


def test_a_change_that_would_not_be_valid_changes_nothing(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    before = site.config.read_text("utf-8")
    assert site.run("config", "apply", str(site.signed(change(url="http://plain.example.invalid")))) == 2
    assert "https://" in capsys.readouterr().err
    assert site.config.read_text("utf-8") == before


def test_each_value_is_shown_with_its_source(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    assert site.run("config", "show") == 0
    said = capsys.readouterr().out
    assert 'terminal.id = "A01"  [文件]  须签名文件' in said
    assert "limits.home_idle = 60  [文件]\n" in said


def test_events_are_found_by_name_and_time(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    site.log("printer")
    assert site.run("logs", "--event", "device.*") == 0
    [found] = capsys.readouterr().out.splitlines()
    assert json.loads(found)["device"] == "printer"
    assert site.run("logs", "--event", "device.*", "--until", "2020-01-01") == 0
    assert capsys.readouterr().out == ""


def test_a_bundle_holds_what_support_needs(site: Site) -> None:
    site.log()
    assert site.run("support-bundle", str(site.folder / "support.tar.gz")) == 0
    with tarfile.open(site.folder / "support.tar.gz") as bundle:
        names = {Path(name).name for name in bundle.getnames()}
    assert names == {"about.json", "kiosk.toml", "events.jsonl", "tests.json"}


@pytest.mark.parametrize("secret", [ZHANG, "13800001234", "6217001234567890123"])
def test_a_bundle_with_something_personal_is_not_written(
    site: Site, secret: str, capsys: pytest.CaptureFixture[str]
) -> None:
    site.log(secret)
    assert site.run("support-bundle", str(site.folder / "support.tar.gz")) == 1
    assert not (site.folder / "support.tar.gz").exists()
    said = capsys.readouterr().err
    assert "events.jsonl line" in said
    assert secret not in said


def test_digests_and_dates_are_nothing_personal() -> None:
    harmless = f"{'50010319900521970' * 4}a 2026-11-22T04:31:20.123+08:00 023-12333 0.13812345678"
    assert personal_in("x", harmless) == ()


def test_the_report_tells_tests_counters_and_versions(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    outcomes = Outcomes(site.folder / "journal", lambda: datetime(2026, 11, 22, 4, 31, tzinfo=UTC))
    outcomes.keep("receipt_printer", "test_slip", Result(Level.OK), who="9001")
    assert site.run("report") == 0
    said = capsys.readouterr().out
    assert "凭条打印机 · 打印测试页  正常 2026-11-22 04:31 9001" in said
    assert "构建摘要" in said
    assert user() in said


def test_who_runs_the_doctor_stands_in_the_log(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kiosk.diagnostics.checks.examine", lambda bench: Report("A01", bench.wall(), ()))
    site.log()
    assert site.run("doctor") == 0
    told = [(event["command"], event["user"], event["outcome"]) for event in site.commands()]
    assert told == [("doctor", user(), "begun"), ("doctor", user(), "ok")]


@pytest.mark.parametrize("words", [("report",), ("logs",), ("config", "show"), ("support-bundle", "BUNDLE")])
def test_every_command_of_the_operator_stands_in_the_log_under_their_name(site: Site, words: tuple[str, ...]) -> None:
    site.run(*(str(site.folder / "support.tar.gz") if word == "BUNDLE" else word for word in words))
    assert [(event["command"], event["user"]) for event in site.commands()] == [(words[0], user())]


def test_the_report_is_an_a4_document(site: Site) -> None:
    assert site.run("report", "--pdf", str(site.folder / "report.pdf")) == 0
    raw = (site.folder / "report.pdf").read_bytes()
    assert raw.startswith(b"%PDF-")
    import pypdfium2  # noqa: PLC0415

    document = pypdfium2.PdfDocument(raw)
    words = document[0].get_textpage().get_text_bounded()
    document.close()
    assert "就绪报告" in words
    assert "A01" in words  # digits beside letters, too, can be looked for and copied
