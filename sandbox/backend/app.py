"""The bureau's API over HTTP, as `resources/openapi.yaml` lays down; nothing personal in any address or log."""

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, cast

from flask import Flask, Response, g, jsonify, request

from sandbox.backend.cards import REFUSALS, Refused, cards_of
from sandbox.backend.database import BEIJING_TIME, Database, NoticeRow, keep
from sandbox.backend.signing import Gateway, NotSigned
from sandbox.hsm import Hsm, HsmError

VERSION = "1.0.0"
HSM_ITEMS = (
    "area",
    "reset_info",
    "algorithm",
    "identifier",
    "internal_factor",
    "internal_raw",
    "external_factor",
    "external_raw",
)
NOTICES = frozenset({"card_left_behind", "card_taken_late", "out_of_service", "in_service"})
PROOFS = frozenset({"id_card", "card_pin"})

TEXT = re.compile(r"[^\x00-\x1f\x7f\ud800-\udfff]{0,100}")


class BadRequest(Exception):  # noqa: N818 - the name of status 400
    """A request that is not by the contract; the message names the field."""


def make_app(
    database: Database, gateway: Gateway, clock: Callable[[], float], is_on: Callable[[str], bool] = lambda _: False
) -> Flask:
    """The WSGI application. `clock`: Unix seconds, as the bureau believes; `is_on`: whether a fault by name is."""
    app = Flask("sandbox.backend")
    hsm = Hsm()

    @app.before_request
    def check() -> None:  # pyright: ignore[reportUnusedFunction]
        gateway.check(dict(request.headers))
        g.body = _body() if request.method == "POST" else {}

    @app.get("/v1/system")
    def system() -> Response:  # pyright: ignore[reportUnusedFunction]
        name = "渝中区人社后台（样张）"
        return jsonify(test_system=not is_on("live"), name=name, version=VERSION, time=_now(clock))

    @app.post("/v1/cards/query")
    def cards() -> Response:  # pyright: ignore[reportUnusedFunction]
        with database.session() as session:
            return jsonify(cards_of(session, _cards_question(g.body)))

    @app.post("/v1/hsm/reading")
    def reading() -> Response:  # pyright: ignore[reportUnusedFunction]
        if is_on("hsm-down"):
            raise Refused("HSM_UNAVAILABLE")
        try:
            values = hsm.authorise_reading(*(_text(g.body, item) for item in HSM_ITEMS))
        except HsmError:
            raise Refused("HSM_REFUSED") from None
        return jsonify(internal_auth=values.internal_auth, external_auth=values.external_auth)

    @app.post("/v1/terminals/notices")
    def notices() -> Response:  # pyright: ignore[reportUnusedFunction]
        notice = _notice(g.body)
        with database.session() as session:
            keep(session, notice)
        return jsonify(accepted=True)

    @app.errorhandler(Refused)
    def refused(error: Refused) -> tuple[Response, int]:  # pyright: ignore[reportUnusedFunction]
        return jsonify(code=error.code, message=REFUSALS.get(error.code, error.code)), 422

    @app.errorhandler(NotSigned)
    def not_signed(error: NotSigned) -> tuple[Response, int]:  # pyright: ignore[reportUnusedFunction]
        return jsonify(code=error.code, message="网关未接受请求的签名。", time=_now(clock)), 401

    @app.errorhandler(BadRequest)
    def bad_request(error: BadRequest) -> tuple[Response, int]:  # pyright: ignore[reportUnusedFunction]
        return jsonify(code="BAD_REQUEST", message=str(error)), 400

    return app


def _now(clock: Callable[[], float]) -> str:
    return datetime.fromtimestamp(clock(), BEIJING_TIME).isoformat(timespec="milliseconds")


def _body() -> dict[str, Any]:
    body = request.get_json(silent=True)
    if not isinstance(body, dict):
        raise BadRequest("body: a JSON object is needed")
    return body  # pyright: ignore[reportUnknownVariableType]


def _object(body: Mapping[str, Any], key: str) -> dict[str, Any]:
    value = body.get(key)
    if not isinstance(value, dict):
        raise BadRequest(f"{key}: an object is needed")
    return value  # pyright: ignore[reportUnknownVariableType]


def _text(body: Mapping[str, Any], key: str, pattern: re.Pattern[str] = TEXT) -> str:
    value = body.get(key)
    if not isinstance(value, str) or pattern.fullmatch(value) is None:
        raise BadRequest(f"{key}: text of its form is needed")
    return value


def _cards_question(body: dict[str, Any]) -> dict[str, Any]:
    _text(_object(body, "person"), "id_number")
    proofs: object = body.get("proofs")
    if not isinstance(proofs, list) or not proofs or not all(map(_is_proof, cast("list[object]", proofs))):
        raise BadRequest("proofs: at least one of id_card, card_pin")
    if body.get("card") is not None:
        card = _object(body, "card")
        _text(card, "identifier")
        _text(card, "number")
    return body


def _is_proof(value: object) -> bool:
    return isinstance(value, str) and value in PROOFS


def _notice(body: dict[str, Any]) -> NoticeRow:
    kind = _text(body, "kind")
    if kind not in NOTICES:
        raise BadRequest("kind: not known")
    return NoticeRow(
        request_id=request.headers.get("X-Request-Id", "")[:64],
        terminal_id=_text(body, "terminal_id")[:64],
        kind=kind,
        at=_text(body, "at")[:40],
        device=_text({"device": "", **body}, "device"),
        card_tail=_text({"card_tail": "", **body}, "card_tail", re.compile("[0-9A-Z]{0,4}")),
    )
