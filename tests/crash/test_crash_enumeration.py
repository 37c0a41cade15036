"""Pulls the plug at every seam of every flow that changes something; then terminal, bureau and card are compared."""

import inspect
import os
import time
from collections import Counter
from collections.abc import Iterator
from importlib import import_module

import pytest
from crash_flows import FLOWS, Flow
from crash_rig import WAYS, Warm, fresh_rig, points, replay

from kiosk.backend.operations import Item
from kiosk.services.catalogue import catalogue
from kiosk.session import Session
from sandbox.people import Person
from sandbox.population import people

MUTATING = {
    item.key
    for item in catalogue()
    if "session.submit" in inspect.getsource(import_module(f"kiosk.services.{item.key}"))
}
"""The items whose service hands an operation over."""
BY_FACE = {"certify_pension"}
"""Handed over as a lock is, one half at the bureau; but its way there is a live face, seconds of it at each point. The
outcomes of its key are covered by the flows of the same shape, and its whole way by `tests/kiosk/test_face.py`."""
LEAST = {"commit": 5, "send": 2, "print": 1}
"""Seams that every flow surely has; fewer means that they were not counted."""
THOROUGH = "KIOSK_THOROUGH" in os.environ
"""Every point of every flow (`make fuzz`)."""
MET_AT_LEAST = 0.9
"""How many commits the terminal makes by itself at the end of a visit varies by one or two."""


@pytest.fixture(scope="module")
def warm() -> Iterator[Warm]:
    with Warm() as process:
        yield process


@pytest.fixture(scope="module")
def everybody() -> dict[str, Person]:
    return {person.key: person for person in people(1)}


def test_every_item_that_changes_something_has_its_flow() -> None:
    assert hasattr(Session, "submit")
    assert hasattr(Session, "submit_on_chip")
    assert MUTATING - {flow.item for flow in FLOWS.values()} == BY_FACE


def test_everything_that_can_be_done_at_the_bureau_is_done_in_a_flow() -> None:
    made = {operation for flow in FLOWS.values() for operation in flow.operations}
    assert {item.value for item in Item} - made == BY_FACE


@pytest.mark.timeout(900)
@pytest.mark.parametrize("seam", WAYS)
@pytest.mark.parametrize("name", FLOWS)
def test_wherever_it_breaks_it_was_not_done_or_done_once(
    warm: Warm, everybody: dict[str, Person], name: str, seam: str, capsys: pytest.CaptureFixture[str]
) -> None:
    flow, began = FLOWS[name], time.monotonic()
    household = (everybody[flow.who],)
    count = seams_of(warm, household, flow, seam)
    everywhere = points(seam, count)[:: 1 if THOROUGH or count == 1 else flow.every]
    verdicts = {str(point): replay(warm, household, flow, point) for point in everywhere}
    met, seconds = sum(verdict.met for verdict in verdicts.values()), time.monotonic() - began
    with capsys.disabled():
        print(f"\n{name}: {count} seams ({seam}), {len(everywhere)} points, {met} met, {seconds:.0f} s")  # noqa: T201
    assert {point: verdict.wrong for point, verdict in verdicts.items() if verdict.wrong} == {}
    assert met >= MET_AT_LEAST * len(everywhere)


def seams_of(warm: Warm, household: tuple[Person, ...], flow: Flow, seam: str) -> int:
    """The dry run: done once, and how many seams of a kind there were."""
    with fresh_rig(warm, household) as rig:
        dry = rig.run(flow, restart=False)
        end = rig.in_the_end(flow)
    assert dry.status == 0, dry.told
    assert end.truths == {1}, dry.told
    assert end.confirmed == Counter(flow.operations)
    least = {**LEAST, "print": int(flow.slip)}
    assert dry.counts[seam] >= least.get(seam, 5 if flow.changes_chip else 0)
    return dry.counts[seam]
