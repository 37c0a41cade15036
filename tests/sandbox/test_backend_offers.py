"""What can be chosen follows from the card, and nothing else is taken."""

from collections.abc import Callable
from pathlib import Path

import pytest
from filing_counter import Counter, counter_of


@pytest.fixture
def counter(tmp_path: Path) -> Callable[[str], Counter]:
    return lambda key: counter_of(tmp_path, key)


def test_reasons_follow_from_the_card(counter: Callable[[str], Counter]) -> None:
    assert counter("gen2").policy("exchange")["reasons"] == ["damaged", "third_generation", "bank"]
    assert counter("expired").policy("exchange")["reasons"] == ["expired", "damaged", "third_generation", "bank"]
    assert counter("zhang").policy("exchange")["reasons"] == ["damaged", "bank"]


def test_a_choice_that_is_not_offered_is_refused(counter: Callable[[str], Counter]) -> None:
    assert counter("wuka").outcome("apply_card", bank="nobank") == "CHOICE_NOT_OFFERED"
    assert counter("wuka").outcome("apply_card", place="nowhere") == "CHOICE_NOT_OFFERED"


# --- attachments ----------------------------------------------------------------------------------------------------
