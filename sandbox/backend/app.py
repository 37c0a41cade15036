"""The bureau's API over HTTP, as `resources/openapi.yaml` lays down; nothing personal in any address or log."""

import re
from collections.abc import Callable
from datetime import datetime
from typing import Any

from flask import Flask, Response, g, jsonify, request
from sqlalchemy.exc import DBAPIError

from sandbox.backend.asked import BadRequest
from sandbox.backend.database import BEIJING_TIME, Database
from sandbox.backend.refusals import REFUSALS, Refused
from sandbox.backend.routes import Routes
from sandbox.backend.signing import Gateway, NotSigned

REQUEST_ID, TERMINAL_ID = re.compile("[0-9a-f]{32}"), re.compile("[0-9A-Za-z_.-]{1,64}")
VERSION = "1.1.0"
SYSTEM = "/v1/system"
BEHIND_THE_GATEWAY = "sandbox.behind_the_gateway"
"""Set in the WSGI environment of a request that the gateway let through before and delivers once more."""


def make_app(
    database: Database,
    gateway: Gateway,
    clock: Callable[[], float],
    is_on: Callable[[str], bool] = lambda _: False,
    refuse: Callable[[str], str | None] = lambda _: None,
) -> Flask:
    """The WSGI application.

    `clock`: the gateway's, Unix seconds; `is_on`: whether a fault by name is; `refuse`: the code with which operations
    of an item are refused, if any.
    """
    app = Flask("sandbox.backend")

    @app.before_request
    def check() -> None:  # pyright: ignore[reportUnusedFunction]
        if not request.environ.get(BEHIND_THE_GATEWAY):
            gateway.check(dict(request.headers))
        _check_names()
        g.body = _body() if request.method == "POST" else {}

    @app.get(SYSTEM)
    def system() -> Response:  # pyright: ignore[reportUnusedFunction]
        name = "渝中区人社后台（样张）"
        return jsonify(test_system=not is_on("live"), name=name, version=VERSION, time=_now(clock))

    for path, route in Routes(database, is_on, refuse).all.items():
        timed = path.endswith("/heartbeat")
        app.post(path, endpoint=path)(_view(route, (lambda: {"time": _now(clock)}) if timed else dict))

    @app.errorhandler(Refused)
    def refused(error: Refused) -> tuple[Response, int]:  # pyright: ignore[reportUnusedFunction]
        told: dict[str, Any] = {"code": error.code, "message": REFUSALS.get(error.code, error.code)}
        return jsonify(told if error.tries_left is None else {**told, "tries_left": error.tries_left}), 422

    @app.errorhandler(NotSigned)
    def not_signed(error: NotSigned) -> tuple[Response, int]:  # pyright: ignore[reportUnusedFunction]
        return jsonify(code=error.code, message="网关未接受请求的签名。", time=_now(clock)), 401

    @app.errorhandler(BadRequest)
    def bad_request(error: BadRequest) -> tuple[Response, int]:  # pyright: ignore[reportUnusedFunction]
        return jsonify(code="BAD_REQUEST", message=str(error)), 400

    @app.errorhandler(DBAPIError)
    def not_now(_: DBAPIError) -> tuple[Response, int]:  # pyright: ignore[reportUnusedFunction]
        return jsonify(code="FAILED", message=""), 503

    return app


def _view(route: Callable[..., Any], more: Callable[[], dict[str, str]]) -> Callable[[], Response]:
    """A route as Flask calls it; a refusal that had to be written down comes back as a value."""

    def view() -> Response:
        answer = route(request.headers.get("X-Terminal-Id", ""), request.headers.get("X-Request-Id", ""), g.body)
        if isinstance(answer, Refused):
            raise answer
        return jsonify({**answer, **more()})

    return view


def _now(clock: Callable[[], float]) -> str:
    return datetime.fromtimestamp(clock(), BEIJING_TIME).isoformat(timespec="milliseconds")


def _check_names() -> None:
    """Which request it is, and of which terminal."""
    for name, form in (("X-Request-Id", REQUEST_ID), ("X-Terminal-Id", TERMINAL_ID)):
        if form.fullmatch(request.headers.get(name, "")) is None:
            raise BadRequest(f"{name}: needed, of its form")


def _body() -> dict[str, Any]:
    body = request.get_json(silent=True)
    if not isinstance(body, dict):
        raise BadRequest("body: a JSON object is needed")
    return body  # pyright: ignore[reportUnknownVariableType]
