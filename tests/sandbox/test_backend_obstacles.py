"""What stands against an application: all of it at once, for everybody it may stand against."""

from collections.abc import Callable
from pathlib import Path

import pytest
from filing_counter import Counter, counter_of


@pytest.fixture
def counter(tmp_path: Path) -> Callable[[str], Counter]:
    return lambda key: counter_of(tmp_path, key)


@pytest.mark.parametrize(
    ("key", "kind", "codes"),
    [
        ("wuka", "new", []),
        ("chengdu", "new", []),
        ("zhuxiao", "new", []),
        ("zhang", "new", ["HAS_CARD"]),
        ("lingka", "new", ["APPLICATION_PENDING"]),
        ("weicanbao", "new", ["NOT_INSURED"]),
        ("wuzhao", "new", []),
        ("child", "new", ["HAS_CARD", "MINOR"]),
        ("zhao", "replacement", []),
        ("zhang", "replacement", ["NEED_FORMAL_LOSS"]),
        ("li", "replacement", ["NEED_FORMAL_LOSS"]),
        ("suo", "replacement", ["NEED_FORMAL_LOSS"]),
        ("xin", "replacement", ["NEED_FORMAL_LOSS"]),
        ("chen", "replacement", ["REPLACEMENT_PENDING"]),
        ("zhuxiao", "replacement", ["CARD_CANCELLED"]),
        ("zhang", "exchange", []),
        ("suo", "exchange", []),
        ("huan", "exchange", ["APPLICATION_PENDING"]),
        ("xin", "exchange", ["NOT_ACTIVATED"]),
        ("li", "exchange", ["CARD_LOST"]),
        ("zhao", "exchange", ["CARD_LOST"]),
        ("child", "exchange", ["MINOR"]),
    ],
)
def test_all_that_stands_against_an_application_is_told_at_once(
    counter: Callable[[str], Counter], key: str, kind: str, codes: list[str]
) -> None:
    assert counter(key).against(kind) == codes


@pytest.mark.parametrize(("key", "code"), [("expired", "BENEFIT_ON_CARD"), ("chen", "REPLACEMENT_PENDING")])
def test_what_hangs_on_a_card_keeps_it_from_being_cancelled(
    counter: Callable[[str], Counter], key: str, code: str
) -> None:
    assert counter(key).outcome("cancel_card", reason="other") == code
