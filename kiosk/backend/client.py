"""The terminal's client of the bureau's API: blocking, for one worker thread; `abort` from any thread."""

import json
import secrets
import time
from collections.abc import Sequence
from threading import Lock
from typing import TYPE_CHECKING, TypeVar

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
from kiosk.backend.schemas import (
    CardsAnswer,
    Detail,
    InsertedCard,
    NoticeTaken,
    Proof,
    ReadingAuthorisation,
    ReadingRequest,
    RefusalAnswer,
    SystemInfo,
    TerminalNotice,
)
from kiosk.backend.signing import Signer

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


class Bureau:
    """The back end at `base_url`. Calls raise `BackendError`s and nothing else.

    `query_deadline`: seconds for a whole call, its retry included; `max_bytes`: of an answer; `ca_file`: PEM file of
    the authority that signs the back end's certificate, or "" for the system's.
    """

    def __init__(
        self,
        base_url: str,
        *,
        terminal_id: str,
        signer: Signer,
        query_deadline: float = 10.0,
        max_bytes: int = MAX_BYTES,
        ca_file: str = "",
    ) -> None:
        self._base_url = base_url.rstrip("/")
        self._terminal_id = terminal_id
        self._signer = signer
        self._deadline = query_deadline
        self._max_bytes = max_bytes
        self._ca_file = ca_file
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

    def cards(self, person: str, proofs: Sequence[Proof], card: InsertedCard | None = None) -> CardsAnswer:
        """All cards of the person with that ID number, told as fully as the proofs allow."""
        question: dict[str, object] = {
            "person": {"id_number": person},
            "proofs": [proof.value for proof in proofs],
        }
        if card is not None:
            question["card"] = card.model_dump(mode="json")
        answer = self._call("/v1/cards/query", question, CardsAnswer, AFTER_A_QUERY)
        if answer.person.id_number != person:
            raise BackendMalformed("answer about another person")
        if answer.detail is Detail.FULL and Proof.CARD_PIN not in proofs:
            raise BackendMalformed("more detail than the proofs allow")
        return answer

    def authorise_reading(self, request: ReadingRequest) -> ReadingAuthorisation:
        """Have the bureau's HSM prove to a card that this terminal may read it."""
        return self._call("/v1/hsm/reading", request.model_dump(mode="json"), ReadingAuthorisation, AFTER_A_QUERY)

    def notice(self, notice: TerminalNotice) -> None:
        """Tell the bureau; on `BackendSilent` it may have been written down or not, and may be told again: a notice of
        the same kind and moment is written down once.
        """
        told = {"terminal_id": self._terminal_id, **notice.model_dump(mode="json", exclude_none=True)}
        if not self._call("/v1/terminals/notices", told, NoticeTaken, AFTER_A_NOTICE).accepted:
            raise BackendMalformed("a notice neither accepted nor refused")

    def abort(self) -> None:
        """From any thread: end the call that is under way; it is not retried."""
        with self._lock:
            self._aborted = True
            if self._exchange is not None:
                self._exchange.end()

    def close(self) -> None:
        """Nothing is held between calls: each has a connection of its own."""
        self.abort()

    def _call(self, path: str, question: object, model: type[M], retried: tuple[type[BackendError], ...]) -> M:
        ends = time.monotonic() + self._deadline
        self._aborted = False
        try:
            return self._attempt(path, question, model, self._deadline * FIRST_SHARE)
        except retried as failure:
            if self._aborted:
                raise
            if isinstance(failure, ClockSkew):
                self._signer.offset += failure.seconds
        return self._attempt(path, question, model, ends - time.monotonic())

    def _attempt(self, path: str, question: object, model: type[M], seconds: float) -> M:
        reply = self._exchanged(path, question, seconds)
        if reply.status == OK:
            return _parsed(model, reply.body)
        raise self._failure(reply)

    def _exchanged(self, path: str, question: object, seconds: float) -> "Reply":
        from kiosk.backend.transport import Exchange, prepared  # noqa: PLC0415 - 150 ms, on the worker's thread

        body = None if question is None else json.dumps(question).encode()
        request = prepared("GET" if body is None else "POST", self._base_url + path, body, self._headers())
        exchange = Exchange(seconds)
        with self._lock:
            self._exchange = exchange
            if self._aborted:
                exchange.end()
        try:
            return exchange.run(request, ca_file=self._ca_file, max_bytes=self._max_bytes)
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
            return BackendRefused(refusal.code, _cleaned(refusal.message))
        if refusal.code == CLOCK_REFUSED and refusal.time is not None:
            return ClockSkew(refusal.time.timestamp() - self._signer.now())
        return BackendUnauthorised(refusal.code)


def _parsed(model: type[M], body: bytes) -> M:
    """The answer as a value; what is wrong with it is told by place and kind, never by its content."""
    try:
        return model.model_validate_json(body)
    except ValidationError as error:
        raise BackendMalformed(f"{model.__name__}: {_places(error)}") from None


def _places(error: ValidationError) -> str:
    found = error.errors(include_url=False, include_context=False, include_input=False)
    return ", ".join(f"{'.'.join(map(str, detail['loc'])) or 'answer'} {detail['type']}" for detail in found[:3])


def _cleaned(message: str) -> str:
    """The bureau's text without what cannot be printed, bounded."""
    return "".join(char if char.isprintable() else " " for char in message).strip()[:MOST_WORDS]
