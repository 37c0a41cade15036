"""Pulls the plug at lines of the terminal's code, seams or not; `scripts/kill-at` does so at any line that is named."""

import random
from collections.abc import Iterator

import pytest
from crash_flows import FLOWS
from crash_lanes import Lanes

AT_EACH = 3
"""Lines of each flow, chosen by its name: others as soon as the code changes."""


@pytest.fixture(scope="module")
def lanes() -> Iterator[Lanes]:
    with Lanes() as both:
        yield both


@pytest.mark.timeout(400)
@pytest.mark.parametrize("name", FLOWS)
def test_whatever_line_it_is_killed_at_it_was_not_done_or_done_once(lanes: Lanes, name: str) -> None:
    picked = random.Random(name).sample(lanes.lines(name), AT_EACH)
    verdicts = lanes.killed(name, picked)
    assert {line: verdict.wrong for line, verdict in verdicts.items() if verdict.wrong} == {}
    assert any(verdict.met for verdict in verdicts.values())


def test_a_line_that_is_not_run_kills_nobody(lanes: Lanes) -> None:
    (verdict,) = lanes.killed("report_loss", ["kiosk/operations.py:1"]).values()
    assert not verdict.met
    assert (verdict.wrong, verdict.done) == ([], [1])
