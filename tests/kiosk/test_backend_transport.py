"""The wire below the client: whatever bytes come, the call ends in time and in a typed error or an answer."""

import gzip
import json
import socket
import threading
import time

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import resources
from kiosk.backend.client import Bureau
from kiosk.backend.errors import (
    BackendError,
    BackendMalformed,
    BackendSilent,
    BackendUnauthorised,
    BackendUnreachable,
    ClockSkew,
)
from kiosk.backend.schemas import Proof
from kiosk.backend.signing import Signer
from kiosk.backend.transport import Exchange, prepared

SYSTEM = b'{"test_system": true, "name": "x", "version": "1", "time": "2026-11-20T09:00:00+08:00"}'


class Scripted:
    """A TCP server that sends one prepared answer per connection (the last again and again), then hangs up."""

    def __init__(self) -> None:
        self.answers: list[bytes] = [b""]
        self.connections = 0
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}"
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()

    def script(self, *answers: bytes) -> None:
        self.answers, self.connections = list(answers), 0

    def close(self) -> None:
        self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        self._thread.join()

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            with connection:
                self._answer(connection)

    def _answer(self, connection: socket.socket) -> None:
        self.connections += 1
        received = b""
        while not received.endswith(b"}") and b"GET" not in received[:3]:
            if not (part := connection.recv(65536)):
                break
            received += part
        try:
            connection.sendall(self.answers.pop(0) if len(self.answers) > 1 else self.answers[0])
            connection.shutdown(socket.SHUT_WR)
            while connection.recv(65536):
                pass
        except OSError:
            return


@pytest.fixture(scope="module")
def wire():
    scripted = Scripted()
    yield scripted
    scripted.close()


@pytest.fixture
def bureau(wire):
    return Bureau(wire.url, terminal_id="T", signer=Signer("app", "token"), query_deadline=20.0, max_bytes=4096)


def answered(status: int, body: bytes) -> bytes:
    return b"HTTP/1.1 %d X\r\nContent-Length: %d\r\n\r\n%s" % (status, len(body), body)


def test_a_connection_that_broke_is_made_once_more(wire, bureau):
    wire.script(b"", answered(200, SYSTEM))
    assert bureau.system().test_system
    assert wire.connections == 2


def test_a_redirect_is_not_followed(wire, bureau):
    wire.script(b"HTTP/1.1 302 Found\r\nLocation: " + wire.url.encode() + b"/other\r\nContent-Length: 0\r\n\r\n")
    with pytest.raises(BackendMalformed, match="302"):
        bureau.system()
    assert wire.connections == 1


def test_a_compressed_answer_is_not_unpacked(wire, bureau):
    packed = gzip.compress(SYSTEM)
    wire.script(b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: %d\r\n\r\n%s" % (len(packed), packed))
    with pytest.raises(BackendMalformed):
        bureau.system()


def test_an_answer_larger_than_allowed_is_left_unread(wire, bureau):
    wire.script(answered(200, b" " * 4097))
    with pytest.raises(BackendMalformed, match="more than 4096"):
        bureau.system()


def test_a_body_without_a_length_ends_with_the_connection(wire, bureau):
    wire.script(b"HTTP/1.0 200 OK\r\n\r\n" + SYSTEM)
    assert bureau.system().test_system


def test_a_chunked_body_is_put_together(wire, bureau):
    chunks = b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in (SYSTEM[:10], SYSTEM[10:]))
    wire.script(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks + b"0\r\n\r\n")
    assert bureau.system().test_system


def test_full_detail_for_an_id_card_alone_is_not_taken(wire, bureau):
    contract = yaml.safe_load(resources.path("openapi.yaml").read_text("utf-8"))
    answers = contract["paths"]["/v1/cards/query"]["post"]["responses"]["200"]["content"]["application/json"]
    full = answers["examples"]["full"]["value"]
    wire.script(answered(200, json.dumps(full).encode()))
    assert bureau.cards(full["person"]["id_number"], [Proof.CARD_PIN]).cards[0].number
    with pytest.raises(BackendMalformed, match="more detail"):
        bureau.cards(full["person"]["id_number"], [Proof.ID_CARD])


def test_a_clock_that_is_refused_twice_is_told(wire, bureau):
    refusal = {"code": "TIMESTAMP", "message": "", "time": "2020-01-01T00:00:00Z"}
    wire.script(answered(401, json.dumps(refusal).encode()))
    with pytest.raises(ClockSkew):
        bureau.system()
    assert wire.connections == 2


def test_a_refused_signature_reaches_the_operator(wire, bureau):
    wire.script(answered(401, b'{"code": "REPLAY", "message": ""}'))
    with pytest.raises(BackendUnauthorised, match="REPLAY"):
        bureau.system()


def test_an_exchange_that_was_ended_before_it_began_sends_nothing(wire):
    exchange = Exchange(2.0)
    exchange.end()
    wire.script(answered(200, SYSTEM))
    with pytest.raises(BackendUnreachable):
        exchange.run(prepared("GET", wire.url + "/v1/system", None, {}), ca_file="", max_bytes=100)


@pytest.mark.parametrize("url", ["http://[::1", "http://" + "a" * 70 + ".invalid", "http://.", "gopher://127.0.0.1"])
def test_an_address_that_cannot_be_is_unreachable(url):
    with pytest.raises(BackendUnreachable):
        Bureau(url, terminal_id="T", signer=Signer("app", "token"), query_deadline=0.5).system()


@pytest.mark.parametrize(("terminal_id", "app_id"), [("渝中-01", "app"), ("T", "应用"), ("T\r\nX: 1", "app")])
def test_a_name_that_no_header_can_hold_sends_nothing(wire, terminal_id, app_id):
    wire.script(answered(200, SYSTEM))
    with pytest.raises(BackendUnreachable):
        Bureau(wire.url, terminal_id=terminal_id, signer=Signer(app_id, "token")).system()


def test_no_thread_and_no_timer_is_left_after_a_call(wire, bureau):
    wire.script(answered(200, SYSTEM))
    before = set(threading.enumerate())
    bureau.system()
    assert set(threading.enumerate()) <= before


def test_a_server_that_reads_but_never_answers_is_left_at_the_deadline():
    with socket.create_server(("127.0.0.1", 0)) as deaf:
        url = f"http://127.0.0.1:{deaf.getsockname()[1]}"
        began = time.monotonic()
        with pytest.raises(BackendSilent, match="in time"):
            Bureau(url, terminal_id="T", signer=Signer("app", "token"), query_deadline=0.5).system()
        assert time.monotonic() - began >= 0.5


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
    max_leaves=20,
)
fields = st.sampled_from(["person", "detail", "cards", "code", "message", "time", "test_system", "name", "version"])
bodies = st.binary(max_size=200) | (json_values | st.dictionaries(fields, json_values)).map(
    lambda value: json.dumps(value).encode()
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(status=st.sampled_from([200, 200, 200, 401, 422, 204, 304, 404, 500]) | st.integers(100, 999), body=bodies)
def test_no_body_raises_anything_but_a_typed_error(wire, bureau, status, body):
    wire.script(answered(status, body))
    with pytest.raises(BackendError):
        bureau.cards("500103199005219700", [Proof.ID_CARD])


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    raw=st.binary(max_size=300)
    | st.builds(
        lambda line, head, body: b"HTTP/1.1 " + line + b"\r\n" + head + b"\r\n\r\n" + body,
        st.sampled_from([b"200 OK", b"200", b"abc", b"-1 X", b"99999999999 X"]) | st.binary(max_size=20),
        st.sampled_from(
            [
                b"Content-Length: x",
                b"Content-Length: -5",
                b"Content-Length: 1, 2",
                b"Transfer-Encoding: chunked",
                b"Content-Encoding: br",
                b"no colon",
                b"Location: http://[::1",
                b"A: b\r\n" * 120,
            ]
        )
        | st.binary(max_size=40),
        st.binary(max_size=60),
    )
)
def test_no_bytes_on_the_wire_raise_anything_but_a_typed_error(wire, bureau, raw):
    wire.script(raw)
    with pytest.raises(BackendError):
        bureau.system()
