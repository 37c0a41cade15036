"""What the bureau tells of a record is of one piece, and of the person who was asked for; else it is no answer."""

import json
from collections.abc import Mapping
from typing import Any, cast

import pytest
from pydantic import BaseModel

from kiosk.backend.client import Bureau
from kiosk.backend.errors import BackendMalformed
from kiosk.backend.records import Insurance
from kiosk.backend.schemas import Proof, SmsProof
from kiosk.proven import Resident
from kiosk.records.bureau import evidence, offer_saving, whole_record

RESIDENT = Resident(
    "500103199005219700", "张小满", (Proof.ID_CARD, Proof.SMS), sms=SmsProof(session="5f0c3a7e", token="0" * 16)
)
LINE = [202501, 652300, 104368, 52184, 0, 202502, 0]


def short(**more: Any) -> dict[str, Any]:
    insured = {"insurance": "employee_pension", "state": "paying", "since": 202501, "until": 202501}
    counted = {"months": 1, "deemed": 0, "lines": 1}
    return {
        "person": {"id_number": RESIDENT.id_number, "name": "张小满"},
        "as_of": "2026-11-20",
        "personal_number": "500123456789",
        "place": "重庆市渝中区",
        "agency": "示例",
        "units": [{"number": "04711234", "name": "示例公司"}],
        "insurances": [{**insured, **counted}],
        "documents": [],
        "most_months": 120,
        **more,
    }


class Told:
    """Answers by the path, as JSON that came in."""

    def __init__(self, answers: Mapping[str, dict[str, Any]]) -> None:
        self._answers = answers

    def ask(self, path: str, question: object, model: type[BaseModel], **_: object) -> BaseModel:

        return model.model_validate_json(json.dumps(self._answers[path]))


def told(summary: dict[str, Any], *lines: list[int], insurance: str = "employee_pension") -> Bureau:
    months = {"insurance": insurance, "lines": list(lines), "next": None}
    return cast("Bureau", Told({"/v1/records/query": summary, "/v1/records/months": months}))


def test_a_record_is_its_summary_and_the_lines_of_each_insurance() -> None:
    record = whole_record(told(short(), LINE), RESIDENT)
    assert record.lines[Insurance.EMPLOYEE_PENSION][0].month == 202501
    assert RESIDENT.id_number not in repr(record)


@pytest.mark.parametrize(
    ("summary", "lines"),
    [
        (short(person={"id_number": "500103199005219999", "name": "别人"}), [LINE]),
        (short(), []),
        (short(), [LINE, LINE]),
        (short(units=[]), [LINE]),
    ],
    ids=["another person", "too few lines", "too many lines", "a unit that is not there"],
)
def test_what_does_not_add_up_is_no_answer(summary: dict[str, Any], lines: list[list[int]]) -> None:
    with pytest.raises(BackendMalformed):
        whole_record(told(summary, *lines), RESIDENT)


def test_an_address_of_another_paper_is_no_answer() -> None:
    saving = {"serial": "S" + "1" * 14, "path": "/save/x", "expires": "2026-11-20T09:10:00+08:00", "tries": 5}
    with pytest.raises(BackendMalformed):
        offer_saving(cast("Bureau", Told({"/v1/records/saving": saving})), RESIDENT, "S" + "2" * 14)


def test_the_evidence_is_what_was_shown() -> None:
    assert evidence(RESIDENT) == {
        "person": {"id_number": RESIDENT.id_number},
        "proofs": ["id_card", "sms"],
        "sms": {"session": "5f0c3a7e", "token": "0" * 16},
    }
