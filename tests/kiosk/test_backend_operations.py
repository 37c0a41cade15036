"""The client's operations against the sandbox's bureau: every fault, and what is certain after it."""

import itertools
import json
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from pydantic import ValidationError

import kiosk.backend.transport  # noqa: F401 - imported before a short deadline begins
from kiosk.backend.client import Bureau
from kiosk.backend.errors import (
    BackendError,
    BackendMalformed,
    BackendRefused,
    BackendSilent,
    BackendUnauthorised,
    BackendUnreachable,
)
from kiosk.backend.operations import (
    DeviceTold,
    Ended,
    Heartbeat,
    Item,
    LogEnd,
    LossKind,
    LossPolicy,
    LossReport,
    Mark,
    Outcome,
    PinChange,
    StandingTold,
    Ticket,
)
from kiosk.backend.schemas import Detail, InsertedCard, Proof
from kiosk.backend.signing import Signer
from sandbox.backend.server import BackendServer
from sandbox.people import ApplicationState, Person
from sandbox.population import people

SHORT = 0.5
PATIENT = 20.0
"""Deadlines: one that is waited for, and one that no machine is too busy to keep."""
BOTH = (Proof.ID_CARD, Proof.SMS)
_tickets = itertools.count(1)
_visits = itertools.count(1)


@pytest.fixture(scope="module")
def running(tmp_path_factory):
    server = BackendServer(people(1, now=datetime.now(UTC)), port=0, folder=tmp_path_factory.mktemp("bureau"))
    server.start()
    yield server
    server.stop()


@pytest.fixture
def server(running):
    running.command("fault", "none")
    yield running
    running.command("fault", "none")
    running.command("clock", "now")


@pytest.fixture
def bureau(server) -> Callable[..., Bureau]:
    return lambda seconds=PATIENT, terminal="YZ-A01": Bureau(
        server.url,
        terminal_id=terminal,
        signer=Signer.from_file(server.app_id, server.token_file),
        query_deadline=seconds,
    )


NORMAL = iter(
    person
    for person in people(1)
    if [card.state for card in person.cards] == [ApplicationState.NORMAL]
    and person.cards[0].identifier.startswith("50")
    and person.alive
    and person.phone
)


@pytest.fixture
def resident() -> Person:
    """Somebody with one normal card whom no test has seen before."""
    return next(NORMAL)


def new_ticket() -> Ticket:
    number = next(_tickets)
    return Ticket(key=f"{number:032x}", number=f"YZ-A01-4UA{number:03}", check="K7MQ")


def inserted(person: Person) -> InsertedCard:
    return InsertedCard(identifier=person.cards[0].identifier, number=person.cards[0].number)


def code_in(server: BackendServer) -> str:
    return server.command("inbox", "1").split()[-1]


def proven(server: BackendServer, bureau: Bureau, person: Person):
    session = f"session-{next(_visits)}"
    bureau.send_sms(person.id_number, session)
    return bureau.check_sms(person.id_number, session, code_in(server))


def a_report(server: BackendServer, bureau: Bureau, person: Person) -> LossReport:
    sms = proven(server, bureau, person)
    (card,) = bureau.cards(person.id_number, [Proof.ID_CARD]).cards
    return LossReport(id_number=person.id_number, proofs=BOTH, sms=sms, handle=card.handle, kind=LossKind.TEMPORARY)


def a_change(person: Person) -> PinChange:
    return PinChange(id_number=person.id_number, proofs=(Proof.CARD_PIN,), card=inserted(person))


def report_loss(bureau: Bureau, ticket: Ticket, report: LossReport) -> Outcome:
    return bureau.operate(Item.REPORT_LOSS, ticket, report.body())


def begin_pin_change(bureau: Bureau, ticket: Ticket, change: PinChange) -> Outcome:
    return bureau.operate(Item.CHANGE_PIN, ticket, change.body())


def state_of(bureau: Bureau, person: Person) -> str:
    return bureau.cards(person.id_number, [Proof.ID_CARD]).cards[0].application.state.value


def until(condition: Callable[[], object]) -> None:
    ends = time.monotonic() + PATIENT
    while not condition() and time.monotonic() < ends:
        time.sleep(0.002)
    assert condition()


# --- who somebody is ------------------------------------------------------------------------------------------------


def test_an_sms_goes_to_the_registered_phone_and_shows_seven_digits(server, bureau, resident):
    sent = bureau().send_sms(resident.id_number, "session-x")
    assert sent.phone == f"{resident.phone[:3]}****{resident.phone[-4:]}"
    assert sent.expires > datetime.now(UTC)
    assert sent.tries_left == 3


def test_somebody_without_a_phone_is_told_so(bureau):
    old = next(person for person in people(1) if person.key == "old")
    with pytest.raises(BackendRefused, match="NO_PHONE") as caught:
        bureau().send_sms(old.id_number, "session-x")
    assert caught.value.message


def test_a_wrong_code_says_how_many_tries_are_left_until_there_are_none(server, bureau, resident):
    asked = bureau()
    asked.send_sms(resident.id_number, "session-x")
    wrong = f"{(int(code_in(server)) + 1) % 10**6:06}"
    left = []
    for _ in range(4):
        with pytest.raises(BackendRefused, match="SMS_") as caught:
            asked.check_sms(resident.id_number, "session-x", wrong)
        left.append((caught.value.code, caught.value.tries_left))
    assert left == [("SMS_WRONG", 2), ("SMS_WRONG", 1), ("SMS_USED_UP", 0), ("SMS_USED_UP", 0)]
    with pytest.raises(BackendRefused, match="SMS_USED_UP"):
        asked.check_sms(resident.id_number, "session-x", code_in(server))


def test_the_right_code_again_is_the_same_proof(server, bureau, resident):
    asked = bureau()
    sms = proven(server, asked, resident)
    assert asked.check_sms(resident.id_number, sms.session, code_in(server)) == sms


def test_a_code_is_over_after_five_minutes(server, bureau, resident):
    asked = bureau()
    asked.send_sms(resident.id_number, "session-x")
    server.command("clock", "+6m")
    with pytest.raises(BackendRefused, match="SMS_EXPIRED"):
        asked.check_sms(resident.id_number, "session-x", code_in(server))


def test_id_card_and_phone_open_the_number_but_not_the_account(server, bureau, resident):
    asked = bureau()
    sms = proven(server, asked, resident)
    answer = asked.cards(resident.id_number, BOTH, sms=sms)
    assert answer.detail is Detail.FULL
    assert answer.cards[0].number == resident.cards[0].number
    assert answer.cards[0].bank.account_tail is None
    assert resident.phone not in answer.model_dump_json()


def test_a_proof_is_good_for_its_person_its_session_and_its_time(server, bureau, resident):
    asked, other = bureau(), next(NORMAL)
    sms = proven(server, asked, resident)
    for person, given in ((other, sms), (resident, sms.model_copy(update={"session": "session-y"}))):
        with pytest.raises(BackendRefused, match="PROOF_EXPIRED"):
            asked.cards(person.id_number, BOTH, sms=given)
    with pytest.raises(BackendRefused, match="PROOF_NEEDED"):
        asked.cards(resident.id_number, [Proof.SMS], sms=sms)
    server.command("clock", "+16m")
    with pytest.raises(BackendRefused, match="PROOF_EXPIRED"):
        asked.cards(resident.id_number, BOTH, sms=sms)


def test_an_sms_that_may_have_been_sent_is_not_sent_again(server, bureau, resident):
    server.command("fault", "sms:hang-up")
    with pytest.raises(BackendSilent):
        bureau().send_sms(resident.id_number, "session-x")
    assert server.command("inbox", "100").count(resident.phone) == 1


# --- loss reports ---------------------------------------------------------------------------------------------------


def test_the_policy_of_loss_reports_is_the_bureaus(server, bureau, resident):
    asked = bureau()
    (card,) = asked.cards(resident.id_number, [Proof.ID_CARD]).cards
    policy = asked.loss_policy(resident.id_number, [Proof.ID_CARD], card.handle)
    temporary, formal = policy.kinds
    assert (temporary.kind, temporary.allowed, temporary.days) == (LossKind.TEMPORARY, True, 7)
    assert (formal.kind, formal.allowed, formal.until) == (LossKind.FORMAL, True, None)
    assert temporary.until is not None
    assert timedelta(days=6, hours=23) < temporary.until - datetime.now(UTC) <= timedelta(days=7, minutes=1)
    assert policy.bank.name == resident.cards[0].bank


@pytest.mark.parametrize(
    ("key", "code"),
    [("li", "ALREADY_LOST"), ("zhao", "ALREADY_LOST"), ("chen", "REPLACEMENT_PENDING"), ("zhuxiao", "CARD_CANCELLED")],
)
def test_the_policy_says_why_a_card_cannot_be_reported(bureau, key, code):
    person = next(person for person in people(1) if person.key == key)
    (card,) = bureau().cards(person.id_number, [Proof.ID_CARD]).cards
    temporary, _ = bureau().loss_policy(person.id_number, [Proof.ID_CARD], card.handle).kinds
    assert (temporary.allowed, temporary.code, temporary.until) == (False, code, None)
    assert temporary.message


def test_a_loss_report_stops_the_card_until_its_end(server, bureau, resident):
    asked = bureau()
    outcome = report_loss(asked, new_ticket(), a_report(server, asked, resident))
    assert (outcome.outcome, outcome.item) == (Ended.CONFIRMED, Item.REPORT_LOSS)
    assert state_of(asked, resident) == "4"
    assert asked.cards(resident.id_number, [Proof.ID_CARD]).cards[0].application.loss_until == outcome.loss_until
    server.command("clock", "+7d")
    assert state_of(asked, resident) == "1"


def test_a_second_report_is_refused_with_its_reference(server, bureau, resident):
    asked = bureau()
    report = a_report(server, asked, resident)
    report_loss(asked, new_ticket(), report)
    again = new_ticket()
    outcome = report_loss(asked, again, report)
    assert (outcome.outcome, outcome.code, outcome.reference) == (Ended.REFUSED, "ALREADY_LOST", again.number)
    assert outcome.message


def test_a_report_by_the_journals_json_is_the_same_request(server, bureau, resident):
    asked, ticket = bureau(), new_ticket()
    report = a_report(server, asked, resident)
    first = report_loss(asked, ticket, report)
    assert asked.operate(Item.REPORT_LOSS, ticket, json.loads(json.dumps(report.body()))) == first


def test_the_same_key_with_another_body_is_refused(server, bureau, resident):
    asked, ticket = bureau(), new_ticket()
    report = a_report(server, asked, resident)
    report_loss(asked, ticket, report)
    for other in (report.model_copy(update={"kind": LossKind.FORMAL}), report.model_copy(update={"handle": "0" * 24})):
        with pytest.raises(BackendRefused, match="KEY_REUSED"):
            report_loss(asked, ticket, other)
    with pytest.raises(BackendRefused, match="KEY_REUSED"):
        report_loss(bureau(terminal="YZ-B02"), ticket, report)


# --- faults ---------------------------------------------------------------------------------------------------------

FAILURES = {
    "down": BackendUnreachable,
    "late": BackendSilent,
    "never": BackendSilent,
    "drip": BackendSilent,
    "drip-body": BackendSilent,
    "held": BackendSilent,
    "held-answer": BackendSilent,
    "delayed": BackendSilent,
    "hang-up": BackendSilent,
    "dropped": BackendSilent,
    "half": BackendSilent,
    "not-http": BackendMalformed,
    "error500": BackendSilent,
    "http-error": BackendSilent,
    "garbage": BackendMalformed,
    "bad-schema": BackendMalformed,
    "wrong-key": BackendMalformed,
    "huge": BackendMalformed,
    "signature": BackendUnauthorised,
}
WAITING = {"late", "never", "drip", "drip-body", "held", "held-answer", "delayed"}
NOT_DONE = {"down", "held", "delayed", "dropped", "signature"}
"""What the bureau has not carried out by the time that the terminal gives up."""
ANSWERED = {"twice", "wrong-echo", "doubled", "clock", "live", "hsm-down", "wrong-person", "too-much", "refuse"}


def test_every_fault_of_the_bureau_is_tried(server):
    assert set(server.faults) == set(FAILURES) | ANSWERED | {"seed"}


@pytest.mark.parametrize("fault", FAILURES)
def test_after_any_failure_settling_tells_the_truth(server, bureau, resident, fault):
    asked, ticket = bureau(), new_ticket()
    report = a_report(server, asked, resident)
    server.command("fault", fault if fault == "down" else f"operations:{fault}")
    with pytest.raises(FAILURES[fault]) as caught:
        report_loss(bureau(SHORT if fault in WAITING else PATIENT), ticket, report)
    assert resident.id_number not in repr(caught.value) + caught.value.detail
    if fault == "down":
        server.command("fault", "none")
    settled = asked.settle(ticket)
    assert settled.outcome is (Ended.SEALED if fault in NOT_DONE else Ended.CONFIRMED)
    server.command("fault", "none")
    assert state_of(asked, resident) == ("1" if fault in NOT_DONE else "4")
    assert asked.settle(ticket) == settled


@pytest.mark.parametrize("fault", sorted(ANSWERED - {"refuse"}))
def test_a_harmless_fault_leaves_one_effect(server, bureau, resident, fault):
    asked, ticket = bureau(), new_ticket()
    report = a_report(server, asked, resident)
    server.command("fault", fault)
    assert report_loss(asked, ticket, report).outcome is Ended.CONFIRMED
    server.command("fault", "none")
    assert [line.outcome for line in lines_of(asked, ticket)] == [Ended.CONFIRMED]


def lines_of(bureau: Bureau, ticket: Ticket) -> list:
    today = datetime.now(UTC).astimezone(bureau.system().time.tzinfo).date()
    return [line for line in bureau.day(today) if line.key == ticket.key]


def test_a_refusal_on_request_is_the_outcome_of_the_key(server, bureau, resident):
    asked, ticket = bureau(), new_ticket()
    report = a_report(server, asked, resident)
    server.command("fault", "operations:refuse", "CARD_LOCKED")
    assert report_loss(asked, ticket, report).code == "CARD_LOCKED"
    server.command("fault", "none")
    assert asked.settle(ticket).code == report_loss(asked, ticket, report).code == "CARD_LOCKED"
    assert state_of(asked, resident) == "1"


@pytest.mark.parametrize("fault", ["hang-up", "dropped", "error500", "half"])
def test_an_operation_is_sent_once_by_the_client_and_may_be_sent_again_by_the_journal(server, bureau, resident, fault):
    asked, ticket = bureau(), new_ticket()
    report = a_report(server, asked, resident)
    server.command("fault", f"operations:{fault}")
    before = server.log_file.read_text("utf-8").count("loss-report")
    with pytest.raises(BackendSilent):
        report_loss(asked, ticket, report)
    assert server.log_file.read_text("utf-8").count("loss-report") == before + 1
    server.command("fault", "none")
    assert report_loss(asked, ticket, report).outcome is Ended.CONFIRMED
    assert state_of(asked, resident) == "4"


def test_a_request_that_was_held_comes_too_late_for_its_sealed_key(server, bureau, resident):
    asked, ticket = bureau(), new_ticket()
    report = a_report(server, asked, resident)
    server.command("fault", "operations:held")
    failures: list[BackendError] = []

    def send() -> None:
        with pytest.raises(BackendRefused) as caught:
            report_loss(bureau(), ticket, report)
        failures.append(caught.value)

    sending = threading.Thread(target=send)
    sending.start()
    until(lambda: "扣住 1" in server.command("state"))
    assert asked.settle(ticket).outcome is Ended.SEALED
    server.command("fault", "none")
    sending.join()
    assert [str(failure) for failure in failures] == ["SEALED"]
    assert state_of(asked, resident) == "1"


def test_an_answer_that_was_held_was_carried_out_before(server, bureau, resident):
    asked, ticket = bureau(), new_ticket()
    report = a_report(server, asked, resident)
    server.command("fault", "operations:held-answer")
    outcomes: list[Outcome] = []
    sending = threading.Thread(target=lambda: outcomes.append(report_loss(bureau(), ticket, report)))
    sending.start()
    until(lambda: state_of(asked, resident) == "4")
    settled = asked.settle(ticket)
    server.command("fault", "none")
    sending.join()
    assert outcomes == [settled]


def test_what_a_bureau_held_back_is_lost_when_it_goes_down(server, bureau, resident):
    asked, ticket = bureau(), new_ticket()
    report = a_report(server, asked, resident)
    server.command("fault", "operations:held")
    with pytest.raises(BackendSilent):
        report_loss(bureau(SHORT), ticket, report)
    server.command("fault", "down")
    server.command("fault", "none")
    until(lambda: "扣住 0" in server.command("state"))
    assert asked.settle(ticket).outcome is Ended.SEALED


def test_a_clock_that_is_off_is_corrected_before_an_operation_is_done(server, bureau, resident):
    asked, ticket = bureau(), new_ticket()
    report = a_report(server, asked, resident)
    server.command("fault", "clock", "-7200")
    assert report_loss(asked, ticket, report).outcome is Ended.CONFIRMED
    assert asked.clock_offset == pytest.approx(-7200, abs=2)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_under_seeded_faults_every_report_ends_once(server, bureau, seed):
    asked, terminal = bureau(), bureau(terminal="YZ-S01")
    person = next(NORMAL)
    report, tickets = a_report(server, asked, person), [new_ticket() for _ in range(12)]
    server.command("fault", "seed", str(seed), "60")
    for ticket in tickets:
        with_patience(lambda ticket=ticket: report_loss(terminal, ticket, report))
    server.command("fault", "none")
    ended = [asked_again.outcome for asked_again in (terminal.settle(ticket) for ticket in tickets)]
    assert ended.count(Ended.CONFIRMED) == 1
    assert ended.count(Ended.REFUSED) == 11


def with_patience(call: Callable[[], Outcome]) -> Outcome:
    """As a journal sends a loss report again with its key until it is answered."""
    while True:
        try:
            return call()
        except (BackendSilent, BackendMalformed):
            continue


# --- PIN changes ----------------------------------------------------------------------------------------------------


def test_a_pin_change_is_open_for_whoever_holds_the_card_until_it_is_closed(bureau, resident):
    asked, elsewhere, ticket = bureau(), bureau(terminal="YZ-B02"), new_ticket()
    assert begin_pin_change(asked, ticket, a_change(resident)).mark is Mark.OPEN
    mark = elsewhere.cards(resident.id_number, [Proof.ID_CARD]).cards[0].open_mark
    assert mark is not None
    assert mark.mark == ticket.key
    closed = elsewhere.close_pin_change(mark.mark, inserted(resident), Mark.CHANGED)
    assert asked.close_pin_change(ticket.key, inserted(resident), Mark.CHANGED) == closed
    assert asked.cards(resident.id_number, [Proof.ID_CARD]).cards[0].open_mark is None
    assert asked.settle(ticket).mark is Mark.CHANGED
    with pytest.raises(BackendRefused, match="MARK_CLOSED"):
        asked.close_pin_change(ticket.key, inserted(resident), Mark.UNCHANGED)


@pytest.mark.parametrize("fault", ["hang-up", "dropped", "half", "error500", "doubled"])
def test_closing_is_told_again_after_any_failure(server, bureau, resident, fault):
    asked, ticket = bureau(), new_ticket()
    begin_pin_change(asked, ticket, a_change(resident))
    server.command("fault", f"operations:{fault}")
    if fault == "doubled":
        asked.close_pin_change(ticket.key, inserted(resident), Mark.UNCHANGED)
    else:
        with pytest.raises(BackendSilent):
            asked.close_pin_change(ticket.key, inserted(resident), Mark.UNCHANGED)
    server.command("fault", "none")
    assert asked.close_pin_change(ticket.key, inserted(resident), Mark.UNCHANGED).chip is Mark.UNCHANGED
    assert asked.standing(ticket.number, ticket.check) is StandingTold.NOT_DONE


# --- references, the day, heartbeats --------------------------------------------------------------------------------


def test_a_reference_tells_done_not_done_or_pending_at_any_terminal(server, bureau, resident):
    asked, elsewhere = bureau(), bureau(terminal="YZ-C03")
    opened, sealed = new_ticket(), new_ticket()
    begin_pin_change(asked, opened, a_change(resident))
    asked.settle(sealed)
    assert elsewhere.standing(opened.number, opened.check) is StandingTold.PENDING
    assert elsewhere.standing(sealed.number, sealed.check) is StandingTold.NOT_DONE
    asked.close_pin_change(opened.key, inserted(resident), Mark.CHANGED)
    assert elsewhere.standing(opened.number, opened.check) is StandingTold.DONE


def test_guessing_check_parts_ends_after_five(server, bureau):
    asked, ticket = bureau(terminal="YZ-D04"), new_ticket()
    asked.settle(ticket)
    for _ in range(5):
        with pytest.raises(BackendRefused, match="NO_REFERENCE"):
            asked.standing(ticket.number, "ZZZZ")
    with pytest.raises(BackendRefused, match="RATE_LIMITED"):
        bureau(terminal="YZ-E05").standing(ticket.number, ticket.check)
    server.command("clock", "+2h")
    assert asked.standing(ticket.number, ticket.check) is StandingTold.NOT_DONE


def test_a_day_of_more_than_one_page_adds_up(server, bureau):
    asked = bureau(terminal="YZ-F06")
    tickets = [new_ticket() for _ in range(101)]
    for ticket in tickets:
        asked.settle(ticket)
    told = asked.day(asked.system().time.date())
    assert [line.key for line in told] == [ticket.key for ticket in tickets]
    assert asked.day(datetime(2020, 1, 1, tzinfo=UTC).date()) == ()


def test_a_heartbeat_is_kept_and_tells_the_time(server, bureau):
    beat = Heartbeat(
        at=datetime.now(UTC),
        devices=(DeviceTold(name="card_reader", state="online", media="not_present"),),
        event_log=LogEnd(records=7, digest="ab" * 32),
        district="500103",
        open_operations=2,
    )
    taken = bureau(terminal="YZ-G07").heartbeat(beat)
    assert abs(taken.time - datetime.now(UTC)) < timedelta(minutes=1)
    (line,) = [line for line in server.command("heartbeats").splitlines() if "YZ-G07" in line]
    assert "未结业务 2 日志 7 abababababab 设备 card_reader online" in line


# --- what is believed -----------------------------------------------------------------------------------------------

CONFIRMED = {
    "key": "a" * 32,
    "reference": "YZ-A01-4UA223",
    "item": "report_loss",
    "outcome": "confirmed",
    "code": None,
    "message": "",
    "at": "2026-11-20T09:00:00+08:00",
    "loss_until": None,
    "mark": None,
}


@pytest.mark.parametrize("change", [{"outcome": "refused"}, {"code": "BUSY"}, {"outcome": "done"}, {"at": "now"}])
def test_an_outcome_that_cannot_be_is_not_believed(change):
    with pytest.raises(ValidationError):
        Outcome.model_validate_json(json.dumps({**CONFIRMED, **change}))


@pytest.mark.parametrize("change", [{"code": "BUSY"}, {"allowed": False}, {"until": None}, {"days": 0}])
def test_a_policy_that_contradicts_itself_is_not_believed(change):
    kind = {"kind": "temporary", "allowed": True, "days": 7, "until": CONFIRMED["at"], "code": None, "message": ""}
    told = {"handle": "0" * 24, "kinds": [{**kind, **change}], "bank": {"name": "银行", "hotline": "95595"}}
    with pytest.raises(ValidationError):
        LossPolicy.model_validate_json(json.dumps(told))


def test_nothing_personal_is_in_a_repr(resident):
    report = a_change(resident)
    assert resident.id_number not in repr(report)
    assert resident.cards[0].number not in repr(report)
