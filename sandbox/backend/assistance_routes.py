"""The addresses about help with items: a body checked by the contract, then one transaction."""

import re
from collections.abc import Callable, Mapping
from typing import Final

from sandbox.backend import assistance
from sandbox.backend.asked import NUMBER, RELATIONS, BadRequest, an_object, count, evidence, text, word
from sandbox.backend.desk import Answer, Body, Desk

MOBILE, STAFF_NUMBER = re.compile("1[3-9][0-9]{9}"), re.compile("[0-9]{4,10}")
WRITTEN = re.compile(r"[^\x00-\x1f\x7f\ud800-\udfff]{1,100}")
UPLOAD, DIGEST = re.compile("[0-9a-f]{32}"), re.compile("[0-9a-f]{64}")
MOVES, OUTCOMES = frozenset({"handle", "archive", "hand_on", "close"}), frozenset({"done", "not_done"})
CONVENIENT = frozenset({"morning", "afternoon", "any"})
MOST_ITEM: Final = 99
REQUEST: Final = "/v1/operations/assistance-request"
ACCEPTANCE: Final = "/v1/operations/entrustment-acceptance"
STEP: Final = "/v1/operations/entrustment-step"
ASSISTED: Final = (REQUEST, ACCEPTANCE, STEP)
"""The operations among them."""
ASSISTANCE: Final = ("/v1/assistance/open", *ASSISTED)


class AssistanceRoutes:
    """`all`: path → what it does with terminal, request id and body."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.all: Mapping[str, Callable[[str, str, Body], Answer]] = dict(
            zip(ASSISTANCE, (self._open, self._request, self._accept, self._advance), strict=True)
        )

    def _open(self, terminal: str, _: str, body: Body) -> Answer:
        text(body, "staff", STAFF_NUMBER)
        return self._desk.transact(lambda session, _: assistance.open_ones(session, terminal, body))

    def _request(self, terminal: str, _: str, body: Body) -> Answer:
        operation = an_object(body, "operation")
        evidence(operation)
        count(operation, "item", MOST_ITEM, least=1)
        text(operation, "phone", MOBILE)
        word(operation, "convenient", CONVENIENT)
        if not isinstance(operation.get("at_home"), bool):
            raise BadRequest("at_home: true or false is needed")
        if operation["at_home"] or "address" in operation:
            text(operation, "address", WRITTEN)
        if "remark" in operation:
            text(operation, "remark", WRITTEN)
        return self._desk.operate("request_assistance", terminal, body)

    def _accept(self, terminal: str, _: str, body: Body) -> Answer:
        operation = an_object(body, "operation")
        evidence(operation)
        text(operation, "by", STAFF_NUMBER)
        count(operation, "item", MOST_ITEM, least=1)
        if "request" in operation:
            text(operation, "request", NUMBER)
        if "phone" in operation or "request" not in operation:
            text(operation, "phone", MOBILE)
        if "authorisation" in operation:
            paper = an_object(operation, "authorisation")
            text(paper, "upload", UPLOAD)
            text(paper, "digest", DIGEST)
        if "representative" in operation:
            sent = an_object(operation, "representative")
            text(sent, "id_number")
            text(sent, "name")
            word(sent, "relation", RELATIONS)
        if not isinstance(operation.get("paper_seen", False), bool):
            raise BadRequest("paper_seen: true or false is needed")
        return self._desk.operate("accept_entrustment", terminal, body)

    def _advance(self, terminal: str, _: str, body: Body) -> Answer:
        operation = an_object(body, "operation")
        text(operation, "by", STAFF_NUMBER)
        text(operation, "request", NUMBER)
        move = word(operation, "move", MOVES)
        if move == "handle":
            word(operation, "outcome", OUTCOMES)
        if move == "hand_on" or "to" in operation:
            text(operation, "to", STAFF_NUMBER)
        return self._desk.operate("advance_entrustment", terminal, body)
