"""The API against its contract: every example and everybody's answer fit `resources/openapi.yaml`."""

import hashlib
import itertools
from typing import Any

import pytest
import yaml
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openapi_schema_validator import OAS31Validator, oas31_format_checker
from openapi_spec_validator import validate
from sqlalchemy import delete

import resources
from sandbox.backend.app import make_app
from sandbox.backend.database import CodeRow, Database, MarkRow, OperationRow, PersonRow
from sandbox.backend.faces import FaceRow
from sandbox.backend.refusals import REFUSALS
from sandbox.backend.signing import Gateway
from sandbox.backend.staff import CardChallengeRow, ChallengeRow
from sandbox.population import people

NOW = 1_700_000_000
EVERYBODY = people(1)
CONTRACT = yaml.safe_load(resources.path("openapi.yaml").read_text("utf-8"))
OPERATIONS = [(path, verb) for path, verbs in CONTRACT["paths"].items() for verb in verbs]
_nonces = itertools.count()


@pytest.fixture(scope="module")
def database(tmp_path_factory) -> Database:
    return Database(f"sqlite:///{tmp_path_factory.mktemp('bureau') / 'bureau.sqlite'}", EVERYBODY, lambda: NOW)


@pytest.fixture
def as_in_the_examples(database) -> None:
    """What the contract's examples are about has happened: a handle, an SMS code and its proof."""
    question = CONTRACT["paths"]["/v1/cards/query"]["post"]["requestBody"]["content"]["application/json"]["examples"]
    asked = question["with-id-card-and-sms"]["value"]
    with database.session() as session:
        for row in (CodeRow, FaceRow, OperationRow, MarkRow, ChallengeRow, CardChallengeRow):
            session.execute(delete(row))
        (card,) = session.get(PersonRow, asked["person"]["id_number"]).cards
        card.handle, card.state = examples("/v1/cards/loss-policy")[0]["handle"], "1"
        code = examples("/v1/sms/check")[0]["code"]
        sent = {"id_number": card.id_number, "phone": "19900001001", "code": code, "sent": NOW - 60, "tries_left": 3}
        session.add(CodeRow(**sent, **asked["sms"], proven=NOW - 60))
        new_phone = {**sent, "phone": "19911112222", "code": examples("/v1/sms/new-phone/check")[0]["code"]}
        changed = examples("/v1/operations/contact-change")[0]["operation"]
        session.add(CodeRow(**new_phone, **changed["phone_proof"], proven=NOW - 60, registered=False))
        seen = examples("/v1/pensions/payout-account")[0]
        session.add(FaceRow(id_number=seen["person"]["id_number"], **seen["face"], at=NOW - 60))
        staff = examples("/v1/staff/sign-in")[0]
        session.add(ChallengeRow(nonce=staff["nonce"], number=staff["number"], at=NOW))
        laid = examples("/v1/staff/card-sign-in")[0]
        session.add(CardChallengeRow(nonce=laid["nonce"], card=laid["card"], algorithm="sm4", at=NOW))


@pytest.fixture(scope="module")
def client(database) -> FlaskClient:
    return make_app(database, Gateway("app", "token", lambda: NOW), lambda: NOW).test_client()


def signed() -> dict[str, str]:
    nonce = str(next(_nonces))
    signature = hashlib.sha256(f"{NOW}token{nonce}{NOW}".encode()).hexdigest()
    own = {"x-tif-paasid": "app", "x-tif-timestamp": str(NOW), "x-tif-nonce": nonce, "x-tif-signature": signature}
    return {**own, "X-Request-Id": "0" * 32, "X-Terminal-Id": "YZ-A01"}


def resolved(node: dict[str, Any]) -> dict[str, Any]:
    while "$ref" in node:
        *_, kind, name = node["$ref"].split("/")
        node = CONTRACT["components"][kind][name]
    return node


def check(schema: dict[str, Any], value: object) -> None:
    """Fails with the places where a value does not fit a schema of the contract."""
    whole = {**schema, "components": CONTRACT["components"]}
    errors = OAS31Validator(whole, format_checker=oas31_format_checker).iter_errors(value)
    assert [f"{error.json_path} {error.message}" for error in errors] == []


def check_answer(path: str, verb: str, answer: Any) -> None:
    content = resolved(CONTRACT["paths"][path][verb]["responses"][str(answer.status_code)])["content"]
    check(content["application/json"]["schema"], answer.json)


def contents(path: str, verb: str) -> list[dict[str, Any]]:
    operation = CONTRACT["paths"][path][verb]
    bodies = [operation["requestBody"]] if "requestBody" in operation else []
    return [body["content"]["application/json"] for body in (*bodies, *map(resolved, operation["responses"].values()))]


def examples(path: str) -> list[dict[str, Any]]:
    body = CONTRACT["paths"][path]["post"]["requestBody"]["content"]["application/json"]
    return [example["value"] for example in body["examples"].values()]


def test_the_contract_is_openapi():
    validate(CONTRACT)


@pytest.mark.parametrize(("path", "verb"), OPERATIONS)
def test_every_body_of_the_contract_has_examples_that_fit_it(path, verb):
    for content in contents(path, verb):
        assert content["examples"]
        for example in content["examples"].values():
            check(content["schema"], example["value"])


def test_every_path_of_the_contract_is_answered_and_no_other(client):
    served = {rule.rule for rule in client.application.url_map.iter_rules() if rule.endpoint != "static"}
    assert served == set(CONTRACT["paths"])


@pytest.mark.parametrize("path", [path for path, verb in OPERATIONS if verb == "post"])
def test_every_example_of_a_request_is_answered_by_the_contract(client, as_in_the_examples, path):
    before = {
        "/v1/operations/pin-change/close": "/v1/operations/pin-change",
        "/v1/hsm/pin/key": "/v1/operations/pin-reset",
        "/v1/hsm/pin/command": "/v1/operations/pin-unblock",
        "/v1/references/query": "/v1/operations/loss-report",
        "/v1/records/saving": "/v1/records/documents",
        "/v1/records/saving/state": "/v1/records/documents /v1/records/saving",
    }
    for first in before.get(path, "").split():
        for earlier in examples(first):
            client.post(first, json=earlier, headers=signed())
    for question in examples(path):
        answer = client.post(path, json=question, headers=signed())
        assert answer.status_code == 200
        check_answer(path, "post", answer)


def test_the_system_says_what_it_is(client):
    answer = client.get("/v1/system", headers=signed())
    assert answer.json["test_system"]
    check_answer("/v1/system", "get", answer)


def test_the_hsm_example_is_a_true_one(client):
    path = "/v1/hsm/reading"
    told = contents(path, "post")[1]["examples"]["sm4"]["value"]
    assert client.post(path, json=examples(path)[0], headers=signed()).json == told


def test_everybodys_answer_fits_the_contract_with_every_proof(client):
    for person in EVERYBODY:
        own = {"person": {"id_number": person.id_number}}
        questions = [{**own, "proofs": ["id_card"]}]
        for card in person.cards:
            shown = {"identifier": card.identifier, "number": card.number}
            questions.append({**own, "proofs": ["card_pin"], "card": shown})
        for question in questions:
            check_answer("/v1/cards/query", "post", client.post("/v1/cards/query", json=question, headers=signed()))


def test_a_card_from_another_city_is_refused_as_such(client):
    person = next(person for person in EVERYBODY if any(c.identifier.startswith("51") for c in person.cards))
    shown = {"identifier": person.cards[0].identifier, "number": person.cards[0].number}
    question = {"person": {"id_number": person.id_number}, "proofs": ["card_pin"], "card": shown}
    answer = client.post("/v1/cards/query", json=question, headers=signed())
    assert answer.json == {"code": "OTHER_CITY", "message": REFUSALS["OTHER_CITY"]}


def test_a_loss_report_ends_as_its_example_says(client, as_in_the_examples):
    (report,) = examples("/v1/operations/loss-report")
    told = client.post("/v1/operations/loss-report", json=report, headers=signed()).json
    assert (told["outcome"], told["item"], told["reference"]) == ("confirmed", "report_loss", "YZ-A01-4UA223")
    assert told["loss_until"].startswith("2023-11-22")
    answer = client.post("/v1/cards/query", json=examples("/v1/cards/query")[2], headers=signed())
    check_answer("/v1/cards/query", "post", answer)
    application = answer.json["cards"][0]["application"]
    assert (application["state"], application["loss_until"]) == ("4", told["loss_until"])
    assert application["lost_at"].startswith("2023-11-15")


def test_every_answer_of_a_whole_visit_fits_the_contract(client, as_in_the_examples):
    def ask(path: str, body: dict[str, Any], status: int = 200) -> dict[str, Any]:
        answer = client.post(path, json=body, headers=signed())
        assert answer.status_code == status, answer.json
        check_answer(path, "post", answer)
        return answer.json

    (report,) = examples("/v1/operations/loss-report")
    (change,) = examples("/v1/operations/pin-change")
    (end,) = examples("/v1/operations/pin-change/close")
    (check,) = examples("/v1/sms/check")
    ask("/v1/sms/check", {**check, "code": "000000"}, 422)
    ask("/v1/operations/pin-change/close", end, 422)
    ask("/v1/operations/pin-change", change)
    ask("/v1/references/query", change["reference"])
    assert ask("/v1/cards/query", examples("/v1/cards/query")[1])["cards"][0]["open_mark"]["mark"] == change["key"]
    assert ask("/v1/operations/settle", {**change, "operation": None})["mark"] == "open"
    ask("/v1/operations/pin-change/close", end)
    ask("/v1/operations/pin-change/close", {**end, "chip": "unchanged"}, 422)
    ask("/v1/operations/loss-report", report)
    assert ask("/v1/operations/loss-report", {**report, "key": "1" * 32})["outcome"] == "refused"
    ask("/v1/operations/loss-report", {**report, "operation": {**report["operation"], "kind": "formal"}}, 422)
    assert ask("/v1/operations/settle", {**report, "key": "2" * 32})["outcome"] == "sealed"
    ask("/v1/operations/loss-report", {**report, "key": "2" * 32}, 422)
    ask("/v1/cards/loss-policy", examples("/v1/cards/loss-policy")[0])
    ask("/v1/references/query", {**report["reference"], "check": "ZZZZ"}, 422)
    assert ask("/v1/terminals/day", {"day": "2023-11-15"})["total"] == 4


def test_an_operation_of_a_terminal_without_a_name_is_not_by_the_contract(client):
    (settling,) = examples("/v1/operations/settle")
    assert (
        client.post("/v1/operations/settle", json=settling, headers={**signed(), "X-Terminal-Id": ""}).status_code
        == 400
    )


def test_an_unsigned_request_learns_nothing(client):
    answer = client.post("/v1/cards/query", json=examples("/v1/cards/query")[0])
    assert answer.status_code == 401
    check_answer("/v1/cards/query", "post", answer)


def test_a_notice_is_kept_once_however_often_it_is_told(client, database):
    for _ in range(2):
        client.post("/v1/terminals/notices", json=examples("/v1/terminals/notices")[0], headers=signed())
    assert sum("YZ-A01" in notice for notice in database.notices()) == 1
    assert database.notices()[-1].endswith("YZ-A01 card_left_behind card_reader 0013")


values = st.none() | st.booleans() | st.integers() | st.text(max_size=9) | st.lists(st.text(max_size=3), max_size=2)
NAMES = (
    *("person", "proofs", "card", "kind", "terminal_id", "at", "area", "identifier", "id_number", "sms", "session"),
    *("key", "reference", "operation", "number", "check", "handle", "code", "day", "after", "devices", "event_log"),
)
keys = st.sampled_from(NAMES)
objects = st.dictionaries(keys, values | st.dictionaries(keys, values), max_size=6)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(path=st.sampled_from([path for path, verb in OPERATIONS if verb == "post"]), body=objects | values)
def test_no_body_upsets_the_bureau(client, path, body):
    answer = client.post(path, json=body, headers=signed())
    assert answer.status_code in {200, 400, 422}
    if answer.status_code != 422:
        check_answer(path, "post", answer)
