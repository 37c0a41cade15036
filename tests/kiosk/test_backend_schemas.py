"""What the terminal believes of the bureau's answers, and what it does not."""

import copy
import json

import pytest
from pydantic import ValidationError

from kiosk.backend.schemas import CardsAnswer, Detail, RefusalAnswer, SystemInfo, Value

ANSWER = {
    "person": {"id_number": "500103199005219700", "name": "张小满"},
    "detail": "full",
    "cards": [
        {
            "handle": "6d1f0b7c9a3e5d2480f1c2b3",
            "number_tail": "0013",
            "number": "C00050013",
            "issued": "2024-08-28",
            "expires": "2034-08-28",
            "is_current": True,
            "application": {"state": "4", "loss_until": "2026-11-25T09:00:00+08:00"},
            "bank": {"name": "光大银行", "state": "normal", "account_tail": "7029", "hotline": "95595"},
            "chip": {"generation": "3.00"},
            "production": {"step": None, "pickup": "", "updated": None},
            "electronic_card": "issued",
        }
    ],
}


def parsed(**changes: object) -> CardsAnswer:
    """The answer with values replaced by path, as `cards__0__number="X"`."""
    answer = copy.deepcopy(ANSWER)
    for path, value in changes.items():
        *way, last = [int(part) if part.isdigit() else part for part in path.split("__")]
        place = answer
        for part in way:
            place = place[part]
        place[last] = value
    return CardsAnswer.model_validate_json(json.dumps(answer))


def test_a_good_answer_is_a_frozen_value():
    answer = parsed()
    assert answer.detail is Detail.FULL
    with pytest.raises(ValidationError):
        answer.detail = Detail.STATES


def test_what_a_bureau_adds_to_its_api_is_ignored():
    assert parsed(new_field=1, cards__0__bank__new_field=[]) == parsed()


@pytest.mark.parametrize(
    "change",
    [
        {"cards__0__application__state": "5"},
        {"cards__0__application__state": 4},
        {"cards__0__application__loss_until": "2026-11-25T09:00:00"},
        {"cards__0__bank__state": "fine"},
        {"cards__0__is_current": "true"},
        {"cards__0__issued": "2024-13-01"},
        {"cards__0__number": "C00050014"},
        {"cards__0__number_tail": "013"},
        {"cards__0__electronic_card": None},
        {"cards": []},
        {"cards": ANSWER["cards"] * 2},
        {"cards": ANSWER["cards"] * 51},
        {"detail": "states"},
        {"person": None},
        {"person__name": ""},
        {"person__name": "张\u001b小满"},
        {"cards__0__bank__hotline": "95595\n"},
        {"cards__0__production__pickup": "x" * 101},
    ],
)
def test_an_answer_that_cannot_be_is_not_believed(change):
    with pytest.raises(ValidationError):
        parsed(**change)


def test_an_answer_full_of_mistakes_is_left_at_the_first():
    with pytest.raises(ValidationError) as caught:
        parsed(cards=[1] * 1000)
    assert caught.value.error_count() <= 2


def test_nothing_personal_is_in_a_repr():
    shown = repr(parsed())
    for secret in ("500103199005219700", "张小满", "C00050013", "7029"):
        assert secret not in shown


def test_a_validation_error_does_not_quote_what_came():
    with pytest.raises(ValidationError) as caught:
        parsed(person__id_number="5001031990052197001234")
    assert "5001031990052197001234" not in str(caught.value)


def test_a_time_without_a_zone_is_no_time():
    with pytest.raises(ValidationError):
        SystemInfo.model_validate_json('{"test_system":true,"name":"","version":"","time":"2026-11-20T09:00:00"}')


def test_a_refusals_code_is_a_name():
    with pytest.raises(ValidationError):
        RefusalAnswer.model_validate_json('{"code": "<b>", "message": ""}')


def test_no_cache_keeps_what_a_resident_is_called() -> None:
    class Named(Value):
        name: str

    first, second = (Named.model_validate_json('{"name": "王小明"}') for _ in range(2))
    assert first == second
    assert first.name is not second.name
