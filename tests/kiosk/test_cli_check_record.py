"""`kiosk check record CODE`: the verdict in words and as an exit status."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.cli import main
from kiosk.cli.check_record import check_record
from kiosk.config import Configuration, load
from sandbox.backend.database import CodeRow, Database
from sandbox.backend.server import BackendServer
from sandbox.population import people
from sandbox.records import desk
from sandbox.records.careers import Insurance

PROOF = {"session": "5f0c3a7e91b24d68", "token": "0b9d3f6a4c1e48d2a7f5b8c0e1d2a3f4"}
PERSON = people(1)[0]


@pytest.fixture
def bureau(tmp_path: Path) -> Iterator[BackendServer]:
    server = BackendServer((PERSON,), port=0, folder=tmp_path / "backend")
    server.start()
    yield server
    server.stop()


@pytest.fixture
def configured(bureau: BackendServer) -> Configuration:
    backend = {"url": bureau.url, "app_id": bureau.app_id, "token_file": str(bureau.token_file)}
    return load(Path(__file__).parents[2] / "kiosk.toml", {"terminal": {"mode": "sandbox"}, "backend": backend})


def composed(database: Database) -> tuple[str, bytes]:
    """A paper's code and file."""
    now = database.clock()
    question = {
        "person": {"id_number": PERSON.id_number},
        "proofs": ["id_card", "sms"],
        "sms": PROOF,
        "request": "a" * 32,
        "document": "certificate",
        "insurances": [Insurance.EMPLOYEE_PENSION.value],
        "since": 202601,
        "until": 202601,
    }
    with database.session() as session:
        known = {"id_number": PERSON.id_number, "phone": "19900000000", "code": "123456", "sent": now - 60}
        session.add(CodeRow(**known, **PROOF, tries_left=3, proven=now - 60))
        session.flush()
        desk.compose(session, "T01", question, now)
        row = session.query(desk.RecordRow).one()
        return f"S-{row.code[:4]}-{row.code[4:]}-{row.seal}", row.pdf


def test_a_genuine_one_ends_with_zero_and_its_file_is_compared(
    bureau: BackendServer, configured: Configuration, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, pdf = composed(bureau._database)
    file = tmp_path / "record.pdf"
    file.write_bytes(pdf)
    assert check_record(configured, code, file) == 0
    assert "真实有效" in capsys.readouterr().out
    file.write_bytes(pdf + b"x")
    assert check_record(configured, f"demo:{code}", file) == 1
    assert "内容不符" in capsys.readouterr().out


def test_an_unknown_one_is_said_to_be_unknown(
    bureau: BackendServer, configured: Configuration, capsys: pytest.CaptureFixture[str]
) -> None:
    assert check_record(configured, "S-2222-3333-4444", None) == 1
    assert "查无此件" in capsys.readouterr().out


def test_a_bureau_that_is_away_says_nothing_of_the_paper(
    bureau: BackendServer, configured: Configuration, capsys: pytest.CaptureFixture[str]
) -> None:
    bureau.stop()
    assert check_record(configured, "S-2222-3333-4444", None) == 2
    assert "没有答复" in capsys.readouterr().err


def test_a_file_that_is_not_there_is_named(configured: Configuration, capsys: pytest.CaptureFixture[str]) -> None:
    assert check_record(configured, "S-2222-3333-4444", Path("/nowhere/record.pdf")) == 2
    assert "/nowhere/record.pdf" in capsys.readouterr().err


def test_a_code_is_needed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "record"]) == 2
    assert "查验码" in capsys.readouterr().err
