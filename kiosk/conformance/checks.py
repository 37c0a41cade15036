"""The guarantees of the contract, one check for each; a check returns, or raises `Broken` with what came instead."""

import base64
import hashlib
import json
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import UTC, datetime
from statistics import median
from typing import Final, NamedTuple

from kiosk.backend.applications import Staged
from kiosk.backend.errors import BackendMalformed
from kiosk.backend.operations import DayPage, Ended, HeartbeatTaken, Mark, Outcome, PinChangeClosed, ReferenceStanding
from kiosk.backend.schemas import Detail, Echo, RefusalAnswer, SystemInfo
from kiosk.backend.staff import Challenge
from kiosk.conformance.bench import (
    BEGIN,
    CARDS,
    CLOSE,
    OK,
    OTHER_TERMINAL,
    TERMINAL,
    UNAUTHORISED,
    UNPROCESSABLE,
    Bench,
    Broken,
    asked_for,
    names,
    new_ticket,
)

SYSTEM, DAY = "/v1/system", "/v1/terminals/day"
NOBODY: Final = "000000000000000000"
WINDOW: Final = 300
LONGEST_BODY, LONGEST_ANSWER = 64 * 1024, 64 * 1024
TOO_LONG: Final = frozenset({400, UNAUTHORISED, 413})
SLOW: Final = 2.0
"""Seconds that half of all answers may take at most."""
SLOWEST: Final = 5.0
SVG: Final = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1000 400"><path d="M1 1L9 9"/></svg>'


class Check(NamedTuple):
    """One guarantee: its name, what it promises (Chinese · English), and how it is looked at."""

    name: str
    words: str
    look: Callable[[Bench], None]


def _signature(bench: Bench) -> None:
    reply = bench.line.send(SYSTEM, None, names(TERMINAL))
    _holds(reply.status == UNAUTHORISED, f"an unsigned request was answered HTTP {reply.status}")


def _replay(bench: Bench) -> None:
    first, second = bench.line.ask_twice(SYSTEM)
    first.should_be(OK)
    second.should_be(UNAUTHORISED, "REPLAY")


def _window(bench: Bench) -> None:
    answer = bench.line.ask(SYSTEM, None, late=WINDOW * 2)
    answer.should_be(UNAUTHORISED, "TIMESTAMP")
    _holds("time" in answer.told, "TIMESTAMP without the gateway's time")


def _clock(bench: Bench) -> None:
    off = (bench.line.ask(SYSTEM, None).as_a(SystemInfo).time - datetime.now(UTC)).total_seconds()
    _holds(abs(off) < WINDOW, f"the clock is off by {off:.0f} s")


def _bad_request(bench: Bench) -> None:
    bench.line.ask(CARDS, {"person": 5}).should_be(400)
    bench.line.ask(BEGIN, {"key": "short"}).should_be(400)


def _size(bench: Bench) -> None:
    """More than the contract allows is not carried out, and brings nothing down; nobody need sign that refusal."""
    question = {**asked_for(bench.first), "proofs": ["id_card"], "more": "x" * 4 * LONGEST_BODY}
    with suppress(Broken, BackendMalformed):
        bench.line.ask(CARDS, question)
    status = bench.line.last_status
    _holds(status in TOO_LONG, f"a body of more than {LONGEST_BODY} bytes was answered HTTP {status}")


def _unknown_fields(bench: Bench) -> None:
    bench.line.ask(CARDS, {**asked_for(bench.first), "proofs": ["id_card"], "added_later": 1}).should_be(OK)


def _about_the_asked(bench: Bench) -> None:
    for person in (bench.first, bench.second):
        told = bench.cards(person)
        _holds(told.person.id_number == person.id_number, "an answer about another person")


def _no_more_than_proven(bench: Bench) -> None:
    """An ID card alone opens states: no number, no digit of the account, no telephone."""
    question = {**asked_for(bench.first), "proofs": ["id_card"]}
    answer = bench.line.ask(CARDS, question)
    told = bench.cards(bench.first)
    _holds(told.detail is Detail.STATES, "an ID card alone opened more than states")
    _holds(bench.first.card.number not in json.dumps(answer.told), "the whole card number for an ID card alone")
    _holds("phone" not in answer.told, "a telephone number for an ID card alone")


def _nothing_of_others(bench: Bench) -> None:
    """Somebody's ID number with another's card: refused, and nothing told of either."""
    card = bench.second.card
    question = {**asked_for(bench.first), "proofs": ["card_pin"], "card": card.model_dump(mode="json")}
    answer = bench.line.ask(CARDS, question)
    answer.should_be(UNPROCESSABLE, "CARD_MISMATCH")
    secret = (bench.first.id_number, bench.second.id_number, bench.first.card.number, card.identifier)
    _holds(not any(word in json.dumps(answer.told) for word in secret), "a refusal with somebody's number")


def _refusal(bench: Bench) -> None:
    answer = bench.line.ask(CARDS, {"person": {"id_number": NOBODY}, "proofs": ["id_card"]})
    answer.should_be(UNPROCESSABLE, "NO_RECORD")
    refusal = RefusalAnswer.model_validate_json(json.dumps(answer.told))
    _holds(bool(refusal.message.strip()), "a refusal without words for the screen")


def _once(bench: Bench) -> None:
    """The same request again is the same outcome, and is done once."""
    with bench.begun() as (ticket, outcome):
        _holds(outcome.outcome is Ended.CONFIRMED, f"the PIN change was {outcome.outcome.value} {outcome.code or ''}")
        again = bench.begin(ticket, bench.first).as_a(Outcome)
        _holds(again == outcome, "the same request again had another outcome")
        _holds([mark.mark for mark in bench.marks(bench.first)] == [ticket.key], "not exactly one mark is open")


def _at_once(bench: Bench) -> None:
    """Two copies that come at the same moment."""
    ticket = new_ticket()
    try:
        with ThreadPoolExecutor(2) as both:
            sent = [both.submit(bench.begin, ticket, bench.first) for _ in range(2)]
            first, second = (answer.result().as_a(Outcome) for answer in sent)
        _holds(first == second, "two copies of a request had two outcomes")
        _holds(first.mark is Mark.OPEN, "the mark is not open")
    finally:
        bench.close(ticket, bench.first)


def _other_body(bench: Bench) -> None:
    with bench.begun() as (ticket, outcome):
        bench.begin(ticket, bench.second).should_be(UNPROCESSABLE, "KEY_REUSED")
        _holds(not bench.marks(bench.second), "a request under another's key was carried out")
        _holds(bench.settle(ticket).as_a(Outcome) == outcome, "the first outcome is not the only one")


def _settle_tells(bench: Bench) -> None:
    with bench.begun() as (ticket, outcome):
        _holds(bench.settle(ticket).as_a(Outcome) == outcome, "settling tells another outcome than the operation did")


def _settle_seals(bench: Bench) -> None:
    ticket = new_ticket()
    first, second = (bench.settle(ticket).as_a(Outcome) for _ in range(2))
    _holds(first.outcome is Ended.SEALED, f"a key that nothing came under is {first.outcome.value}")
    _holds(first == second, "settling again tells something else")


def _late(bench: Bench) -> None:
    """What arrives after its key was sealed does nothing."""
    ticket = new_ticket()
    bench.settle(ticket).should_be(OK)
    answer = bench.begin(ticket, bench.first)
    try:
        answer.should_be(UNPROCESSABLE, "SEALED")
        _holds(not bench.marks(bench.first), "a request was carried out after its key was sealed")
    finally:
        bench.close(ticket, bench.first)


def _whose_key(bench: Bench) -> None:
    with bench.begun() as (ticket, _):
        bench.settle(ticket, OTHER_TERMINAL).should_be(UNPROCESSABLE, "KEY_REUSED")


def _refused_for_good(bench: Bench) -> None:
    """A refusal is an outcome: written down, and told again."""
    ticket = new_ticket()
    outcome = bench.begin(ticket, bench.first, bench.second.card).as_a(Outcome)
    _holds((outcome.outcome, outcome.code) == (Ended.REFUSED, "CARD_MISMATCH"), f"it was {outcome.outcome.value}")
    _holds(bool(outcome.message.strip()), "a refusal without words for the screen")
    _holds(bench.settle(ticket).as_a(Outcome) == outcome, "settling tells another outcome than the refusal")


def _mark(bench: Bench) -> None:
    """How the chip ended is told once; again is the same, the other end is refused."""
    with bench.begun() as (ticket, _):
        first, second = (bench.close(ticket, bench.first).as_a(PinChangeClosed) for _ in range(2))
        _holds(first == second, "the same end told again is answered differently")
        bench.close(ticket, bench.first, "changed").should_be(UNPROCESSABLE, "MARK_CLOSED")
        _holds(not bench.marks(bench.first), "a mark that was closed is still shown")
    told = {"mark": new_ticket().key, "card": bench.first.card.model_dump(mode="json"), "chip": "changed"}
    bench.line.ask(CLOSE, told).should_be(UNPROCESSABLE, "NO_MARK")


def _staging(bench: Bench) -> None:
    """The same attachment again is the same one; what does not fit its digest is not taken."""
    digest = hashlib.sha256(SVG).hexdigest()
    upload = {**asked_for(bench.first), "kind": "signature", "media_type": "image/svg+xml", "digest": digest}
    whole = {**upload, "content": base64.b64encode(SVG).decode()}
    first, second = (bench.line.ask("/v1/uploads", whole).as_a(Staged) for _ in range(2))
    _holds(first.attachment == second.attachment, "the same attachment got two names")
    torn = {**upload, "content": base64.b64encode(SVG[:-9]).decode()}
    bench.line.ask("/v1/uploads", torn).should_be(UNPROCESSABLE, "UPLOAD_UNREADABLE")


def _references(bench: Bench) -> None:
    with bench.begun() as (ticket, _):
        asked = {"number": ticket.number, "check": ticket.check}
        standing = bench.line.ask("/v1/references/query", asked).as_a(ReferenceStanding).standing
        _holds(standing.value == "pending", f"a PIN change that is open is told as {standing.value}")
        other = {**asked, "check": "2222" if ticket.check != "2222" else "3333"}
        bench.line.ask("/v1/references/query", other).should_be(UNPROCESSABLE, "NO_REFERENCE")


def _day(bench: Bench) -> None:
    """What was done today stands in the day's list, in order and complete."""
    with bench.begun() as (ticket, outcome):
        keys: list[str] = []
        after, total = 0, 0
        while True:
            question = {"day": outcome.at.date().isoformat(), "after": after}
            page = bench.line.ask(DAY, question).as_a(DayPage)
            keys += [line.key for line in page.operations]
            total = page.total
            if page.next is None or page.next <= after:
                break
            after = page.next
        _holds(ticket.key in keys, "an operation of today is missing in the day's list")
        _holds(len(keys) == total == len(set(keys)), "the day's list does not add up to its total")


def _heartbeat(bench: Bench) -> None:
    now, log = datetime.now(UTC).isoformat(), {"records": 0, "digest": "0" * 64}
    devices = [{"name": "card_reader", "state": "online"}]
    told = {"at": now, "district": "500103", "devices": devices, "event_log": log, "open_operations": 0}
    _holds(bench.line.ask("/v1/terminals/heartbeat", told).as_a(HeartbeatTaken).accepted, "it was not accepted")


def _echo(bench: Bench) -> None:
    sent = base64.b64encode(bytes(range(256))).decode()
    _holds(bench.line.ask("/v1/terminals/echo", {"echo": sent}).as_a(Echo).echo == sent, "the echo was another one")


def _staff(bench: Bench) -> None:
    """A number that nobody has is asked as all others are, so that numbers cannot be found out."""
    first, second = (bench.line.ask("/v1/staff/challenge", {"number": "9999999"}).as_a(Challenge) for _ in range(2))
    _holds(first.salt == second.salt, "the salt of a number that nobody has changes")
    _holds(first.nonce != second.nonce, "a nonce was given twice")


def _answer_sizes(bench: Bench) -> None:
    bench.cards(bench.first)
    _holds(bench.line.largest <= LONGEST_ANSWER, f"an answer of {bench.line.largest} bytes")


def _times(bench: Bench) -> None:
    for _ in range(5):
        bench.cards(bench.first)
    usual, slowest = median(bench.line.seconds), max(bench.line.seconds)
    _holds(usual <= SLOW, f"half of all answers took more than {usual:.1f} s")
    _holds(slowest <= SLOWEST, f"the slowest answer took {slowest:.1f} s")


def _holds(good: bool, otherwise: str) -> None:
    if not good:
        raise Broken(otherwise)


CHECKS: Final[Sequence[Check]] = (
    Check("signature", "没有签名的请求不予受理 · an unsigned request is turned away", _signature),
    Check("replay", "同一随机数只能用一次 · a nonce is good once", _replay),
    Check("window", "时钟超差的请求被拒，并告知时间 · a clock that is off is told the time", _window),
    Check("clock", "网关时钟正确 · the gateway's clock is right", _clock),
    Check("bad-request", "不合约定的请求答 400 · what is not by the contract is answered 400", _bad_request),
    Check("size", "过大的请求被拒 · a body that is too large is refused", _size),
    Check("unknown-fields", "不认识的字段不影响办理 · unknown fields are ignored", _unknown_fields),
    Check("same-person", "答的就是所问的人 · the answer is about who was asked for", _about_the_asked),
    Check("detail", "只出示身份证只给状态 · an ID card alone opens states only", _no_more_than_proven),
    Check("others", "不透露其他人的任何信息 · nothing is told about another person", _nothing_of_others),
    Check("refusal", "业务拒绝有代码和用语 · a refusal has code and words", _refusal),
    Check("key-once", "同一请求重发，结果相同，只办一次 · the same request again: same outcome, done once", _once),
    Check("key-at-once", "两份同时到达，只办一次 · two copies at the same moment: done once", _at_once),
    Check("key-other-body", "同键不同内容被拒，不办理 · the same key with another body is refused", _other_body),
    Check("settle-tells", "了结告知已有结果 · settling tells the outcome", _settle_tells),
    Check("settle-seals", "没有到过的键被封存 · a key that nothing came under is sealed", _settle_seals),
    Check("late-arrival", "封存以后到达的不办理 · what arrives after sealing does nothing", _late),
    Check("key-owner", "他机不能了结本机的键 · no other terminal settles a key", _whose_key),
    Check("refused-for-good", "拒绝也是结果，不再改变 · a refusal is an outcome for good", _refused_for_good),
    Check("mark", "芯片结果登记一次，不能改口 · how the chip ended is told once", _mark),
    Check("staging", "附件暂存：同一附件同一编号 · the same attachment is staged once", _staging),
    Check("reference", "受理号凭校验位查询 · a reference opens with its check part alone", _references),
    Check("day", "日终对账完整 · the day's list is complete", _day),
    Check("heartbeat", "心跳被接收 · a heartbeat is taken", _heartbeat),
    Check("echo", "回声原样返回 · an echo comes back as it went", _echo),
    Check("staff", "不存在的工号也照样应答 · a number nobody has is answered alike", _staff),
    Check("answer-size", "应答不超过 64 KiB · answers are within 64 KiB", _answer_sizes),
    Check("times", "应答时间在限度内 · answers come in time", _times),
)
