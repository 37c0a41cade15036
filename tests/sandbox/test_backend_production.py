"""A card is made step by step as the calendar goes on."""

from collections.abc import Callable
from pathlib import Path

import pytest
from filing_counter import DAY, NOW, Counter, counter_of

from sandbox.backend.production import STEPS


@pytest.fixture
def counter(tmp_path: Path) -> Callable[[str], Counter]:
    return lambda key: counter_of(tmp_path, key)


@pytest.mark.parametrize(("key", "item"), [("wuka", "apply_card"), ("zhao", "replace_card")])
def test_a_card_is_made_step_by_step_as_the_calendar_goes_on(
    counter: Callable[[str], Counter], key: str, item: str
) -> None:
    bureau = counter(key)
    assert bureau.outcome(item) == "confirmed"
    for step in STEPS:
        bureau.now = NOW + step.days * DAY
        assert bureau.card()["production"] == step.production.value
    assert bureau.card()["state"] == {"wuka": "0", "zhao": "2"}[key]
