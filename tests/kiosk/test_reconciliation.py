"""日终对账: every kind of difference has a name, and equal days have none."""

from dataclasses import replace
from pathlib import Path

import pytest
from journals import Bench, loss, pin_change

from kiosk.reconciliation import Difference, Ended, Entry, compare, entries, statement

DONE = Entry("k-1", "A01-222223", "report_loss", Ended.DONE)
PENDING, NOT_DONE = replace(DONE, ended=Ended.PENDING), replace(DONE, ended=Ended.NOT_DONE)


def differences(ours: list[Entry], theirs: list[Entry], total: int | None = None) -> list[Difference]:
    return [found.difference for found in compare(ours, theirs, total)]


@pytest.mark.parametrize("entry", [DONE, NOT_DONE])
def test_equal_days_have_no_difference(entry: Entry) -> None:
    assert differences([entry], [entry], 1) == []


@pytest.mark.parametrize(
    ("ours", "theirs", "found"),
    [
        ([DONE], [], Difference.ONLY_HERE),
        ([], [DONE], Difference.ONLY_THERE),
        ([], [PENDING], Difference.ONLY_THERE),
        ([PENDING], [], Difference.STILL_PENDING),
        ([PENDING], [DONE], Difference.STILL_PENDING),
        ([DONE], [NOT_DONE], Difference.OTHER_OUTCOME),
        ([NOT_DONE], [DONE], Difference.OTHER_OUTCOME),
        ([DONE], [replace(DONE, kind="change_pin")], Difference.OTHER_KIND),
        ([DONE], [replace(DONE, number="A02-222223")], Difference.OTHER_REFERENCE),
        ([DONE], [DONE, DONE], Difference.TWICE),
    ],
)
def test_each_difference_is_named(ours: list[Entry], theirs: list[Entry], found: Difference) -> None:
    assert differences(ours, theirs) == [found]


@pytest.mark.parametrize(("ours", "theirs"), [([NOT_DONE], []), ([], [NOT_DONE])])
def test_what_was_not_done_need_not_be_known_to_the_other_side(ours: list[Entry], theirs: list[Entry]) -> None:
    assert differences(ours, theirs) == []


def test_a_statement_that_is_not_whole_is_named() -> None:
    assert differences([DONE], [DONE], 2) == [Difference.TOTAL]


def test_the_journal_s_side_is_every_half_that_goes_to_the_bureau(tmp_path: Path) -> None:
    journal = Bench(tmp_path).open()
    key = journal.prepare(loss("a")).halves[0].key
    journal.sending(key)
    journal.confirmed(key)
    bureau = journal.prepare(pin_change("b")).halves[1].key
    assert [(entry.key, entry.kind, entry.ended) for entry in entries(journal.today())] == [
        (key, "report_loss", Ended.DONE),
        (bureau, "change_pin", Ended.NOT_DONE),
    ]
    journal.close()


def test_a_statement_is_read_and_a_sealed_key_needs_no_item() -> None:
    lines = [
        {"key": "a-1", "reference": "A01-222223", "item": "report_loss", "outcome": "confirmed"},
        {"key": "b-1", "reference": "A01-222224", "outcome": "sealed"},
    ]
    total, theirs = statement({"total": 2, "operations": lines})
    assert (total, [entry.ended for entry in theirs]) == (2, [Ended.DONE, Ended.NOT_DONE])
    assert differences([Entry("b-1", "A01-222224", "report_loss", Ended.NOT_DONE)], theirs[1:]) == []


@pytest.mark.parametrize("content", [[], {}, {"total": 1}, {"total": None, "operations": [{}]}, None])
def test_other_content_is_no_statement(content: object) -> None:
    with pytest.raises(ValueError, match="statement"):
        statement(content)
