"""The sandbox under requests that schemathesis makes out of the contract: right ones, and wrong ones of every kind.

A request that fits the schema is never answered 400, whatever the bureau makes of it; nothing wrong is taken; and no
answer is outside the contract.
"""

import hashlib
import itertools
import os
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
import yaml
from flask import Flask
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import CHECKS

import resources
from sandbox.backend.app import make_app
from sandbox.backend.database import Database
from sandbox.backend.signing import Gateway
from sandbox.population import people

NOW = 1_700_000_000
EXAMPLES = 100 if os.environ.get("KIOSK_THOROUGH") else 3
CHECKED = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_headers_conformance",
    "response_schema_conformance",
    "negative_data_rejection",
)
NOT_BY_THE_CONTRACT = 400
UNSAID = ("a month is needed",)
"""What a schema has no words for: of a month written 202611, that its last two digits are 01 to 12."""
CONTRACT: dict[str, Any] = yaml.safe_load(resources.path("openapi.yaml").read_text("utf-8"))
PATHS = list(CONTRACT["paths"])
_nonces = itertools.count()


@pytest.fixture(scope="module")
def app(tmp_path_factory) -> Flask:
    database = Database(f"sqlite:///{tmp_path_factory.mktemp('bureau') / 'b.sqlite'}", people(1), lambda: NOW)
    return make_app(database, Gateway("app", "token", lambda: NOW), lambda: NOW)


@pytest.fixture(scope="module")
def schema(app):
    """The contract without its signature, which each request is given here."""
    parts = {name: part for name, part in CONTRACT["components"].items() if name != "securitySchemes"}
    whole = {name: part for name, part in CONTRACT.items() if name != "security"}
    made = schemathesis.openapi.from_dict({**whole, "components": parts})
    made.app = app
    return made


def signed() -> dict[str, str]:
    nonce = str(next(_nonces))
    signature = hashlib.sha256(f"{NOW}token{nonce}{NOW}".encode()).hexdigest()
    return {"x-tif-paasid": "app", "x-tif-timestamp": str(NOW), "x-tif-nonce": nonce, "x-tif-signature": signature}


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
@pytest.mark.parametrize("path", PATHS)
def test_no_request_brings_an_answer_outside_the_contract(schema, path, mode):
    (operation,) = schema[path].values()

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.generate],
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def asked(case: schemathesis.Case) -> None:
        case.headers = {**dict(case.headers or {}), **signed()}
        answer = case.call()
        case.validate_response(answer, checks=CHECKS.get_by_names(CHECKED))
        if mode is GenerationMode.POSITIVE and not any(unsaid in answer.text for unsaid in UNSAID):
            assert answer.status_code != NOT_BY_THE_CONTRACT, answer.text

    asked()


def whole(schema: dict[str, Any]) -> dict[str, Any]:
    """A schema without references, its members those of all its parts."""
    while "$ref" in schema:
        schema = CONTRACT["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    parts = [whole(part) for part in schema.get("allOf", ())]
    members = {name: member for part in (*parts, schema) for name, member in part.get("properties", {}).items()}
    return {**schema, "properties": members}


def takes_null(schema: dict[str, Any]) -> bool:
    known = whole(schema)
    return any(takes_null(one) for one in known.get("oneOf", ())) or "null" in known.get("type", ())


def with_a_null(body: dict[str, Any], schema: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The same, with one member null after the other: of those for which the contract has no null, in all objects."""
    for name, member in whole(schema)["properties"].items():
        if not takes_null(member):
            yield {**body, name: None}
        if isinstance(body.get(name), dict):
            yield from ({**body, name: inner} for inner in with_a_null(body[name], member))


def asked_with(path: str) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The schema of what a path is asked with, and the contract's examples of it."""
    content = CONTRACT["paths"][path]["post"]["requestBody"]["content"]["application/json"]
    return content["schema"], [example["value"] for example in content.get("examples", {}).values()]


@pytest.mark.parametrize("path", [path for path in PATHS if "post" in CONTRACT["paths"][path]])
def test_null_is_taken_only_where_the_contract_has_one(app: Flask, path: str) -> None:
    schema, examples = asked_with(path)
    for body in itertools.chain.from_iterable(with_a_null(example, schema) for example in examples):
        headers = {**signed(), "X-Request-Id": "0" * 32, "X-Terminal-Id": "YZ-A01"}
        assert app.test_client().post(path, json=body, headers=headers).status_code == NOT_BY_THE_CONTRACT, body
