"""Pulls the plug at every seam of every flow that changes something; then terminal, bureau and card are compared."""

import inspect
from collections import Counter
from collections.abc import Callable, Iterator
from importlib import import_module

import pytest
from crash_flows import FLOWS, Flow
from crash_lanes import Lanes
from crash_points import WAYS, points

from kiosk.backend.operations import Item
from kiosk.services.catalogue import catalogue
from kiosk.session import Session

MUTATING = {
    item.key
    for item in catalogue()
    if "session.submit" in inspect.getsource(import_module(f"kiosk.services.{item.key}"))
}
"""The items whose service hands an operation over."""
LEAST = {"commit": 5, "send": 2, "print": 1}
"""Seams that every flow surely has; fewer means that they were not counted."""
MET_AT_LEAST = 0.9
"""How many commits the terminal makes by itself at the end of a visit varies by one or two."""


@pytest.fixture(scope="module")
def lanes() -> Iterator[Lanes]:
    with Lanes() as both:
        yield both


def test_every_item_that_changes_something_has_its_flow() -> None:
    assert hasattr(Session, "submit")
    assert hasattr(Session, "submit_on_chip")
    assert {flow.item for flow in FLOWS.values()} >= MUTATING


def test_everything_that_can_be_done_at_the_bureau_is_done_in_a_flow() -> None:
    made = {operation for flow in FLOWS.values() for operation in flow.operations}
    assert {item.value for item in Item} == made


@pytest.mark.timeout(900)
@pytest.mark.parametrize("seam", WAYS)
@pytest.mark.parametrize("name", FLOWS)
def test_wherever_it_breaks_it_was_not_done_or_done_once(
    lanes: Lanes, name: str, seam: str, record_property: Callable[[str, object], None]
) -> None:
    count = seams_of(lanes, name, FLOWS[name], seam)
    verdicts = lanes.broken(name, points(seam, count))
    record_property(f"points of {name}", len(verdicts))
    assert {str(point): verdict.wrong for point, verdict in verdicts.items() if verdict.wrong} == {}
    assert sum(verdict.met for verdict in verdicts.values()) >= MET_AT_LEAST * len(verdicts)


def seams_of(lanes: Lanes, name: str, flow: Flow, seam: str) -> int:
    """The dry run: done once, and how many seams of a kind there were."""
    dry = lanes.dry(name)
    assert dry.get("status") == 0, dry
    assert dry["truths"] == [1], dry
    assert Counter(dry["confirmed"]) == Counter(flow.operations)
    least = {**LEAST, "print": int(flow.slip)}
    assert dry["counts"][seam] >= least.get(seam, 5 if flow.changes_chip else 0)
    return dry["counts"][seam]
