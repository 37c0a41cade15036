"""Five hundred visits with seeded faults in one terminal; `make soak` makes ten thousand before the real screen."""

import pytest
from soak import complaints, soak


@pytest.mark.timeout(600)
def test_after_five_hundred_visits_nothing_is_stuck_grown_or_different() -> None:
    soaked = soak(500, every=50, seed=7, screen=False)
    assert complaints(soaked, warm_up=250) == []
    assert min(soaked.done.get(item, 0) for item in ("report_loss", "change_pin")) > 0
