"""Five hundred visits with seeded faults in one terminal; `make soak` makes ten thousand before the real screen."""

import pytest
from soak import MOST_GROWN, Sample, Soaked, complaints, soak


@pytest.mark.timeout(600)
def test_after_five_hundred_visits_nothing_is_stuck_grown_or_different() -> None:
    soaked = soak(500, every=50, seed=7, screen=False)
    assert complaints(soaked, warm_up=250) == []
    assert min(soaked.done.get(item, 0) for item in ("report_loss", "change_pin")) > 0


def test_what_grows_is_complained_of_and_what_comes_and_goes_is_not() -> None:
    def told(*private: int) -> list[str]:
        samples = [Sample(visits, bytes_, 1000, 9) for visits, bytes_ in enumerate(private)]
        return complaints(Soaked(samples, {}, {}, []), warm_up=0)

    step = MOST_GROWN // 10
    assert told(*(at * step for at in range(20)))
    assert told(*(-at * step for at in range(20)))
    assert told(*(4 * MOST_GROWN * (at == 3) for at in range(20))) == []
