"""A made-up bureau with one person and one card, whose telephone has answered."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from sqlalchemy import select

from sandbox.backend.asked import Asked
from sandbox.backend.database import CardRow, Database
from sandbox.backend.operations import carry_out
from sandbox.backend.refusals import REFUSALS
from sandbox.backend.sms import give_back, inbox, send
from sandbox.people import ApplicationState, Production
from sandbox.population import people

ZHANG = people(1)[0]
NOW = 1_800_000_000.0
PERSON = {"id_number": ZHANG.id_number}
SHOWN = {"identifier": ZHANG.cards[0].identifier, "number": ZHANG.cards[0].number}
SESSION = "session-1"
PENDING = (ApplicationState.FORMAL_LOSS, Production.CARD_MADE)
"""补卡中."""


class OneCardDesk:
    """Takes operations about the one card; the calendar goes where it is told."""

    def __init__(self, folder: Path, state: ApplicationState, production: Production = Production.NONE) -> None:
        person = replace(ZHANG, cards=(replace(ZHANG.cards[0], state=state, production=production),))
        self.now = NOW
        self.database = Database(f"sqlite:///{folder / 'bureau.sqlite'}", [person], lambda: self.now)
        body = {"person": PERSON, "session": SESSION}
        self.run(lambda session: send(session, body, NOW))
        code = self.run(lambda session: inbox(session, 1))[0].split()[-1]
        token = self.run(lambda session: give_back(session, {**body, "code": code}, NOW))["token"]
        self.proven = {"person": PERSON, "proofs": ["id_card", "sms"], "sms": {"session": SESSION, "token": token}}

    def run(self, function: Callable[[Any], Any]) -> Any:
        return self.database.transact(function)

    def state(self) -> str:
        return self.run(lambda session: session.scalars(select(CardRow.state)).one())

    def handle(self) -> str:
        return self.run(lambda session: session.scalars(select(CardRow.handle)).one())

    def do(self, item: str, key: str = "k", **operation: object) -> str:
        """The code of its refusal, or its outcome."""
        asked = Asked("A", item, key * 32, f"A-{key}", "K7MQ", {**self.proven, **operation})
        told = self.run(lambda session: carry_out(session, asked, self.now))
        assert told["message"] == REFUSALS.get(told["code"], "")
        return told["code"] or told["outcome"]
