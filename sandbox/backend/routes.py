"""What each address of the bureau's API does with a body: check it by the contract, then one transaction."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Final, TypeVar, cast

from sqlalchemy.orm import Session

from sandbox.backend import loss, operations, pin_change, sms, terminals
from sandbox.backend.asked import (
    CHECK,
    KEY,
    NUMBER,
    SESSION,
    TEXT,
    Asked,
    BadRequest,
    an_object,
    attachment,
    count,
    evidence,
    inserted,
    keyed,
    moment,
    number,
    person,
    sms_proof,
    text,
    word,
)
from sandbox.backend.assistance_routes import ASSISTANCE, ASSISTED, AssistanceRoutes
from sandbox.backend.cards import cards_of
from sandbox.backend.database import Database, NoticeRow, keep
from sandbox.backend.desk import Answer, Body
from sandbox.backend.face_routes import FACE_OPERATIONS, FACES, FaceRoutes
from sandbox.backend.filing_routes import FILED, FILING, Filing
from sandbox.backend.pin_routes import BEGINNINGS, PIN_PATHS, PinRoutes
from sandbox.backend.rating_routes import RATING, RatingRoutes
from sandbox.backend.refusals import Refused
from sandbox.backend.staff_routes import STAFF, StaffRoutes
from sandbox.hsm import Hsm, HsmError
from sandbox.records.routes import RECORD_OPERATIONS, RECORD_PATHS, RecordRoutes

HSM_ITEMS: Final = (
    "area",
    "reset_info",
    "algorithm",
    "identifier",
    "internal_factor",
    "internal_raw",
    "external_factor",
    "external_raw",
)
NOTICES = frozenset({"card_left_behind", "card_taken_late", "out_of_service", "in_service"})
DEVICE_STATES = frozenset({
    "online", "offline", "busy", "hardware_error", "user_error", "no_device", "potential_fraud", "not_observable",
})  # fmt: skip
MEDIA = frozenset({"present", "not_present", "jammed"})
SUPPLIES = frozenset({"ok", "low", "out"})
MOST_DEVICES = 30
CODE, TAIL, DIGEST = re.compile("[0-9]{6}"), re.compile("[0-9A-Z]{0,4}"), re.compile("[0-9a-f]{64}")
HANDLE = re.compile("[0-9a-f]{24}")

BANK: Final = "/v1/operations/bank-loss-report"
BANK_ITEM: Final = "report_bank_loss"
"""What the gateway hands on to the co-operating bank, which may fail by itself."""
OWN_OPERATIONS: Final = (
    "/v1/operations/loss-report",
    BANK,
    "/v1/operations/pin-change",
    "/v1/operations/application-lock",
    "/v1/operations/application-unlock",
    "/v1/operations/loss-withdrawal",
)
OPERATIONS: Final = (*OWN_OPERATIONS, *BEGINNINGS, *FILED, *RECORD_OPERATIONS, *FACE_OPERATIONS, *ASSISTED, RATING)
CLOSE: Final = "/v1/operations/pin-change/close"
SETTLE: Final = "/v1/operations/settle"
ECHO: Final = re.compile(r"(?=.{0,4096}$)(?:[0-9A-Za-z+/]{4})*(?:[0-9A-Za-z+/]{2}==|[0-9A-Za-z+/]{3}=)?")
"""Base64 (RFC 4648, 4), of 3 KiB at most."""
READING: Final = "/v1/hsm/reading"
OWN: Final = (
    "/v1/cards/query",
    "/v1/cards/loss-policy",
    "/v1/sms/codes",
    "/v1/sms/check",
    *OWN_OPERATIONS,
    CLOSE,
    SETTLE,
    "/v1/references/query",
    READING,
    "/v1/terminals/notices",
    "/v1/terminals/heartbeat",
    "/v1/terminals/echo",
    "/v1/terminals/day",
)
PATHS: Final = (*OWN, *PIN_PATHS, *FILING, *RECORD_PATHS, *FACES, *STAFF, *ASSISTANCE, RATING)

R = TypeVar("R")


class Routes:
    """The addresses that take a body.

    `is_on`: whether a fault by name is; `refuse`: the code with which operations of an item are refused, if any.
    """

    def __init__(self, database: Database, is_on: Callable[[str], bool], refuse: Callable[[str], str | None]) -> None:
        self._database = database
        self._is_on = is_on
        self._refuse = refuse
        self._hsm = Hsm()
        routes = (
            *(self._cards, self._policy, self._send_code, self._check_code),
            *(self._report_loss, self._report_bank_loss, self._change_pin, self._lock, self._unlock, self._withdraw),
            *(self._close, self._settle, self._reference),
            *(self._reading, self._notice, self._heartbeat, self._echo, self._day),
        )
        self.all: Mapping[str, Callable[[str, str, Body], Answer]] = {
            **dict(zip(OWN, routes, strict=True)),
            **PinRoutes(self, self._hsm, is_on).all,
            **Filing(self).all,
            **RecordRoutes(self).all,
            **FaceRoutes(self).all,
            **StaffRoutes(self).all,
            **AssistanceRoutes(self).all,
            **RatingRoutes(self).all,
        }
        """Path → what it does with terminal, request id and body."""

    def _cards(self, _: str, __: str, body: Body) -> Answer:
        evidence(body)
        return self.transact(lambda session, now: cards_of(session, body, now))

    def _policy(self, _: str, __: str, body: Body) -> Answer:
        evidence(body)
        text(body, "handle", HANDLE)
        return self.transact(lambda session, now: loss.policy(session, body, now))

    def _send_code(self, _: str, __: str, body: Body) -> Answer:
        person(body)
        text(body, "session", SESSION)
        return self.transact(lambda session, now: sms.send(session, body, now))

    def _check_code(self, _: str, __: str, body: Body) -> Answer:
        person(body)
        text(body, "session", SESSION)
        text(body, "code", CODE)
        return self.transact(lambda session, now: sms.give_back(session, body, now))

    def _report_loss(self, terminal: str, _: str, body: Body) -> Answer:
        operation = an_object(body, "operation")
        evidence(operation)
        sms_proof(operation)
        text(operation, "handle", HANDLE)
        word(operation, "kind", loss.KINDS)
        if "signature" in operation:
            attachment(operation, "signature")
        return self.operate("report_loss", terminal, body)

    def _report_bank_loss(self, terminal: str, _: str, body: Body) -> Answer:
        operation = an_object(body, "operation")
        evidence(operation)
        sms_proof(operation)
        text(operation, "handle", HANDLE)
        return self.operate(BANK_ITEM, terminal, body)

    def _change_pin(self, terminal: str, _: str, body: Body) -> Answer:
        operation = an_object(body, "operation")
        evidence(operation)
        inserted(operation)
        return self.operate("change_pin", terminal, body)

    def _lock(self, terminal: str, _: str, body: Body) -> Answer:
        operation = an_object(body, "operation")
        evidence(operation)
        sms_proof(operation)
        text(operation, "handle", HANDLE)
        return self.operate("lock_application", terminal, body)

    def _unlock(self, terminal: str, _: str, body: Body) -> Answer:
        return self._with_card("unlock_application", terminal, body)

    def _withdraw(self, terminal: str, _: str, body: Body) -> Answer:
        return self._with_card("withdraw_loss_report", terminal, body)

    def _with_card(self, item: str, terminal: str, body: Body) -> Answer:
        """ID card, SMS code and the card itself."""
        operation = an_object(body, "operation")
        evidence(operation)
        sms_proof(operation)
        inserted(operation)
        return self.operate(item, terminal, body)

    def operate(self, item: str, terminal: str, body: Body) -> Answer:
        """An operation under its key; its body is by the contract."""
        asked = Asked(_named(terminal), item, *keyed(body), body["operation"])
        refuse = self._refuse(item)
        return self.transact(lambda session, now: operations.carry_out(session, asked, now, refuse))

    def _settle(self, terminal: str, _: str, body: Body) -> Answer:
        asked = Asked(_named(terminal), "", *keyed(body), {})
        return self.transact(lambda session, now: operations.settle(session, asked, now))

    def _close(self, _: str, __: str, body: Body) -> Answer:
        text(body, "mark", KEY)
        word(body, "chip", pin_change.ENDS)
        inserted(body)
        return self.transact(lambda session, now: pin_change.close(session, body, now))

    def _reference(self, terminal: str, _: str, body: Body) -> Answer:
        text(body, "number", NUMBER)
        text(body, "check", CHECK)
        return self.transact(lambda session, now: terminals.look_up(session, terminal, body, now))

    def _reading(self, _: str, __: str, body: Body) -> Answer:
        if self._is_on("hsm-down"):
            return Refused("HSM_UNAVAILABLE")
        try:
            values = self._hsm.authorise_reading(*(text(body, item) for item in HSM_ITEMS))
        except HsmError:
            return Refused("HSM_REFUSED")
        return {"internal_auth": values.internal_auth, "external_auth": values.external_auth}

    def _notice(self, _: str, request_id: str, body: Body) -> Answer:
        notice = NoticeRow(
            request_id=request_id[:64],
            terminal_id=text(body, "terminal_id")[:64],
            kind=word(body, "kind", NOTICES),
            at=moment(body, "at")[:40],
            device=text({"device": "", **body}, "device"),
            card_tail=text({"card_tail": "", **body}, "card_tail", TAIL),
        )
        self.transact(lambda session, _: keep(session, notice))
        return {"accepted": True}

    def _heartbeat(self, terminal: str, _: str, body: Body) -> Answer:
        told = _heartbeat(body)
        return self.transact(lambda session, now: terminals.heartbeat(session, _named(terminal), told, now))

    def _echo(self, _: str, __: str, body: Body) -> Answer:
        return {"echo": text(body, "echo", ECHO)}

    def _day(self, terminal: str, _: str, body: Body) -> Answer:
        count({"after": 0, **body}, "after")
        try:
            date.fromisoformat(text(body, "day", re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)))
        except ValueError:
            raise BadRequest("day: a date is needed") from None
        return self.transact(lambda session, _: terminals.day(session, _named(terminal), body))

    def transact(self, function: Callable[[Session, float], R]) -> R:
        """One transaction, with the bureau's calendar."""
        return self._database.transact(lambda session: function(session, self._database.clock()))


def _named(terminal: str) -> str:
    if not terminal:
        raise BadRequest("X-Terminal-Id: needed")
    return terminal[:64]


def _heartbeat(body: Body) -> Body:
    """What is kept of it: only what the contract knows."""
    log, devices = an_object(body, "event_log"), body.get("devices")
    if not isinstance(devices, list) or len(cast("list[object]", devices)) > MOST_DEVICES:
        raise BadRequest("devices: a list is needed")
    return {
        "at": moment(body, "at"),
        "district": text(body, "district", re.compile(r"\d{6}", re.ASCII)),
        "devices": [_device({"device": device}) for device in cast("list[object]", devices)],
        "event_log": {"records": count(log, "records"), "digest": text(log, "digest", DIGEST)},
        "open_operations": count(body, "open_operations"),
        "clock_offset": number({"clock_offset": 0, **body}, "clock_offset"),
    }


def _device(body: Body) -> dict[str, str | None]:
    device = an_object(body, "device")
    known = {"media": MEDIA, "supplies": SUPPLIES}
    told = {name: word(device, name, words) for name, words in known.items() if device.get(name) is not None}
    own = {"name": text(device, "name", re.compile("[a-z_]{1,40}")), "state": word(device, "state", DEVICE_STATES)}
    fault = text({"fault": "", **device}, "fault", TEXT)
    return {**own, **told, "fault": fault}
