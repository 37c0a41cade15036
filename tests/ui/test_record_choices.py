"""What somebody wants of their record is said by touch alone: which paper, which insurance, which months."""

from typing import Any

import pytest
from on_the_glass import seen

from kiosk.backend.records import DocumentKind, Insurance
from kiosk.cli.record_gallery import records
from kiosk.records.bureau import Record
from kiosk.records.pages import insurances_choice, kinds_choice, month_range, period_choice, periods, summary
from texts import Language, render
from ui.pages import Choice
from ui.record_pages import Months

WITH_ALL_FOUR = "expired"
"""Retired, with both pensions and the two insurances beside them."""


@pytest.fixture(scope="module")
def record() -> Record:
    return records((WITH_ALL_FOUR,))[WITH_ALL_FOUR]


def pressed(bench: Any, page: Choice, key: str) -> str:
    """The answer to a finger on the option of that key, as its label is read."""
    bench.show(page)
    option = next(option for option in page.options if option.key == key)
    label = render(option.label, Language.ZH_CN)
    while label not in bench.hand.labels():
        bench.hand.press("下一页")
        bench.settle()
    bench.hand.press(label)
    action = bench.core.actions[-1]
    return page.answer(action.name, action.value)


@pytest.mark.parametrize(
    ("key", "label"),
    [
        ("certificate", "参保缴费证明"),
        ("statement", "个人权益记录单"),
        ("payments", "缴费明细"),
        ("benefits", "待遇领取证明"),
    ],
)
def test_each_of_the_four_papers_is_chosen_by_touch(bench: Any, record: Record, key: str, label: str) -> None:
    page = kinds_choice(record.answer.documents)
    assert DocumentKind(pressed(bench, page, key)).value == key
    assert label in bench.hand.labels()


@pytest.mark.parametrize(
    "key", ["all", *(insurance.value for insurance in Insurance if insurance.value != "civil_pension")]
)
def test_each_of_the_four_insurances_is_chosen_by_touch(bench: Any, record: Record, key: str) -> None:
    assert pressed(bench, insurances_choice(record.answer), key) == key


def test_medical_insurance_is_no_choice_and_the_record_says_whose_it_is(bench: Any, record: Record) -> None:
    assert not any("medical" in one.insurance.value for one in record.answer.insurances)
    bench.show(summary(record))
    assert "医疗保险由医保局管理，请通过“重庆医保”查询。" in seen(bench)


@pytest.mark.parametrize("key", ["months12", "years3", "this_year", "own"])
def test_each_of_the_four_periods_is_chosen_by_touch(bench: Any, record: Record, key: str) -> None:
    answer = record.answer
    assert pressed(bench, period_choice(answer.as_of, answer.most_months), key) == key
    assert set(periods(answer.as_of, answer.most_months)) == {"months12", "years3", "this_year"}


def test_months_of_ones_own_are_chosen_by_two_wheels_without_a_keyboard(bench: Any, record: Record) -> None:
    page = month_range(record)
    bench.show(page)
    bench.hand.press("早一年")
    bench.settle()
    bench.hand.press("就选这一段")
    action = bench.core.actions[-1]
    assert page.answer(action.name, action.value) == Months(page.since - 100, page.until)
    assert not any(label.isalpha() and len(label) == 1 for label in bench.hand.labels()), "no keyboard"
