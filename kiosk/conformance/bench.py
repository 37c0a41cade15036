"""What the checks of a back end are made with: a line that shows statuses, two made-up people, and harmless operations.

The operation is the beginning of a PIN change: it needs no SMS code, touches no chip here, and is closed as unchanged.
"""

import json
import secrets
import time
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Final, NamedTuple, TypeVar, cast

from pydantic import BaseModel, ValidationError

from kiosk.backend.operations import Outcome, Ticket
from kiosk.backend.schemas import CardsAnswer, InsertedCard, OpenMark
from kiosk.backend.signing import Gateway
from kiosk.backend.transport import Exchange, Reply, prepared
from kiosk.journal.reference import ALPHABET, CHECK_LENGTH

M = TypeVar("M", bound=BaseModel)

TERMINAL: Final = "CHECK-01"
OTHER_TERMINAL: Final = "CHECK-02"
BEGIN, CLOSE = "/v1/operations/pin-change", "/v1/operations/pin-change/close"
SETTLE, CARDS = "/v1/operations/settle", "/v1/cards/query"
MOST_BYTES: Final = 4 * 1024 * 1024
"""Read of an answer, so that one beyond the contract can be told."""
NORMAL: Final = "1"
NEEDED: Final = 2
OK, UNAUTHORISED, UNPROCESSABLE = 200, 401, 422


class Broken(Exception):  # noqa: N818 - says of a guarantee what it is
    """A guarantee that does not hold: what was expected, and what came; nothing personal."""


class Person(NamedTuple):
    """One of the back end's made-up people, with a card in normal state."""

    id_number: str
    card: InsertedCard


class Answer(NamedTuple):
    """What came back, by the contract's measure."""

    status: int
    told: Mapping[str, Any]
    size: int

    @property
    def code(self) -> str:
        """Of a refusal."""
        return str(self.told.get("code"))

    def should_be(self, status: int, code: str = "") -> None:
        """Raises `Broken` unless it is that."""
        if self.status != status or (code and self.code != code):
            wanted, came = (
                f"HTTP {status} {code}".rstrip(),
                f"HTTP {self.status} {self.told.get('code') or ''}".rstrip(),
            )
            raise Broken(f"{wanted} expected, {came} came")

    def as_a(self, model: type[M]) -> M:
        """The body of a 200 as a value of the contract."""
        self.should_be(OK)
        try:
            return model.model_validate_json(json.dumps(self.told))
        except ValidationError as error:
            places = [".".join(map(str, detail["loc"])) for detail in error.errors(include_input=False)[:3]]
            raise Broken(f"{model.__name__} not by the contract: {', '.join(places)}") from None


class Line:
    """Exchanges with the back end, each counted with its time. `make`: a gateway's manner for one exchange."""

    def __init__(
        self, url: str, make: Callable[[], Gateway], *, ca_file: str = "", own: tuple[str, str] | None = None
    ) -> None:
        self._url, self._make = url.rstrip("/"), make
        self._ca_file, self._own = ca_file, own
        self.seconds: list[float] = []
        self.largest = 0
        self.last_status = 0

    def ask(
        self, path: str, question: Mapping[str, Any] | None, *, terminal: str = TERMINAL, late: float = 0.0
    ) -> Answer:
        """One signed question; `late`: by how many seconds the terminal's clock is behind."""
        gateway = self._make()
        gateway.offset = -late
        body = gateway.written(None if question is None else json.dumps(question).encode())
        return self._answer(gateway, self.send(path, body, {**gateway.headers(), **names(terminal)}))

    def ask_twice(self, path: str) -> tuple[Answer, Answer]:
        """The same signed bytes, two times."""
        gateway = self._make()
        body = gateway.written(None)
        headers = {**gateway.headers(), **names(TERMINAL)}
        first, second = (self._answer(gateway, self.send(path, body, headers)) for _ in range(2))
        return first, second

    def send(self, path: str, body: bytes | None, headers: Mapping[str, str], seconds: float = 20.0) -> Reply:
        """One exchange as it is."""
        request = prepared("GET" if body is None else "POST", self._url + path, body, headers)
        began = time.monotonic()
        reply = Exchange(seconds).run(request, ca_file=self._ca_file, max_bytes=MOST_BYTES, own=self._own)
        self.seconds.append(time.monotonic() - began)
        self.last_status = reply.status
        return reply

    def _answer(self, gateway: Gateway, reply: Reply) -> Answer:
        status, body = gateway.read(*reply)
        self.largest = max(self.largest, len(body))
        try:
            told = json.loads(body)
        except (ValueError, RecursionError):
            raise Broken(f"HTTP {status} with a body that is not JSON") from None
        if not isinstance(told, dict):
            raise Broken(f"HTTP {status} with JSON that is no object")
        return Answer(status, cast("dict[str, Any]", told), len(body))


class Bench:
    """The line, and two people to ask about."""

    def __init__(self, line: Line, first: Person, second: Person) -> None:
        self.line = line
        self.first, self.second = first, second

    def begin(self, ticket: Ticket, person: Person, card: InsertedCard | None = None) -> Answer:
        """Begin a PIN change under that ticket."""
        return self.line.ask(BEGIN, beginning(ticket, person, card or person.card))

    def settle(self, ticket: Ticket, terminal: str = TERMINAL) -> Answer:
        """Ask what became of a key."""
        return self.line.ask(SETTLE, keyed(ticket), terminal=terminal)

    def close(self, ticket: Ticket, person: Person, chip: str = "unchanged") -> Answer:
        """Tell how the chip ended."""
        told = {"mark": ticket.key, "card": person.card.model_dump(mode="json"), "chip": chip}
        return self.line.ask(CLOSE, told)

    def cards(self, person: Person) -> CardsAnswer:
        """What is told to the holder of the ID card."""
        return self.line.ask(CARDS, {**asked_for(person), "proofs": ["id_card"]}).as_a(CardsAnswer)

    def marks(self, person: Person) -> tuple[OpenMark, ...]:
        """The open marks on the person's cards."""
        return tuple(card.open_mark for card in self.cards(person).cards if card.open_mark is not None)

    @contextmanager
    def begun(self) -> Generator[tuple[Ticket, Outcome]]:
        """A PIN change of the first person, closed again in any case."""
        ticket = new_ticket()
        outcome = self.begin(ticket, self.first).as_a(Outcome)
        try:
            yield ticket, outcome
        finally:
            self.close(ticket, self.first)


def names(terminal: str) -> dict[str, str]:
    """The headers that name request and terminal."""
    return {"X-Request-Id": secrets.token_hex(16), "X-Terminal-Id": terminal}


def new_ticket() -> Ticket:
    """A key that nothing has come under, and its reference."""
    number = "CHECK-" + secrets.token_hex(5).upper()
    check = "".join(secrets.choice(ALPHABET) for _ in range(CHECK_LENGTH))
    return Ticket(key=secrets.token_hex(16), number=number, check=check)


def keyed(ticket: Ticket) -> dict[str, Any]:
    """Key and reference, as every operation has them."""
    return {"key": ticket.key, "reference": {"number": ticket.number, "check": ticket.check}}


def beginning(ticket: Ticket, person: Person, card: InsertedCard) -> dict[str, Any]:
    """The body of the operation."""
    told = {**asked_for(person), "proofs": ["card_pin"], "card": card.model_dump(mode="json")}
    return {**keyed(ticket), "operation": told}


def asked_for(person: Person) -> dict[str, Any]:
    """Whom a question is about."""
    return {"person": {"id_number": person.id_number}}


def fitting(people: object) -> Sequence[Person]:
    """Those of a list of people (as `kiosk sandbox people --json` writes it) who have one card, in normal state.

    Needed of each: id_number, and cards with identifier, number and state. `ValueError` for what is no such list.
    """
    try:
        found = [(str(one["id_number"]), one["cards"]) for one in cast("list[dict[str, Any]]", people)]
        return [
            Person(number, InsertedCard(identifier=cards[0]["identifier"], number=cards[0]["number"]))
            for number, cards in found
            if len(cards) == 1 and cards[0]["state"] == NORMAL
        ]
    except (TypeError, KeyError, ValidationError):
        raise ValueError("each person needs id_number and cards with identifier, number, state") from None
