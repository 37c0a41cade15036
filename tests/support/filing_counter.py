"""A made-up bureau with one person whose telephone has answered, and what they apply for there."""

import base64
import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy import select

from sandbox.backend import applications
from sandbox.backend.asked import Asked
from sandbox.backend.database import CardRow, Database
from sandbox.backend.operations import carry_out
from sandbox.backend.production import make_cards
from sandbox.backend.refusals import REFUSALS
from sandbox.backend.sms import give_back, inbox, send
from sandbox.backend.uploads import drop_expired, stage
from sandbox.people import Person
from sandbox.population import people

NOW = 1_790_000_000.0
DAY = 86400
EVERYBODY = {person.key: person for person in people(1)}
SVG = b"<svg />"
SESSION = "session-1"


class Counter:
    """A bureau with one person, whose telephone has answered."""

    def __init__(self, url: str, person: Person) -> None:
        self.key = person.key
        self.now = NOW
        self.database = Database(url, [person], lambda: self.now, (make_cards, drop_expired))
        self.person = {"id_number": person.id_number}
        self.turn = 0
        self.prove()

    def prove(self) -> None:
        """Their telephone answers, now."""
        body = {"person": self.person, "session": SESSION}
        self.run(lambda session: send(session, body, self.now))
        code = self.run(lambda session: inbox(session, 1))[0].split()[-1]
        token = self.run(lambda session: give_back(session, {**body, "code": code}, self.now))["token"]
        self.proven = {"person": self.person, "proofs": ["id_card", "sms"], "sms": {"session": SESSION, "token": token}}

    def run(self, function: Callable[[Any], Any]) -> Any:
        return self.database.transact(function)

    def card(self) -> dict[str, Any]:
        """Of the card issued last."""
        names = (CardRow.handle, CardRow.identifier, CardRow.number, CardRow.state, CardRow.production, CardRow.bank)
        last = select(*names).order_by(CardRow.issued.desc())
        return self.run(lambda session: session.execute(last).first()._asdict())

    def state(self, number: str) -> str:
        """社保应用状态 of one of their cards."""
        chosen = select(CardRow.state).filter_by(number=number)
        return self.run(lambda session: session.scalars(chosen).one())

    def policy(self, kind: str) -> dict[str, Any]:
        handle = {} if kind == "new" else {"handle": self.card()["handle"]}
        question = {**self.proven, "kind": kind, **handle}
        return self.run(lambda session: applications.policy(session, question, self.now))

    def against(self, kind: str) -> list[str]:
        return [obstacle["code"] for obstacle in self.policy(kind)["obstacles"]]

    def signature(self) -> dict[str, str]:
        return self.attachment("signature", "image/svg+xml", SVG)

    def attachment(self, kind: str, media_type: str, content: bytes) -> dict[str, str]:
        """Staged; as an operation names it."""
        digest = hashlib.sha256(content).hexdigest()
        body = {"person": self.person, "kind": kind, "media_type": media_type}
        whole = {**body, "digest": digest, "content": base64.b64encode(content).decode()}
        staged = self.run(lambda session: stage(session, "A", whole, self.now))
        return {"upload": staged["upload"], "digest": digest}

    def outcome(self, item: str, **changes: object) -> str:
        self.turn += 1
        wanted = {"bank": "cqrcb", "place": "songxi", "signature": self.signature()}
        meant = {} if item == "apply_card" else {"handle": self.card()["handle"]}
        operation = {**self.proven, **wanted, **meant, **changes}
        asked = Asked("A", item, f"{self.turn:032}", f"A-{self.turn}", "K7MQ", operation)
        told = self.run(lambda session: carry_out(session, asked, self.now))
        assert told["message"] == REFUSALS.get(told["code"], "")
        return told["code"] or told["outcome"]


def counter_of(folder: Path, key: str) -> Counter:
    """The bureau of one of the made-up residents."""
    return Counter(f"sqlite:///{folder / f'{key}.sqlite'}", EVERYBODY[key])
