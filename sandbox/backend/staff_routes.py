"""The addresses by which staff sign in: a body checked by the contract, then one transaction."""

import re
from collections.abc import Callable, Mapping
from typing import Final

from sandbox.backend import staff
from sandbox.backend.asked import SESSION, person, text, word
from sandbox.backend.desk import Answer, Body, Desk

NUMBER, NONCE, ANSWER = re.compile("[0-9]{4,10}"), re.compile("[0-9a-f]{32}"), re.compile("[0-9a-f]{64}")
CARD, CARD_NONCE = re.compile("[0-9A-F]{16}"), re.compile("[0-9a-f]{16}([0-9a-f]{16})?")
STAFF: Final = (
    *("/v1/staff/challenge", "/v1/staff/sign-in", "/v1/staff/vouch"),
    *("/v1/staff/card-challenge", "/v1/staff/card-sign-in"),
)


class StaffRoutes:
    """`all`: path → what it does with terminal, request id and body."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        routes = (self._challenge, self._sign_in, self._vouch, self._card_challenge, self._card_sign_in)
        self.all: Mapping[str, Callable[[str, str, Body], Answer]] = dict(zip(STAFF, routes, strict=True))

    def _challenge(self, _: str, __: str, body: Body) -> Answer:
        text(body, "number", NUMBER)
        return self._desk.transact(lambda session, now: staff.challenge(session, body, now))

    def _sign_in(self, _: str, __: str, body: Body) -> Answer:
        _answered(body)
        return self._desk.transact(lambda session, now: staff.sign_in(session, body, now))

    def _vouch(self, _: str, __: str, body: Body) -> Answer:
        _answered(body)
        person(body)
        text(body, "session", SESSION)
        return self._desk.transact(lambda session, now: staff.vouch(session, body, now))

    def _card_challenge(self, _: str, __: str, body: Body) -> Answer:
        text(body, "card", CARD)
        word(body, "algorithm", staff.ALGORITHMS)
        return self._desk.transact(lambda session, now: staff.card_challenge(session, body, now))

    def _card_sign_in(self, _: str, __: str, body: Body) -> Answer:
        for name, form in (("card", CARD), ("nonce", CARD_NONCE), ("answer", CARD_NONCE)):
            text(body, name, form)
        return self._desk.transact(lambda session, now: staff.card_sign_in(session, body, now))


def _answered(body: Body) -> None:
    for name, form in (("number", NUMBER), ("nonce", NONCE), ("answer", ANSWER)):
        text(body, name, form)
