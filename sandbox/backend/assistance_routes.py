"""The addresses about help with items: a body checked by the contract, then one transaction."""

import re
from collections.abc import Callable, Mapping
from typing import Final

from sandbox.backend import assistance
from sandbox.backend.asked import BadRequest, an_object, count, evidence, text, word
from sandbox.backend.desk import Answer, Body, Desk

MOBILE, STAFF_NUMBER = re.compile("1[3-9][0-9]{9}"), re.compile("[0-9]{4,10}")
WRITTEN = re.compile(r"[^\x00-\x1f\x7f\ud800-\udfff]{1,100}")
CONVENIENT = frozenset({"morning", "afternoon", "any"})
REQUEST: Final = "/v1/operations/assistance-request"
ASSISTANCE: Final = ("/v1/assistance/open", REQUEST)


class AssistanceRoutes:
    """`all`: path → what it does with terminal, request id and body."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.all: Mapping[str, Callable[[str, str, Body], Answer]] = dict(
            zip(ASSISTANCE, (self._open, self._request), strict=True)
        )

    def _open(self, terminal: str, _: str, body: Body) -> Answer:
        text(body, "staff", STAFF_NUMBER)
        return self._desk.transact(lambda session, _: assistance.open_ones(session, terminal, body))

    def _request(self, terminal: str, _: str, body: Body) -> Answer:
        operation = an_object(body, "operation")
        evidence(operation)
        count(operation, "item")
        text(operation, "phone", MOBILE)
        word(operation, "convenient", CONVENIENT)
        if not isinstance(operation.get("at_home"), bool):
            raise BadRequest("at_home: true or false is needed")
        if operation["at_home"]:
            text(operation, "address", WRITTEN)
        return self._desk.operate("request_assistance", terminal, body)
