"""The address for 好差评: a body checked by the contract, then one transaction."""

import re
from collections.abc import Callable, Mapping
from typing import Any, Final, cast

from sandbox.backend.asked import NUMBER, BadRequest, an_object, count, text
from sandbox.backend.desk import Answer, Body, Desk

RATING: Final = "/v1/operations/service-rating"
MOST_REASONS, MOST_LEVEL = 20, 5
_WORD, _LIST = re.compile("[a-z_]{1,40}"), re.compile(r"[0-9A-Za-z.-]{1,20}")


class RatingRoutes:
    """`all`: path → what it does with terminal, request id and body."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.all: Mapping[str, Callable[[str, str, Body], Answer]] = {RATING: self._rate}

    def _rate(self, terminal: str, _: str, body: Body) -> Answer:
        said = an_object(body, "operation")
        text(said, "item", _WORD)
        text(said, "list", _LIST)
        if said.get("about") is not None:
            text(said, "about", NUMBER)
        if said.get("level") is not None:
            count(said, "level", MOST_LEVEL, least=1)
        _reasons(said)
        return self._desk.operate("rate_service", terminal, body)


def _reasons(said: Mapping[str, Any]) -> None:
    reasons: object = said.get("reasons", [])
    if not isinstance(reasons, list) or len(cast("list[object]", reasons)) > MOST_REASONS:
        raise BadRequest("reasons: a list is needed")
    for reason in cast("list[object]", reasons):
        text({"reason": reason}, "reason", _WORD)
