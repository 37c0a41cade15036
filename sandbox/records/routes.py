"""What each of the addresses about records does with a body: check it by the contract, then one transaction."""

import re
from collections.abc import Callable, Mapping
from typing import Any, Final, cast

from flask import request

from sandbox.backend.asked import KEY, BadRequest, an_object, count, evidence, person, text, word
from sandbox.backend.desk import Answer, Body, Desk
from sandbox.records import desk, saving
from sandbox.records.careers import Insurance
from sandbox.records.contents import Document

RECORD_OPERATIONS: Final = ("/v1/operations/record-void", "/v1/operations/record-dispute")
RECORD_PATHS: Final = (
    "/v1/records/query",
    "/v1/records/months",
    "/v1/records/documents",
    "/v1/records/saving",
    "/v1/records/saving/state",
    "/v1/records/check",
    *RECORD_OPERATIONS,
)
_INSURANCES = frozenset(insurance.value for insurance in Insurance)
_DOCUMENTS = frozenset(document.value for document in Document)
_SERIAL = re.compile("S[0-9]{14}")
_CODE, _DIGEST = re.compile("[0-9A-Za-z :-]{1,40}"), re.compile("[0-9a-f]{64}")
_LAST_MONTH = 209912


class RecordRoutes:
    """`all`: path → what it does with terminal, request id and body."""

    def __init__(self, at: Desk) -> None:
        self._at = at
        routes = (
            *(self._query, self._months, self._documents, self._saving, self._saving_state, self._check),
            *(self._void, self._dispute),
        )
        self.all: Mapping[str, Callable[[str, str, Body], Answer]] = dict(zip(RECORD_PATHS, routes, strict=True))

    def _query(self, _: str, __: str, body: Body) -> Answer:
        evidence(body)
        here = request.host_url.rstrip("/")
        return self._at.transact(lambda session, now: desk.query(session, body, now, here))

    def _months(self, _: str, __: str, body: Body) -> Answer:
        evidence(body)
        word(body, "insurance", _INSURANCES)
        count({"after": 0, **body}, "after", _LAST_MONTH)
        return self._at.transact(lambda session, now: desk.months(session, body, now))

    def _documents(self, terminal: str, _: str, body: Body) -> Answer:
        evidence(body)
        text(body, "request", KEY)
        word(body, "document", _DOCUMENTS)
        for bound in ("since", "until"):
            _month(body, bound)
        chosen: object = body.get("insurances")
        if not isinstance(chosen, list) or not chosen or not set(map(str, cast("list[object]", chosen))) <= _INSURANCES:
            raise BadRequest("insurances: a list of insurances is needed")
        if not isinstance(body.get("large", False), bool):
            raise BadRequest("large: true or false is needed")
        return self._at.transact(lambda session, now: desk.compose(session, terminal[:64], body, now))

    def _saving(self, _: str, __: str, body: Body) -> Answer:
        evidence(body)
        text(body, "serial", _SERIAL)
        return self._at.transact(lambda session, now: saving.offer(session, body, now))

    def _saving_state(self, _: str, __: str, body: Body) -> Answer:
        serial = text(body, "serial", _SERIAL)
        return self._at.transact(lambda session, now: saving.state(session, serial, now))

    def _check(self, _: str, __: str, body: Body) -> Answer:
        code = text(body, "code", _CODE)
        digest = text(body, "digest", _DIGEST) if "digest" in body else None
        return {"verdict": self._at.transact(lambda session, now: desk.check(session, code, digest, now))}

    def _void(self, terminal: str, _: str, body: Body) -> Answer:
        operation = an_object(body, "operation")
        person(operation)
        text(operation, "request", KEY)
        return self._at.operate("void_record", terminal, body)

    def _dispute(self, terminal: str, _: str, body: Body) -> Answer:
        operation = an_object(body, "operation")
        evidence(operation)
        word(operation, "insurance", _INSURANCES)
        _month(operation, "month")
        return self._at.operate("dispute_record", terminal, body)


def _month(body: Mapping[str, Any], name: str) -> int:
    """YYYYMM."""
    month = count(body, name, _LAST_MONTH)
    if month < 190001 or not 1 <= month % 100 <= 12:  # noqa: PLR2004 - months of a year
        raise BadRequest(f"{name}: a month is needed")
    return month
