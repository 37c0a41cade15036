"""The client against the sandbox's bureau, well-behaved and with every fault."""

import ssl
import subprocess
import sys
import threading
import time
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
import urllib3
from certificates import signed_by_itself

from kiosk.backend.client import Bureau
from kiosk.backend.errors import (
    BackendError,
    BackendMalformed,
    BackendRefused,
    BackendSilent,
    BackendUnauthorised,
    BackendUnreachable,
)
from kiosk.backend.schemas import (
    ApplicationState,
    BankState,
    CardsAnswer,
    Detail,
    InsertedCard,
    NoticeKind,
    Proof,
    ReadingRequest,
    TerminalNotice,
)
from kiosk.backend.signing import Signer
from kiosk.backend.transport import Exchange
from sandbox.backend.server import BackendServer
from sandbox.people import Person
from sandbox.population import people

SHORT = 0.5
PATIENT = 20.0
"""Deadlines: one that is waited for, and one that no machine is too busy to keep."""
NOTICE = TerminalNotice(
    kind=NoticeKind.CARD_LEFT_BEHIND,
    at=datetime(2026, 11, 20, 3, 10, tzinfo=UTC),
    device="card_reader",
    card_tail="0013",
)


@pytest.fixture(scope="module")
def everybody() -> tuple[Person, ...]:
    return people(1, now=datetime.now(UTC))


@pytest.fixture(scope="module")
def running(everybody, tmp_path_factory):
    server = BackendServer(everybody, port=0, folder=tmp_path_factory.mktemp("bureau"))
    server.start()
    yield server
    server.stop()


@pytest.fixture
def server(running):
    running.command("fault", "none")
    yield running
    running.command("fault", "none")


@pytest.fixture
def bureau(server):
    return lambda seconds=PATIENT: Bureau(
        server.url,
        terminal_id="YZ-A01",
        signer=Signer.from_file(server.app_id, server.token_file),
        query_deadline=seconds,
    )


@pytest.fixture(scope="module")
def zhang(everybody) -> Person:
    return everybody[0]


def inserted(person: Person) -> InsertedCard:
    return InsertedCard(identifier=person.cards[0].identifier, number=person.cards[0].number)


def lines(server: BackendServer) -> list[str]:
    return server.log_file.read_text("utf-8").splitlines() if server.log_file.exists() else []


def test_the_sandbox_says_that_it_is_a_test_system(bureau):
    assert bureau().system().test_system


def test_a_back_end_that_calls_itself_live_is_believed(server, bureau):
    server.command("fault", "live")
    assert not bureau().system().test_system


def test_an_id_card_alone_opens_states_and_no_digit_more(bureau, zhang):
    answer = bureau().cards(zhang.id_number, [Proof.ID_CARD])
    assert answer.detail is Detail.STATES
    assert answer.cards[0].application.state is ApplicationState.NORMAL
    assert answer.cards[0].bank.state is BankState.NORMAL
    assert answer.cards[0].number is None
    assert answer.cards[0].bank.account_tail is None


def test_an_id_card_with_a_card_beside_it_but_no_pin_opens_no_more(bureau, zhang):
    answer = bureau().cards(zhang.id_number, [Proof.ID_CARD], inserted(zhang))
    assert answer.detail is Detail.STATES


def test_card_and_pin_open_everything(bureau, zhang):
    answer = bureau().cards(zhang.id_number, [Proof.CARD_PIN], inserted(zhang))
    assert answer.detail is Detail.FULL
    assert answer.cards[0].number == zhang.cards[0].number
    assert answer.cards[0].bank.account_tail == zhang.cards[0].bank_account[-4:]
    assert zhang.phone not in answer.model_dump_json()


def test_everybody_in_the_population_is_answered_or_refused_by_a_rule(bureau, everybody):
    asked = bureau()
    codes = set()
    for person in everybody:
        try:
            answer = asked.cards(person.id_number, [Proof.ID_CARD])
        except BackendRefused as refusal:
            codes.add(refusal.code)
            assert not person.alive or not any(card.identifier.startswith("50") for card in person.cards)
        else:
            told = sorted(card.application.state.value for card in answer.cards)
            assert told == sorted(card.state.value for card in person.cards)
            assert answer.person.name == person.name
    assert codes == {"NO_RECORD", "DECEASED"}


def test_the_hsm_proves_to_the_card_of_the_worked_trace(bureau):
    request = ReadingRequest(
        area="650100",
        reset_info="00814A44468660650100001234",
        algorithm="03",
        identifier="650100D15600000500001234A1B2C3D4",
        internal_factor="A0A1A2A3A4A5A6A7",
        internal_raw="1122334455667788",
        external_factor="B0B1B2B3B4B5B6B7",
        external_raw="2132435465768798",
    )
    answer = bureau().authorise_reading(request)
    assert (answer.internal_auth, answer.external_auth) == ("60C36CAD6DFCDAAC", "DA40CC0C5DC05B8E")


def test_an_echo_comes_back_as_it_went(bureau):
    assert bureau().echo(bytes(range(256)) * 12) == bytes(range(256)) * 12


def test_an_echo_that_was_changed_on_the_way_is_another(server, bureau):
    server.command("fault", "wrong-echo")
    assert bureau().echo(b"as it went") != b"as it went"


def test_an_hsm_out_of_order_is_told_apart_from_a_bureau_out_of_order(server, bureau):
    server.command("fault", "hsm-down")
    with pytest.raises(BackendRefused, match="HSM_UNAVAILABLE"):
        bureau().authorise_reading(ReadingRequest(**dict.fromkeys(ReadingRequest.model_fields, "")))


def test_a_card_of_no_algorithm_is_refused_by_the_hsm(bureau):
    asked = dict.fromkeys(ReadingRequest.model_fields, "")
    with pytest.raises(BackendRefused, match="HSM_REFUSED"):
        bureau().authorise_reading(ReadingRequest(**asked))


def test_a_notice_is_written_down_under_the_terminals_name(server, bureau):
    bureau().notice(NOTICE)
    assert "YZ-A01 card_left_behind card_reader 0013" in server.command("notices")


def test_nobodys_number_stands_in_an_address_or_in_a_line_of_the_log(server, bureau, zhang):
    before = len(lines(server))
    bureau().cards(zhang.id_number, [Proof.CARD_PIN], inserted(zhang))
    told = "\n".join(lines(server)[before:])
    assert "POST /v1/cards/query 200" in told
    for secret in (zhang.id_number, zhang.cards[0].number, zhang.cards[0].identifier, zhang.name):
        assert secret not in told


FAILURES = {
    "down": BackendUnreachable,
    "late": BackendSilent,
    "never": BackendSilent,
    "drip": BackendSilent,
    "drip-body": BackendSilent,
    "hang-up": BackendSilent,
    "dropped": BackendSilent,
    "held": BackendSilent,
    "held-answer": BackendSilent,
    "delayed": BackendSilent,
    "half": BackendSilent,
    "not-http": BackendMalformed,
    "error500": BackendSilent,
    "http-error": BackendSilent,
    "garbage": BackendMalformed,
    "bad-schema": BackendMalformed,
    "wrong-person": BackendMalformed,
    "too-much": BackendMalformed,
    "huge": BackendMalformed,
    "refuse": BackendRefused,
    "signature": BackendUnauthorised,
}
WAITING = {"late", "never", "drip", "drip-body", "held", "held-answer", "delayed"}
HARMLESS = {"twice", "doubled", "wrong-key", "wrong-echo", "clock", "live", "hsm-down"}


def test_every_fault_of_the_bureau_is_tried(server):
    assert set(server.faults) == set(FAILURES) | HARMLESS | {"seed"}


@pytest.mark.parametrize("fault", FAILURES)
def test_a_fault_ends_in_its_typed_error_within_the_deadline(server, bureau, zhang, fault):
    server.command("fault", fault)
    began = time.monotonic()
    with pytest.raises(FAILURES[fault]) as caught:
        bureau(SHORT if fault in WAITING else PATIENT).cards(zhang.id_number, [Proof.ID_CARD])
    assert time.monotonic() - began < PATIENT
    assert zhang.id_number not in repr(caught.value) + caught.value.detail
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__ or caught.value.__context__ is None


@pytest.mark.parametrize("fault", sorted(HARMLESS))
def test_a_harmless_fault_changes_nothing(server, bureau, zhang, fault):
    server.command("fault", fault)
    assert isinstance(bureau().cards(zhang.id_number, [Proof.ID_CARD]), CardsAnswer)


def test_a_bureau_that_comes_back_is_reached_again(server, bureau, zhang):
    asked = bureau()
    server.command("fault", "down")
    with pytest.raises(BackendUnreachable):
        asked.system()
    server.command("fault", "none")
    assert asked.system().test_system


def test_a_query_is_sent_twice_at_most(server, bureau):
    server.command("fault", "hang-up")
    before = len(lines(server))
    with pytest.raises(BackendSilent):
        bureau().system()
    assert len(lines(server)) - before == 2


def test_a_notice_that_may_have_arrived_is_not_sent_again(server, bureau):
    server.command("fault", "hang-up")
    before = len(lines(server))
    with pytest.raises(BackendSilent):
        bureau().notice(NOTICE)
    assert len(lines(server)) - before == 1


def test_a_refused_signature_is_not_tried_again(server):
    before = len(lines(server))
    with pytest.raises(BackendUnauthorised, match="SIGNATURE"):
        Bureau(server.url, terminal_id="YZ-A01", signer=Signer("sandbox-terminal", "another-token")).system()
    assert len(lines(server)) - before == 1


def test_a_clock_that_is_off_is_corrected_by_the_gateways(server, bureau):
    server.command("fault", "clock", "-7200")
    asked = bureau()
    assert asked.system().test_system
    assert asked.clock_offset == pytest.approx(-7200, abs=60)


def test_an_abort_ends_a_waiting_call_and_it_is_not_tried_again(server, bureau):
    server.command("fault", "never")
    before = len(lines(server))
    asked = bureau()
    aborting = threading.Thread(target=lambda: (_until(lambda: len(lines(server)) > before), asked.abort()))
    aborting.start()
    began = time.monotonic()
    with pytest.raises(BackendSilent):
        asked.system()
    aborting.join()
    assert time.monotonic() - began < PATIENT
    assert len(lines(server)) - before == 1


def _until(condition) -> None:
    ends = time.monotonic() + PATIENT
    while not condition() and time.monotonic() < ends:
        time.sleep(0.002)


def test_an_abort_between_calls_does_no_harm(bureau):
    asked = bureau()
    asked.abort()
    assert asked.system().test_system
    asked.close()


def test_a_refusals_wording_is_fit_for_the_screen(server, bureau, zhang):
    server.command("fault", "refuse", "SOMETHING_NEW")
    with pytest.raises(BackendRefused) as caught:
        bureau().cards(zhang.id_number, [Proof.ID_CARD])
    assert caught.value.code == "SOMETHING_NEW"
    assert caught.value.message == "后台拒绝（SOMETHING_NEW）。"
    assert caught.value.message not in str(caught.value)


def test_a_host_that_does_not_exist_is_unreachable():
    with pytest.raises(BackendUnreachable):
        Bureau("http://127.0.0.1:1", terminal_id="T", signer=Signer("a", "b"), query_deadline=SHORT).system()


def test_importing_the_client_does_not_load_requests():
    loaded = "import sys, kiosk.backend.client; sys.exit('requests' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", loaded], check=False).returncode == 0


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """A self-signed certificate of 127.0.0.1: the files of certificate and key."""
    return signed_by_itself(tmp_path_factory.mktemp("tls"), "bureau")


class Answering(BaseHTTPRequestHandler):
    """Answers every GET as a back end would."""

    def do_GET(self) -> None:
        body = b'{"test_system": true, "name": "TLS", "version": "1", "time": "2026-11-20T09:00:00+08:00"}'
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        return


@pytest.fixture
def secure_url(certificate):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*certificate)
    server = HTTPServer(("127.0.0.1", 0), Answering)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    server.handle_error = lambda *_: None
    serving = threading.Thread(target=server.serve_forever, args=(0.01,))
    serving.start()
    yield f"https://127.0.0.1:{server.server_port}"
    server.shutdown()
    serving.join()
    server.server_close()


def test_a_certificate_of_the_configured_authority_is_trusted(secure_url, certificate):
    asked = Bureau(secure_url, terminal_id="T", signer=Signer("a", "b"), ca_file=str(certificate[0]))
    assert asked.system().name == "TLS"


def test_an_unknown_certificate_stops_before_a_byte_is_sent(secure_url):
    with pytest.raises(BackendUnreachable, match="SSL"):
        Bureau(secure_url, terminal_id="T", signer=Signer("a", "b")).system()


def test_a_ca_file_that_is_missing_is_a_typed_error(secure_url):
    with pytest.raises(BackendError):
        Bureau(secure_url, terminal_id="T", signer=Signer("a", "b"), ca_file="/nowhere.pem").system()


@pytest.fixture(params=[ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3])
def demanding_url(request, certificate):
    """A server that lets nobody in without a certificate that its authority signed."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = context.maximum_version = request.param
    context.load_cert_chain(*certificate)
    context.load_verify_locations(certificate[0])
    context.verify_mode = ssl.CERT_REQUIRED
    server = HTTPServer(("127.0.0.1", 0), Answering)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    server.handle_error = lambda *_: None
    serving = threading.Thread(target=server.serve_forever, args=(0.01,))
    serving.start()
    yield f"https://127.0.0.1:{server.server_port}"
    server.shutdown()
    serving.join()
    server.server_close()


def test_a_terminal_shows_its_own_certificate_where_the_bureau_asks_for_it(demanding_url, certificate):
    own = (str(certificate[0]), str(certificate[1]))
    asked = Bureau(demanding_url, terminal_id="T", signer=Signer("a", "b"), ca_file=str(certificate[0]), own=own)
    assert asked.system().name == "TLS"


def test_without_a_certificate_nothing_is_answered(demanding_url, certificate):
    asked = Bureau(demanding_url, terminal_id="T", signer=Signer("a", "b"), ca_file=str(certificate[0]))
    with pytest.raises((BackendUnauthorised, BackendUnreachable, BackendSilent)):
        asked.system()


@pytest.mark.parametrize("demanding_url", [ssl.TLSVersion.TLSv1_2], indirect=True)
def test_a_certificate_of_another_authority_is_the_operators_matter(demanding_url, certificate, tmp_path):
    own = tuple(map(str, signed_by_itself(tmp_path, "somebody else")))
    asked = Bureau(demanding_url, terminal_id="T", signer=Signer("a", "b"), ca_file=str(certificate[0]), own=own)
    with pytest.raises(BackendUnauthorised, match="client certificate: TLSV1_ALERT_UNKNOWN_CA"):
        asked.system()


def test_the_alert_of_tls_1_3_that_comes_after_the_request_is_known_too():
    """Whether it arrives depends on who is faster, so the words are OpenSSL's and the connection is not made."""
    exchange = Exchange(1.0)
    exchange.sent = True
    alert = urllib3.exceptions.SSLError(ssl.SSLError(1, "[SSL: TLSV13_ALERT_CERTIFICATE_REQUIRED] tlsv13 alert"))
    assert isinstance(exchange._failure(alert), BackendUnauthorised)


def test_a_certificate_that_is_missing_stops_before_a_byte_is_sent(demanding_url, certificate):
    own = ("/nowhere.pem", "/nowhere.key")
    asked = Bureau(demanding_url, terminal_id="T", signer=Signer("a", "b"), ca_file=str(certificate[0]), own=own)
    with pytest.raises(BackendUnreachable):
        asked.system()
