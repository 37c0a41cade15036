"""The terminal's client of the bureau's API: blocking, for one worker thread; `abort` from any thread."""

import json
import secrets
import time
from base64 import b64decode, b64encode
from collections.abc import Mapping, Sequence
from datetime import date
from threading import Lock
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeVar

from pydantic import BaseModel, ValidationError

from kiosk.backend.errors import (
    BackendError,
    BackendMalformed,
    BackendRefused,
    BackendSilent,
    BackendUnauthorised,
    BackendUnreachable,
    ClockSkew,
)
from kiosk.backend.operations import (
    DayPage,
    Ended,
    Heartbeat,
    HeartbeatTaken,
    Item,
    LossPolicy,
    Mark,
    OperationLine,
    Outcome,
    PinChangeClosed,
    ReferenceStanding,
    SmsProven,
    SmsSent,
    StandingTold,
    Ticket,
)
from kiosk.backend.pin_restoring import PinCommand, PinCommandQuestion, PinKey, PinKeyQuestion
from kiosk.backend.schemas import (
    AgentProof,
    CardsAnswer,
    Detail,
    Echo,
    FaceProof,
    InsertedCard,
    NoticeTaken,
    Proof,
    ReadingAuthorisation,
    ReadingRequest,
    RefusalAnswer,
    SmsProof,
    StaffProof,
    SystemInfo,
    TerminalNotice,
)
from kiosk.backend.signing import Gateway
from kiosk.backend.staff import Challenge, StaffMember

if TYPE_CHECKING:
    from kiosk.backend.transport import Exchange, Reply

M = TypeVar("M", bound=BaseModel)

MAX_BYTES = 64 * 1024
"""Of an answer: fifty cards fit, and the worst nonsense is parsed in the 2 ms for which the interpreter may be held."""
FIRST_SHARE = 0.5
"""Of a call's deadline: what its first attempt may use, so that a retry still has time."""
MOST_WORDS = 200

OK, UNAUTHORISED, UNPROCESSABLE, SERVER_ERRORS = 200, 401, 422, 500
CLOCK_REFUSED = "TIMESTAMP"

AFTER_A_QUERY = (BackendUnreachable, BackendSilent, ClockSkew)
"""What a query, which changes nothing, is retried after, once."""
AFTER_A_NOTICE = (BackendUnreachable, ClockSkew)
"""The bureau has certainly not acted."""
AFTER_AN_OPERATION = (ClockSkew,)
"""The gateway has turned the request away; whatever else may have happened to it, the caller decides by its journal."""

PATHS: Final = {
    Item.REPORT_LOSS: "/v1/operations/loss-report",
    Item.REPORT_BANK_LOSS: "/v1/operations/bank-loss-report",
    Item.CHANGE_PIN: "/v1/operations/pin-change",
    Item.RESET_PIN: "/v1/operations/pin-reset",
    Item.UNBLOCK_PIN: "/v1/operations/pin-unblock",
    Item.ACTIVATE: "/v1/operations/activation",
    Item.LOCK_APPLICATION: "/v1/operations/application-lock",
    Item.UNLOCK_APPLICATION: "/v1/operations/application-unlock",
    Item.WITHDRAW_LOSS_REPORT: "/v1/operations/loss-withdrawal",
    Item.CERTIFY_PENSION: "/v1/operations/pension-certification",
    Item.MAINTAIN_PAYOUT_ACCOUNT: "/v1/operations/payout-account",
    Item.APPLY_CARD: "/v1/operations/card-application",
    Item.REPLACE_CARD: "/v1/operations/card-replacement",
    Item.EXCHANGE_CARD: "/v1/operations/card-exchange",
    Item.CANCEL_CARD: "/v1/operations/card-cancellation",
    Item.CHANGE_INFORMATION: "/v1/operations/contact-change",
    Item.REQUEST_ASSISTANCE: "/v1/operations/assistance-request",
    Item.ACCEPT_ENTRUSTMENT: "/v1/operations/entrustment-acceptance",
    Item.ADVANCE_ENTRUSTMENT: "/v1/operations/entrustment-step",
    Item.VOID_RECORD: "/v1/operations/record-void",
    Item.DISPUTE_RECORD: "/v1/operations/record-dispute",
    Item.RATE_SERVICE: "/v1/operations/service-rating",
}
MOST_PAGES = 200
HOLDER: Final = frozenset({Proof.SMS, Proof.FACE, Proof.STAFF})
"""What shows, beside the ID card, that its holder is here."""


class Limits(NamedTuple):
    """Of one call: its total deadline in seconds, and the bytes of its answer."""

    seconds: float
    max_bytes: int


class Bureau:
    """The back end at `base_url`. Calls raise `BackendError`s and nothing else.

    `query_deadline`: seconds for a whole call, its retry included; `max_bytes`: of an answer; `ca_file`: PEM file of
    the authority that signs the back end's certificate, or "" for the system's; `own`: the PEM files of the terminal's
    certificate and key, where the back end asks for them.
    """

    def __init__(
        self,
        base_url: str,
        *,
        terminal_id: str,
        signer: Gateway,
        query_deadline: float = 10.0,
        max_bytes: int = MAX_BYTES,
        ca_file: str = "",
        own: tuple[str, str] | None = None,
    ) -> None:
        self._base_url = base_url.rstrip("/")
        self._terminal_id = terminal_id
        self._signer = signer
        self._deadline = query_deadline
        self._max_bytes = max_bytes
        self._ca_file = ca_file
        self._own = own
        self._lock = Lock()
        self._exchange: Exchange | None = None
        self._aborted = False

    @property
    def clock_offset(self) -> float:
        """Seconds by which the terminal's clock was found behind the gateway's; 0 while it was never refused."""
        return self._signer.offset

    def system(self) -> SystemInfo:
        """Who answers there, and whether it is a test system."""
        return self._call("/v1/system", None, SystemInfo, AFTER_A_QUERY)

    def echo(self, data: bytes) -> bytes:
        """Up to 3 KiB there and back; what comes otherwise was changed on the way, or is no base64 (b"")."""
        told = self._call("/v1/terminals/echo", {"echo": b64encode(data).decode()}, Echo, AFTER_A_QUERY).echo
        try:
            return b64decode(told, validate=True)
        except ValueError:
            return b""

    def cards(
        self,
        person: str,
        proofs: Sequence[Proof],
        card: InsertedCard | None = None,
        sms: SmsProof | None = None,
        *,
        face: FaceProof | None = None,
        staff: StaffProof | None = None,
        agent: AgentProof | None = None,
    ) -> CardsAnswer:
        """All cards of the person with that ID number, told as fully as the proofs allow."""
        question = _evidence(person, proofs, card=card, sms=sms, face=face, staff=staff, agent=agent)
        answer = self._call("/v1/cards/query", question, CardsAnswer, AFTER_A_QUERY)
        if answer.person.id_number != person:
            raise BackendMalformed("answer about another person")
        if _tells_too_much(answer, proofs):
            raise BackendMalformed("more detail than the proofs allow")
        return answer

    def loss_policy(
        self,
        person: str,
        proofs: Sequence[Proof],
        handle: str,
        sms: SmsProof | None = None,
        *,
        face: FaceProof | None = None,
        staff: StaffProof | None = None,
        agent: AgentProof | None = None,
    ) -> LossPolicy:
        """What can be reported of the person's card with that handle, and until when."""
        question = {**_evidence(person, proofs, sms=sms, face=face, staff=staff, agent=agent), "handle": handle}
        answer = self._call("/v1/cards/loss-policy", question, LossPolicy, AFTER_A_QUERY)
        if answer.handle != handle:
            raise BackendMalformed("answer about another card")
        return answer

    def send_sms(self, person: str, session: str) -> SmsSent:
        """Send a code to the person's registered telephone. `BackendRefused` NO_PHONE when there is none.

        On `BackendSilent` a code may be on its way.
        """
        question = {"person": {"id_number": person}, "session": session}
        return self._call("/v1/sms/codes", question, SmsSent, AFTER_A_NOTICE)

    def check_sms(self, person: str, session: str, code: str) -> SmsProof:
        """The proof for the right code; the same code again gives it again.

        `BackendRefused` SMS_WRONG with `tries_left`, SMS_USED_UP or SMS_EXPIRED.
        """
        question = {"person": {"id_number": person}, "session": session, "code": code}
        proven = self._call("/v1/sms/check", question, SmsProven, AFTER_A_NOTICE)
        return SmsProof(session=session, token=proven.token)

    def staff_challenge(self, number: str) -> Challenge:
        """How the password of that member of staff is to be derived; a number that nobody has gets an answer too."""
        return self._call("/v1/staff/challenge", {"number": number}, Challenge, AFTER_A_QUERY)

    def staff_vouch(self, number: str, nonce: str, answer: str, person: str, session: str) -> StaffProof:
        """The word of a member of staff for this person in this visit. `BackendRefused` as for `staff_sign_in`."""
        question = {"number": number, "nonce": nonce, "answer": answer, "person": {"id_number": person}}
        vouched = self._call("/v1/staff/vouch", {**question, "session": session}, StaffProof, AFTER_A_NOTICE)
        if (vouched.number, vouched.session) != (number, session):
            raise BackendMalformed("answer about another member of staff")
        return vouched

    def staff_sign_in(self, number: str, nonce: str, answer: str) -> StaffMember:
        """Who it is. `BackendRefused` STAFF_WRONG, STAFF_LOCKED or STAFF_EXPIRED."""
        question = {"number": number, "nonce": nonce, "answer": answer}
        member = self._call("/v1/staff/sign-in", question, StaffMember, AFTER_A_NOTICE)
        if member.number != number:
            raise BackendMalformed("answer about another member of staff")
        return member

    def operate(self, item: Item, ticket: Ticket, body: Mapping[str, Any]) -> Outcome:
        """An operation by the body that the journal kept; confirmed or refused, once and for all.

        Never sent twice by this client. `BackendUnreachable`: not one byte was sent. `BackendRefused` SEALED: nothing
        was done, nor will be; KEY_REUSED: this request changed nothing. After any other error it may have been done.
        """
        outcome = self._call(PATHS[item], {**_keyed(ticket), "operation": body}, Outcome, AFTER_AN_OPERATION)
        if outcome.item is not item or outcome.outcome is Ended.SEALED:
            raise BackendMalformed("answer to another operation")
        return _of(outcome, ticket)

    def settle(self, ticket: Ticket) -> Outcome:
        """What became of the key; one that nothing has come for is sealed, and can never be carried out."""
        return _of(self._call("/v1/operations/settle", _keyed(ticket), Outcome, AFTER_A_QUERY), ticket)

    def close_pin_change(self, mark: str, card: InsertedCard, chip: Mark) -> PinChangeClosed:
        """Tell how the chip ended (CHANGED or UNCHANGED); may be told again, from any terminal.

        `BackendRefused` MARK_CLOSED when the other end was told before.
        """
        told = {"mark": mark, "card": card.model_dump(mode="json"), "chip": chip.value}
        answer = self._call("/v1/operations/pin-change/close", told, PinChangeClosed, AFTER_A_NOTICE)
        if (answer.mark, answer.chip) != (mark, chip):
            raise BackendMalformed("answer about another PIN change")
        return answer

    def standing(self, number: str, check: str) -> StandingTold:
        """What the holder of a slip may know. `BackendRefused` NO_REFERENCE or RATE_LIMITED."""
        return self.reference(number, check).standing

    def reference(self, number: str, check: str) -> ReferenceStanding:
        """As `standing`, with how far a card is that was applied for."""
        question = {"number": number, "check": check}
        return self._call("/v1/references/query", question, ReferenceStanding, AFTER_A_QUERY)

    def day(self, day: date) -> tuple[OperationLine, ...]:
        """This terminal's operations of that day by the bureau's calendar, in the order of their coming."""
        lines: list[OperationLine] = []
        after = 0
        for _ in range(MOST_PAGES):
            page = self._call("/v1/terminals/day", {"day": day.isoformat(), "after": after}, DayPage, AFTER_A_QUERY)
            lines += page.operations
            if page.day != day or (page.next is None and page.total != len(lines)):
                break
            if page.next is None:
                return tuple(lines)
            after = page.next
        raise BackendMalformed("a day that does not add up")

    def heartbeat(self, heartbeat: Heartbeat) -> HeartbeatTaken:
        """Tell how the terminal is; what time it is at the gateway."""
        told = heartbeat.model_dump(mode="json", exclude_none=True)
        return self._call("/v1/terminals/heartbeat", told, HeartbeatTaken, AFTER_A_NOTICE)

    def authorise_reading(self, request: ReadingRequest) -> ReadingAuthorisation:
        """Have the bureau's HSM prove to a card that this terminal may read it."""
        return self._call("/v1/hsm/reading", request.model_dump(mode="json"), ReadingAuthorisation, AFTER_A_QUERY)

    def pin_key(self, question: PinKeyQuestion) -> PinKey:
        """Have the HSM prove to the card of an open mark that its PIN may be restored; a key for the new one."""
        return self._call("/v1/hsm/pin/key", question.model_dump(mode="json"), PinKey, AFTER_A_QUERY)

    def pin_command(self, question: PinCommandQuestion) -> PinCommand:
        """Have the HSM make the command that restores the PIN, for the card's fresh challenge. May be asked again."""
        return self._call("/v1/hsm/pin/command", question.model_dump(mode="json"), PinCommand, AFTER_A_QUERY)

    def notice(self, notice: TerminalNotice) -> None:
        """Tell the bureau; on `BackendSilent` it may have been written down or not, and may be told again: a notice of
        the same kind and moment is written down once.
        """
        told = {"terminal_id": self._terminal_id, **notice.model_dump(mode="json", exclude_none=True)}
        if not self._call("/v1/terminals/notices", told, NoticeTaken, AFTER_A_NOTICE).accepted:
            raise BackendMalformed("a notice neither accepted nor refused")

    def ask(
        self, path: str, question: object, model: type[M], *, repeatable: bool = True, limits: Limits | None = None
    ) -> M:
        """Any other question of the contract. `repeatable`: asking twice does no harm, so a lost answer is asked for
        again; otherwise only what was certainly not heard is. `limits`: of a question with a long or late answer."""
        return self._call(path, question, model, AFTER_A_QUERY if repeatable else AFTER_A_NOTICE, limits)

    def abort(self) -> None:
        """From any thread: end the call that is under way; it is not retried."""
        with self._lock:
            self._aborted = True
            if self._exchange is not None:
                self._exchange.end()

    def close(self) -> None:
        """Nothing is held between calls: each has a connection of its own."""
        self.abort()

    def _call(
        self,
        path: str,
        question: object,
        model: type[M],
        retried: tuple[type[BackendError], ...],
        limits: Limits | None = None,
    ) -> M:
        usual = limits or Limits(self._deadline, self._max_bytes)
        ends = time.monotonic() + usual.seconds
        self._aborted = False
        try:
            share = 1.0 if retried is AFTER_AN_OPERATION else FIRST_SHARE
            return self._attempt(path, question, model, Limits(usual.seconds * share, usual.max_bytes))
        except retried as failure:
            if self._aborted:
                raise
            if isinstance(failure, ClockSkew):
                self._signer.offset += failure.seconds
        return self._attempt(path, question, model, Limits(ends - time.monotonic(), usual.max_bytes))

    def _attempt(self, path: str, question: object, model: type[M], limits: Limits) -> M:
        reply = self._exchanged(path, question, limits)
        if reply.status < SERVER_ERRORS:
            reply = reply._make(self._signer.read(*reply))
            if len(reply.body) > limits.max_bytes:
                raise BackendMalformed(f"more than {limits.max_bytes} bytes")
        if reply.status == OK:
            return _parsed(model, reply.body)
        raise self._failure(reply)

    def _exchanged(self, path: str, question: object, limits: Limits) -> "Reply":
        from kiosk.backend.transport import Exchange, prepared  # noqa: PLC0415 - 150 ms, on the worker's thread

        body = self._signer.written(None if question is None else json.dumps(question).encode())
        request = prepared("GET" if body is None else "POST", self._base_url + path, body, self._headers())
        exchange = Exchange(limits.seconds)
        with self._lock:
            self._exchange = exchange
            if self._aborted:
                exchange.end()
        try:
            most = limits.max_bytes * self._signer.growth
            return exchange.run(request, ca_file=self._ca_file, max_bytes=most, own=self._own)
        finally:
            with self._lock:
                self._exchange = None

    def _headers(self) -> dict[str, str]:
        own = {"X-Request-Id": secrets.token_hex(16), "X-Terminal-Id": self._terminal_id}
        return {**self._signer.headers(), **own}

    def _failure(self, reply: "Reply") -> BackendError:
        """What an answer other than 200 means."""
        if reply.status >= SERVER_ERRORS:
            return BackendSilent(f"HTTP {reply.status}")
        if reply.status not in {UNAUTHORISED, UNPROCESSABLE}:
            return BackendMalformed(f"HTTP {reply.status}")
        refusal = _parsed(RefusalAnswer, reply.body)
        if reply.status == UNPROCESSABLE:
            return BackendRefused(refusal.code, _cleaned(refusal.message), refusal.tries_left)
        if refusal.code == CLOCK_REFUSED and refusal.time is not None:
            return ClockSkew(refusal.time.timestamp() - self._signer.now())
        return BackendUnauthorised(refusal.code)


def _evidence(
    person: str, proofs: Sequence[Proof], **shown: InsertedCard | SmsProof | FaceProof | StaffProof | AgentProof | None
) -> dict[str, object]:
    """Who asks, by which proofs, and under their names what the bureau or a card gave for them."""
    values = {name: value for name, value in shown.items() if value is not None}
    given = {name: value.model_dump(mode="json", exclude_none=True) for name, value in values.items()}
    return {"person": {"id_number": person}, "proofs": [proof.value for proof in proofs], **given}


def _tells_too_much(answer: CardsAnswer, proofs: Sequence[Proof]) -> bool:
    """The account belongs to who knows the PIN; the card's number also to who has the ID card and was seen to be its
    holder: by telephone, face or staff."""
    if Proof.CARD_PIN in proofs:
        return False
    accounts = any(card.bank.account_tail is not None for card in answer.cards)
    is_holder = Proof.ID_CARD in proofs and bool(HOLDER & set(proofs))
    return accounts or (answer.detail is Detail.FULL and not is_holder)


def _keyed(ticket: Ticket) -> dict[str, object]:
    return {"key": ticket.key, "reference": {"number": ticket.number, "check": ticket.check}}


def _of(outcome: Outcome, ticket: Ticket) -> Outcome:
    if (outcome.key, outcome.reference) != (ticket.key, ticket.number):
        raise BackendMalformed("answer to another operation")
    return outcome.model_copy(update={"message": _cleaned(outcome.message)})


def _parsed(model: type[M], body: bytes) -> M:
    """The answer as a value; what is wrong with it is told by place and kind, never by its content."""
    try:
        return model.model_validate_json(body)
    except ValidationError as error:
        raise BackendMalformed(f"{model.__name__} not as declared: {_places(error)}") from None


def _places(error: ValidationError) -> str:
    found = error.errors(include_url=False, include_context=False, include_input=False)
    return ", ".join(f"{'.'.join(map(str, detail['loc'])) or 'answer'} {detail['type']}" for detail in found[:3])


def _cleaned(message: str) -> str:
    """The bureau's text without what cannot be printed, bounded."""
    return "".join(char if char.isprintable() else " " for char in message).strip()[:MOST_WORDS]
