"""What is not by the contract is named, at every address about applications, contact and attachments."""

from collections.abc import Callable
from typing import Any

import pytest

from sandbox.backend.asked import BadRequest
from sandbox.backend.filing_routes import FILED, FILING, Filing

WHO = {"person": {"id_number": "500103199005219700"}, "proofs": ["id_card"]}
SIGNED = {**WHO, "signature": {"upload": "0" * 32, "digest": "0" * 64}}
CARD = {**SIGNED, "bank": "cqrcb", "place": "songxi"}
UPLOAD = {**WHO, "kind": "signature", "media_type": "image/png", "digest": "0" * 64, "content": "AA=="}
OPERATION = "/v1/operations/"


class Desk:
    """Carries nothing out: only what is checked before matters here."""

    def transact(self, function: Callable[..., Any]) -> dict[str, Any]:
        return {}

    def operate(self, item: str, terminal: str, body: dict[str, Any]) -> dict[str, Any]:
        return {"item": item}


ROUTES = Filing(Desk()).all


def test_every_address_has_its_route() -> None:
    assert set(ROUTES) == set(FILING)
    assert set(FILED) < set(FILING)


@pytest.mark.parametrize(
    ("path", "body", "wrong"),
    [
        ("/v1/cards/application-policy", {**WHO, "kind": "another"}, "kind"),
        ("/v1/cards/application-policy", {**WHO, "kind": "exchange"}, "handle"),
        ("/v1/cards/cancellation-policy", WHO, "handle"),
        ("/v1/people/contact", {"person": {"id_number": "x"}}, "proofs"),
        ("/v1/sms/new-phone", {**WHO, "session": "session-1", "phone": "23900001234"}, "phone"),
        ("/v1/sms/new-phone/check", {**WHO, "session": "session-1", "code": "12345"}, "code"),
        ("/v1/uploads", {**UPLOAD, "media_type": "text/html"}, "media_type"),
        ("/v1/uploads", {**UPLOAD, "content": "not base64"}, "content"),
        ("/v1/uploads", {**UPLOAD, "digest": "0"}, "digest"),
    ],
)
def test_a_question_that_is_not_by_the_contract_names_its_field(path: str, body: dict[str, Any], wrong: str) -> None:
    with pytest.raises(BadRequest, match=wrong):
        ROUTES[path]("A", "r", body)


@pytest.mark.parametrize(
    ("name", "operation", "wrong"),
    [
        ("card-application", {**CARD, "signature": None}, "signature"),
        ("card-application", {**CARD, "bank": "Ä"}, "bank"),
        ("card-replacement", CARD, "handle"),
        ("card-exchange", {**CARD, "reason": "bored"}, "reason"),
        ("card-exchange", {**CARD, "reason": "bank"}, "handle"),
        ("card-cancellation", {**SIGNED, "handle": "0" * 24, "reason": "bored"}, "reason"),
        ("contact-change", {**WHO, "field": "name", "value": "x"}, "field"),
        ("contact-change", {**WHO, "field": "phone", "value": "123"}, "value"),
        ("contact-change", {**WHO, "field": "phone", "value": "13900001234"}, "phone_proof"),
        ("contact-change", {**WHO, "field": "address", "value": ""}, "value"),
    ],
)
def test_an_operation_that_is_not_by_the_contract_names_its_field(
    name: str, operation: dict[str, Any], wrong: str
) -> None:
    with pytest.raises(BadRequest, match=wrong):
        ROUTES[OPERATION + name]("A", "r", {"operation": operation})


def test_what_is_by_the_contract_is_carried_out_as_its_item() -> None:
    assert ROUTES[f"{OPERATION}card-application"]("A", "r", {"operation": CARD}) == {"item": "apply_card"}
    assert ROUTES["/v1/uploads"]("A", "r", UPLOAD) == {}
