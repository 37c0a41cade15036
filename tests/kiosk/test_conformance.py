"""The conformance suite: the sandbox keeps every guarantee, and each check notices when one is not kept."""

import io
import json
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete
from werkzeug.wrappers import Request, Response

from kiosk.backend.signing import Signer
from kiosk.cli import main
from kiosk.cli.check_backend import Result, look
from kiosk.conformance import checks
from kiosk.conformance.bench import NEEDED, Bench, Line, fitting
from kiosk.conformance.checks import CHECKS
from sandbox.backend.database import MarkRow
from sandbox.backend.server import APP_ID, TOKEN, BackendServer
from sandbox.population import as_json, people

SHIPPED = Path(__file__).parents[2] / "kiosk.toml"
Told = dict[str, Any]


@dataclass
class Seen:
    """A request as it came to the bureau that lies, and what the honest one behind it answers."""

    path: str
    headers: dict[str, str]
    asked: Told
    before: list[str]
    """What came before, as path and body."""
    honest: Callable[[], tuple[int, Told]]
    again: Callable[[Told], tuple[int, Told]]
    """Another body carried out in its place."""


Lie = Callable[[Seen], tuple[int, Told]]


@dataclass
class LyingBureau:
    """Stands before the honest one, on its port; `lie` answers in its place."""

    inner: Any
    lie: Lie | None = None
    before: list[str] = field(default_factory=list)

    def __call__(self, environ: Any, start_response: Any) -> Any:
        if self.lie is None:
            return self.inner(environ, start_response)
        request = Request(environ)
        body = request.get_data()
        asked = json.loads(body) if body.startswith(b"{") and len(body) < 65000 else {}
        seen = Seen(
            environ["PATH_INFO"],
            {name.lower(): value for name, value in request.headers.items()},
            asked,
            list(self.before),
            lambda: self._asked_of(environ, body),
            lambda other: self._asked_of(environ, json.dumps(other).encode()),
        )
        status, told = self.lie(seen)
        self.before.append(f"{seen.path} {body[:2000].decode('utf-8', 'replace')}")
        return Response(json.dumps(told), status, mimetype="application/json")(environ, start_response)

    def _asked_of(self, environ: Any, body: bytes) -> tuple[int, Told]:
        passed = {**environ, "wsgi.input": io.BytesIO(body), "CONTENT_LENGTH": str(len(body))}
        answer = Response.from_app(self.inner, {**passed, "sandbox.behind_the_gateway": True})
        return answer.status_code, json.loads(answer.get_data())


@pytest.fixture(scope="module")
def server(tmp_path_factory) -> Iterator[BackendServer]:
    started = BackendServer(people(1), port=0, folder=tmp_path_factory.mktemp("bureau"))
    started.start()
    yield started
    started.stop()


@pytest.fixture(scope="module")
def lying(server) -> LyingBureau:
    bureau = server._gateway = LyingBureau(server._gateway)
    return bureau


@pytest.fixture(autouse=True)
def honest_again(request):
    yield
    if "lying" in request.fixturenames:
        request.getfixturevalue("lying").lie = None
        with request.getfixturevalue("server")._database.session() as session:
            session.execute(delete(MarkRow))


def bench(server: BackendServer) -> Bench:
    line = Line(server.url, lambda: Signer(APP_ID, TOKEN))
    return Bench(line, *fitting(json.loads(as_json(people(1))))[:NEEDED])


def troubles(results: list[Result]) -> dict[str, str]:
    return {result.check.name: result.trouble for result in results if result.trouble}


def test_the_sandbox_keeps_every_guarantee(server, lying):
    assert troubles(look(bench(server))) == {}


def honest_but(*paths: str, **changed: object) -> Lie:
    """Answers of those paths with some fields changed."""

    def lie(seen: Seen) -> tuple[int, Told]:
        status, told = seen.honest()
        return (status, {**told, **changed}) if seen.path.endswith(paths) and status == 200 else (status, told)

    return lie


def refused_as(code: str, instead: str) -> Lie:
    """One refusal comes with another code."""

    def lie(seen: Seen) -> tuple[int, Told]:
        status, told = seen.honest()
        return (status, {**told, "code": instead}) if told.get("code") == code else (status, told)

    return lie


def everything_signed(seen: Seen) -> tuple[int, Told]:
    """A gateway that looks at nothing (what is honest here is behind the gateway)."""
    return seen.honest()


def never_before(seen: Seen) -> tuple[int, Told]:
    """A bureau without memory of keys: the same operation is another one each time."""
    if seen.path.endswith("/pin-change") and seen.asked.get("key"):
        status, told = seen.again({**seen.asked, "key": f"{time.monotonic_ns():032}"})
        return status, {**told, "key": seen.asked["key"]}
    return seen.honest()


def key_of_another(seen: Seen) -> tuple[int, Told]:
    """The first outcome whatever comes under its key."""
    status, told = seen.honest()
    if told.get("code") != "KEY_REUSED":
        return status, told
    return 200, {"key": seen.asked["key"], "outcome": "confirmed"}


def done_after_all(seen: Seen) -> tuple[int, Told]:
    """What arrives after sealing is carried out under another key."""
    status, told = seen.honest()
    if told.get("code") != "SEALED":
        return status, told
    return seen.again({**seen.asked, "key": f"{time.monotonic_ns():032}"})


def forgets_what_it_sealed(seen: Seen) -> tuple[int, Told]:
    status, told = seen.honest()
    return (
        (status, {**told, "outcome": "refused", "code": "BUSY"}) if told.get("outcome") == "sealed" else (status, told)
    )


def settles_otherwise(seen: Seen) -> tuple[int, Told]:
    status, told = seen.honest()
    return (status, {**told, "outcome": "refused", "code": "BUSY"}) if seen.path.endswith("/settle") else (status, told)


def another_each_time(path: str, name: str, value: Callable[[], object]) -> Lie:
    def lie(seen: Seen) -> tuple[int, Told]:
        status, told = seen.honest()
        return (status, {**told, name: value()}) if seen.path.endswith(path) and status == 200 else (status, told)

    return lie


def slow(seen: Seen) -> tuple[int, Told]:
    return seen.honest()


def out_of_order(seen: Seen) -> tuple[int, Told]:
    """Falls over what it does not know, or finds too long."""
    if seen.path == "/v1/cards/query" and (
        "person" not in seen.asked or "added_later" in seen.asked or seen.asked["person"] == 5
    ):
        return 500, {"code": "FAILED", "message": ""}
    return seen.honest()


def tells_the_number(seen: Seen) -> tuple[int, Told]:
    status, told = seen.honest()
    return (status, {**told, "phone": "199****1001"}) if "cards" in told else (status, told)


def tells_of_the_other(seen: Seen) -> tuple[int, Told]:
    status, told = seen.honest()
    if told.get("code") == "CARD_MISMATCH":
        return status, {**told, "message": f"此卡属于 {json.dumps(seen.asked['card'])}"}
    return status, told


def large(seen: Seen) -> tuple[int, Told]:
    status, told = seen.honest()
    return status, ({**told, "more": "x" * 70_000} if "cards" in told else told)


def copies_differ(seen: Seen) -> tuple[int, Told]:
    return another_each_time(
        "/pin-change", "at", lambda: f"2026-11-20T09:00:00.{time.monotonic_ns() % 10**6:06}+08:00"
    )(seen)


LIES: dict[str, Lie] = {
    "signature": everything_signed,
    "replay": everything_signed,
    "window": everything_signed,
    "clock": honest_but("/v1/system", time="2020-01-01T00:00:00+08:00"),
    "bad-request": out_of_order,
    "size": out_of_order,
    "unknown-fields": out_of_order,
    "same-person": honest_but("/cards/query", person={"id_number": "500103190001010009", "name": "另一人"}),
    "detail": tells_the_number,
    "others": tells_of_the_other,
    "refusal": refused_as("NO_RECORD", "NOBODY"),
    "key-once": never_before,
    "key-at-once": copies_differ,
    "key-other-body": key_of_another,
    "settle-tells": settles_otherwise,
    "settle-seals": forgets_what_it_sealed,
    "late-arrival": done_after_all,
    "key-owner": key_of_another,
    "refused-for-good": settles_otherwise,
    "mark": refused_as("MARK_CLOSED", "BUSY"),
    "staging": another_each_time("/uploads", "upload", lambda: f"{time.monotonic_ns():032x}"),
    "reference": honest_but("/references/query", standing="done"),
    "day": honest_but("/terminals/day", operations=[]),
    "heartbeat": honest_but("/heartbeat", accepted=False),
    "echo": honest_but("/echo", echo="AAAA"),
    "staff": another_each_time("/challenge", "salt", lambda: f"{time.monotonic_ns():032x}"),
    "answer-size": large,
    "times": slow,
}
"""Check → a bureau that breaks what it looks at."""


def test_each_check_has_a_bureau_that_breaks_it():
    assert list(LIES) == [check.name for check in CHECKS]


@pytest.mark.parametrize("name", LIES)
def test_each_check_can_fail(server, lying, monkeypatch, name):
    lying.lie = LIES[name]
    if name == "times":
        monkeypatch.setattr(checks, "SLOW", 0.0)
    (check,) = [check for check in CHECKS if check.name == name]
    monkeypatch.setattr("kiosk.cli.check_backend.CHECKS", [check])
    assert troubles(look(bench(server)))


@pytest.fixture
def asked(server, tmp_path) -> Callable[..., int]:
    """The command, with the sandbox's people and configuration."""
    config, residents = tmp_path / "kiosk.toml", tmp_path / "people.json"
    shipped = SHIPPED.read_text("utf-8").replace('"yuzhong-a01"', f'"{APP_ID}"')
    config.write_text(shipped.replace("/etc/kiosk/backend-token", str(server.token_file)), "utf-8")
    residents.write_text(as_json(people(1)), "utf-8")
    return lambda *words: main(
        ["check", "backend", server.url, "--people", str(residents), "--config", str(config), *words]
    )


def test_the_command_reports_in_words(asked, capsys):
    assert asked() == 0
    said = capsys.readouterr().out
    assert "✓ late-arrival" in said
    assert f"{len(CHECKS)} 项全部符合" in said


def test_the_command_reports_as_json_and_by_its_status(asked, lying, capsys):
    lying.lie = done_after_all
    assert asked("--json") == 1
    told = json.loads(capsys.readouterr().out)
    assert not told["holds"]
    (late,) = [one for one in told["checks"] if one["check"] == "late-arrival"]
    assert late["trouble"] == "HTTP 422 SEALED expected, HTTP 200 came"


def test_a_live_system_is_left_alone(server, asked, capsys):
    server.command("fault", "live")
    try:
        before = server.command("operations", "1")
        assert asked() == 2
        assert "nothing was done" in capsys.readouterr().err
        assert server.command("operations", "1") == before
    finally:
        server.command("fault", "none")


def test_a_bureau_that_is_not_there_is_said_so(server, asked, capsys):
    server.command("fault", "http-error")
    try:
        assert asked() == 2
        assert "no answer that can be used" in capsys.readouterr().err
    finally:
        server.command("fault", "none")


@pytest.mark.parametrize("content", ["", "{}", '[{"id_number": "1"}]', "[]", "5"])
def test_a_file_that_holds_no_two_people_is_said_so(asked, tmp_path, capsys, content):
    (tmp_path / "people.json").write_text(content)
    assert asked() == 2
    assert "people.json" in capsys.readouterr().err


def test_people_are_needed(capsys):
    assert main(["check", "backend", "http://127.0.0.1:1"]) == 2
    assert "--people" in capsys.readouterr().err
