"""The made-up bureau as a part: its commands, its listening, its log."""

import json
import socket
import urllib.error
import urllib.request
from datetime import UTC, datetime

import pytest

from sandbox.backend.server import BackendServer
from sandbox.part import CommandError, Part
from sandbox.population import people

PERSON = people(1)[0]


@pytest.fixture
def server(tmp_path):
    part = BackendServer(people(1)[:5], port=0, folder=tmp_path / "bureau")
    part.start()
    yield part
    part.stop()


def get(url: str) -> int:
    """The status of an unsigned GET."""
    try:
        with urllib.request.urlopen(url, timeout=20) as answer:
            return answer.status
    except urllib.error.HTTPError as error:
        with error:
            json.loads(error.read())
            return error.code


def test_it_is_a_part_like_the_others(server):
    part: Part = server
    assert part.name == "backend"
    assert set(part.verbs) == {
        *("state", "requests", "notices", "heartbeats", "inbox", "operations", "clock", "rules", "fault"),
        *("staff", "records", "ratings", "hand-out", "data-sharing", "bank-account"),
    }


def test_an_unsigned_request_is_answered_with_401_whatever_its_path(server):
    assert get(server.url + "/v1/system") == 401
    assert get(server.url + "/v1/nothing") == 401


def test_an_unknown_path_is_not_written_to_the_log(server):
    get(f"{server.url}/v1/cards/{PERSON.id_number}?q={PERSON.cards[0].number}")
    told = server.log_file.read_text("utf-8") + server.command("requests")
    assert "(unknown path)" in told
    assert PERSON.id_number not in told
    assert PERSON.cards[0].number not in told


def test_headers_cannot_forge_a_line_of_the_log(server):
    request = urllib.request.Request(server.url + "/v1/system", headers={"X-Terminal-Id": "A 200 ms; B=[]"})
    with pytest.raises(urllib.error.HTTPError) as caught:
        urllib.request.urlopen(request, timeout=20)
    caught.value.close()
    assert "terminal=A200msB" in server.command("requests")


def test_the_requests_are_told_last_first_counted(server):
    assert server.command("requests") == "还没有请求"
    for _ in range(3):
        get(server.url + "/v1/system")
    assert len(server.command("requests", "2").splitlines()) == 2
    assert len(server.command("requests").splitlines()) == 3


def test_it_keeps_its_port_when_it_is_down_and_comes_back(server):
    url = server.url
    server.command("fault", "down")
    with pytest.raises(urllib.error.URLError):
        urllib.request.urlopen(url + "/v1/system", timeout=20)
    assert "没有监听" in server.command("state")
    server.command("fault", "none")
    assert server.url == url
    assert get(url + "/v1/system") == 401


def test_starting_and_stopping_twice_is_once(server):
    server.start()
    server.stop()
    server.stop()


def test_a_port_that_is_taken_is_an_error_and_not_the_end_of_the_program(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        part = BackendServer((), port=taken.getsockname()[1], folder=tmp_path)
        with pytest.raises(OSError, match="in use"):
            part.start()


@pytest.mark.parametrize("typed", [("jump",), ("fault",), ("fault", "nonsense"), ("fault", "late", "soon")])
def test_nonsense_typed_at_the_prompt_is_told(server, typed):
    with pytest.raises(CommandError):
        server.command(*typed)
    assert "故障 none" in server.command("state")


def test_the_token_for_the_terminal_lies_in_a_file(server):
    assert server.token_file.read_text("utf-8").strip()
    assert server.app_id


def test_the_calendar_goes_on_and_back_and_loses_what_is_over(tmp_path):
    lost = next(person for person in people(1, now=datetime.now(UTC)) if person.key == "li")
    part = BackendServer([lost], folder=tmp_path)
    before = part.command("clock")
    assert part.command("clock", "+7d") > before
    assert part.command("clock", "-8d") < before
    assert part.command("clock", "now")[:16] == before[:16]
    with pytest.raises(CommandError):
        part.command("clock", "tomorrow")


@pytest.mark.parametrize("typed", [("nowhere:late",), ("seed", "x"), ("refuse", "not a code"), ("sms:nonsense",)])
def test_a_fault_that_cannot_be_is_named_and_not_set(server, typed):
    with pytest.raises(CommandError):
        server.command("fault", *typed)
    assert "故障 none" in server.command("state")


def test_a_fault_limited_to_operations_leaves_the_rest_alone(server):
    server.command("fault", "operations:hang-up")
    assert get(server.url + "/v1/system") == 401
    assert "故障 operations:hang-up" in server.command("state")


def test_the_lists_are_empty_at_first(server):
    told = {server.command(verb) for verb in ("inbox", "operations", "heartbeats", "notices")}
    assert told == {"还没有短信", "还没有业务", "还没有心跳", "还没有通知"}


def test_a_rule_of_the_city_is_switched_and_no_other(server):
    assert server.command("rules").startswith("undo_formal_loss on")
    assert server.command("rules", "undo_formal_loss", "off").startswith("undo_formal_loss off")
    assert server.command("rules", "undo_formal_loss", "on").startswith("undo_formal_loss on")
    for nonsense in (("unheard_of", "on"), ("undo_formal_loss", "perhaps")):
        with pytest.raises(CommandError):
            server.command("rules", *nonsense)
