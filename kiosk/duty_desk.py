"""Rings the duty desk over HTTP, at an endpoint that the branch or the bureau runs.

`POST endpoint` with `{"terminal", "place", "district"}` answers `{"call": ID}`; `GET endpoint/ID` answers
`{"state": "ringing" | "coming"}`; `DELETE endpoint/ID` says that nobody needs to come any more. Nothing that is told
is about a resident.
"""

from collections.abc import Mapping
from typing import Any, cast
from urllib.parse import quote

SECONDS = 5.0
"""How long one of the three may take."""
LONGEST = 64
"""Characters of a call's id."""


class DeskError(Exception):
    """The desk cannot be rung, or answered something else: the hotline is what remains."""


class DutyDesk:
    """Blocking calls, for a thread; one object for all of them."""

    def __init__(self, endpoint: str, terminal: Mapping[str, str]) -> None:
        """`endpoint` without a slash at its end; `terminal`: what the desk is told of where it rings from."""
        self._endpoint = endpoint
        self._terminal = dict(terminal)

    def ring(self) -> str:
        """Begin to ring; the call's id. Raises `DeskError`."""
        call = self._asked("POST", "").get("call")
        if not isinstance(call, str) or not 0 < len(call) <= LONGEST:
            raise DeskError("it named no call")
        return call

    def coming(self, call: str) -> bool:
        """Whether somebody has answered and comes. Raises `DeskError`."""
        return self._asked("GET", call).get("state") == "coming"

    def hang_up(self, call: str) -> None:
        """Nobody needs to come any more. Raises `DeskError`."""
        self._asked("DELETE", call)

    def _asked(self, method: str, call: str) -> dict[str, Any]:
        import requests  # noqa: PLC0415 - only who calls for help needs it

        url = f"{self._endpoint}/{quote(call, safe='')}" if call else self._endpoint
        told = self._terminal if method == "POST" else None
        try:
            answer = requests.request(method, url, json=told, timeout=SECONDS, allow_redirects=False)
            body = answer.json() if answer.ok else None
        except (requests.RequestException, ValueError) as error:
            raise DeskError(type(error).__name__) from None
        if not isinstance(body, dict):
            raise DeskError(f"HTTP {answer.status_code}")
        return cast("dict[str, Any]", body)
