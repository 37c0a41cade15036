"""`kiosk journal` on the command line, beside a terminal that has worked."""

import argparse
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from journals import WANG, ZHANG, loss

from devices.slip import Line, Row, Slip
from kiosk.cli import journal as command
from kiosk.clock import wall
from kiosk.journal import FILE_NAME, Journal, Operation, SlipState
from kiosk.keyring import Keyring
from kiosk.log import EventLog
from kiosk.log_chain import lines, verify
from kiosk.running import running
from kiosk.slip_content import content_of
from sandbox.backend.server import BackendServer
from sandbox.population import people
from sandbox.printer import PrinterSimulator


class Site:
    """A terminal's files after a day's work, and the command on them."""

    def __init__(self, folder: Path, printer: PrinterSimulator) -> None:
        self.folder = folder
        self.config = folder / "kiosk.toml"
        text = Path("kiosk.toml").read_text("utf-8")
        for old, new in (
            ('"/var/log/kiosk"', f'"{folder / "log"}"'),
            ('"/var/lib/kiosk"', f'"{folder}"'),
            ('"/var/lib/kiosk/terminal.key"', f'"{folder / "terminal.key"}"'),
            ('"tcp://192.168.1.90:9100"', f'"{printer.url}"'),
        ):
            assert old in text
            text = text.replace(old, new)
        self.config.write_text(text, "utf-8")

    def at_bureau(self, backend: BackendServer) -> None:
        """In sandbox mode, at this back end."""
        text = self.config.read_text("utf-8")
        for key, value in (("url", backend.url), ("app_id", backend.app_id), ("token_file", backend.token_file)):
            text = re.sub(rf'(?m)^{key} = ".*"$', f'{key} = "{value}"', text)
        self.config.write_text(text.replace('mode = "live"', 'mode = "sandbox"'), "utf-8")

    def open(self) -> Journal:
        return Journal(self.folder / FILE_NAME, Keyring.open(self.folder / "terminal.key"), wall, terminal="A01")

    def run(self, *words: str) -> int:
        parser = argparse.ArgumentParser()
        command.add_parser(parser.add_subparsers())
        return command.run(parser.parse_args(["journal", *words, "--config", str(self.config)]))

    def events(self) -> list[str]:
        return [line.event["event"] for line in lines(self.folder / "log") if line.event]


@pytest.fixture
def printer(tmp_path: Path) -> Iterator[PrinterSimulator]:
    printer = PrinterSimulator(tmp_path / "paper", port=0)
    printer.start()
    yield printer
    printer.stop()


@pytest.fixture
def site(tmp_path: Path, printer: PrinterSimulator) -> Site:
    return Site(tmp_path, printer)


@pytest.fixture
def done(site: Site) -> Operation:
    """One loss report, done, with its slip; the log has begun."""
    with_log = EventLog(site.folder / "log", wall)
    with_log.write("session.started", session=1, item="report_loss")
    with_log.close()
    journal = site.open()
    operation = journal.prepare(loss())
    key, number = operation.halves[0].key, operation.reference.number
    journal.sending(key)
    journal.slips.keep(number, content_of(Slip((Line("挂失回执"), Row("姓名", "张*")))))
    journal.slips.printing(number)
    journal.slips.printed(number, SlipState.FAILED)
    operation = journal.confirmed(key, {"number": "CQ1"})
    journal.close()
    return operation


def test_the_day_is_shown_and_an_operation_with_its_history(
    site: Site, done: Operation, capsys: pytest.CaptureFixture[str]
) -> None:
    assert site.run("show") == 0
    assert (
        f"{done.reference.number}  挂失 report_loss report_loss  bureau confirmed  凭条 failed"
        in capsys.readouterr().out
    )
    assert site.run("show", str(done.reference).lower()) == 0
    assert [line.split()[3] for line in capsys.readouterr().out.splitlines()[1:]] == [
        "prepared",
        "sent",
        "slip_waiting",
        "slip_printing",
        "slip_failed",
        "confirmed",
    ]


@pytest.mark.parametrize("action", ["show", "export", "tickets", "unfinished", "verify"])
def test_nothing_personal_is_ever_said(
    site: Site, done: Operation, action: str, capsys: pytest.CaptureFixture[str]
) -> None:
    site.run(action)
    said = capsys.readouterr()
    for secret in (ZHANG, ZHANG[-4:], "张", "13800001234", done.reference.check):
        assert secret not in said.out + said.err


def test_a_slip_is_printed_again_and_the_log_says_so(
    site: Site, done: Operation, printer: PrinterSimulator, capsys: pytest.CaptureFixture[str]
) -> None:
    assert site.run("reprint", done.reference.number) == 0

    assert "printed" in capsys.readouterr().out
    journal = site.open()
    again = journal.by_number(done.reference.number)
    assert (again.slip, again.reprints) == (SlipState.PRINTED, 1)
    assert site.events()[-1] == "slip.reprinted"
    assert "slip" in "".join(path.name for path in (site.folder / "paper").iterdir())
    journal.close()


def test_a_reprint_without_a_printer_says_why(
    site: Site, done: Operation, printer: PrinterSimulator, capsys: pytest.CaptureFixture[str]
) -> None:
    printer.stop()
    assert site.run("reprint", done.reference.number) == 1
    assert "printer" in capsys.readouterr().err
    journal = site.open()
    assert journal.by_number(done.reference.number).slip is SlipState.FAILED
    journal.close()


def test_tickets_are_listed_and_closed(site: Site, done: Operation, capsys: pytest.CaptureFixture[str]) -> None:
    journal = site.open()
    late = journal.prepare(loss(WANG))
    journal.sending(late.halves[0].key)
    journal.tickets.open_late(-1)
    journal.close()

    assert site.run("tickets") == 1
    number = capsys.readouterr().out.split()[0]
    assert site.run("close", number) == 0
    assert site.run("tickets") == 0
    assert site.run("close", number) == 2
    assert "ticket.closed" in site.events()


def statement_file(site: Site, operation: Operation, **changes: object) -> str:
    line = {"key": operation.halves[0].key, "reference": operation.reference.number, "item": "report_loss"}
    path = site.folder / "statement.json"
    path.write_text(json.dumps({"total": 1, "operations": [{**line, "outcome": "confirmed", **changes}]}))
    return str(path)


@pytest.mark.parametrize(("changes", "status"), [({}, 0), ({"outcome": "refused"}, 1)])
def test_the_day_is_reconciled_with_a_statement(
    site: Site, done: Operation, changes: dict[str, object], status: int, capsys: pytest.CaptureFixture[str]
) -> None:
    assert site.run("reconcile", statement_file(site, done, **changes)) == status
    assert ("other_outcome" in capsys.readouterr().out) == bool(status)
    assert site.events()[-1] == "reconciliation.done"
    assert ("reconciliation.difference" in site.events()) == bool(status)


def test_what_prints_waits_until_the_terminal_has_stopped(
    site: Site, done: Operation, capsys: pytest.CaptureFixture[str]
) -> None:
    with running(site.folder):
        assert site.run("reprint", done.reference.number) == 2
        assert site.run("reconcile", statement_file(site, done), "--print") == 2
        assert site.run("show") == 0
    assert capsys.readouterr().err.count("打印前请先停止终端程序") == 2


def test_the_reconciliation_is_printed_for_the_branch(site: Site, done: Operation) -> None:
    assert site.run("reconcile", statement_file(site, done, outcome="refused"), "--print") == 1
    assert [path for path in (site.folder / "paper").iterdir() if path.suffix == ".png"]


@pytest.fixture
def backend(site: Site, tmp_path: Path) -> Iterator[BackendServer]:
    backend = BackendServer(people(1)[:3], port=0, folder=tmp_path / "backend")
    backend.start()
    site.at_bureau(backend)
    yield backend
    backend.stop()


def test_the_day_is_reconciled_with_what_the_bureau_answers(
    site: Site, done: Operation, backend: BackendServer, capsys: pytest.CaptureFixture[str]
) -> None:
    assert site.run("reconcile") == 1
    assert f"{done.reference.number}  only_here  done / -" in capsys.readouterr().out


def test_a_bureau_that_is_away_is_named(
    site: Site, done: Operation, backend: BackendServer, capsys: pytest.CaptureFixture[str]
) -> None:
    backend.command("fault", "down")
    assert site.run("reconcile") == 2
    assert "Backend" in capsys.readouterr().err


def test_the_chain_is_verified_against_the_digest_that_the_bureau_was_told(
    site: Site, done: Operation, capsys: pytest.CaptureFixture[str]
) -> None:
    newest = verify(site.folder / "log").newest
    assert site.run("verify", "--newest", newest) == 0
    assert site.run("verify", "--newest", "f" * 64) == 1
    assert "tail_cut" in capsys.readouterr().err


def test_what_began_and_never_ended_is_listed(site: Site, done: Operation, capsys: pytest.CaptureFixture[str]) -> None:
    assert site.run("unfinished") == 1
    assert json.loads(capsys.readouterr().out)["event"] == "session.started"


def test_an_export_is_json_lines_of_operations_and_events(
    site: Site, done: Operation, capsys: pytest.CaptureFixture[str]
) -> None:
    assert site.run("export") == 0
    exported = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert exported[0]["standing"] == "done"
    assert exported[1]["event"] == "session.started"


def unreadable_key(site: Site) -> None:
    (site.folder / "terminal.key").chmod(0o644)


def lost_journal(site: Site) -> None:
    (site.folder / FILE_NAME).unlink()


def spoilt_journal(site: Site) -> None:
    (site.folder / FILE_NAME).write_bytes(b"not a database, but as long as one needs to be" * 50)


@pytest.mark.parametrize(
    ("harm", "said"),
    [(unreadable_key, "KeyringError"), (lost_journal, "there is none"), (spoilt_journal, "JournalCorrupt")],
)
def test_a_journal_that_cannot_be_used_is_named_in_one_line(
    site: Site, done: Operation, harm: Callable[[Site], None], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    harm(site)
    assert site.run("show") == 2
    complaint = capsys.readouterr().err
    assert said in complaint
    assert complaint.count("\n") == 1


@pytest.mark.parametrize("typed", ["", "nonsense", "A01-222222"])
def test_a_reference_that_is_none_is_named(
    site: Site, done: Operation, typed: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert site.run("reprint", typed) == 2
    assert capsys.readouterr().err
