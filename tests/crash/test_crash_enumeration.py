"""Pulls the plug at every seam of every flow that changes something; then terminal, bureau and card are compared."""

import inspect
from collections.abc import Iterator
from importlib import import_module

import pytest
from crash_flows import FLOWS
from crash_rig import WAYS, Warm, fresh_rig, points, replay

from kiosk.services.catalogue import catalogue
from kiosk.session import Session
from sandbox.people import Person
from sandbox.population import people

MUTATING = sorted(
    item.key
    for item in catalogue()
    if "session.submit" in inspect.getsource(import_module(f"kiosk.services.{item.key}"))
)
"""The items whose service hands an operation over."""
LEAST = {"commit": 5, "send": 4, "print": 1}
"""Seams that every flow surely has; fewer means that they were not counted."""
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
    assert sorted(FLOWS) == MUTATING


@pytest.mark.timeout(900)
@pytest.mark.parametrize("seam", WAYS)
@pytest.mark.parametrize("item", MUTATING)
def test_wherever_it_breaks_it_was_not_done_or_done_once(
    warm: Warm, everybody: dict[str, Person], item: str, seam: str, capsys: pytest.CaptureFixture[str]
) -> None:
    flow = FLOWS[item]
    household = (everybody[flow.who],)
    with fresh_rig(warm, household) as rig:
        dry = rig.run(flow, restart=False)
        assert dry.status == 0, dry.told
        assert rig.in_the_end()["confirmed"] == [item]
    everywhere = points(seam, dry.counts[seam])
    assert dry.counts[seam] >= LEAST.get(seam, 5 if flow.changes_chip else 0)
    verdicts = {str(point): replay(warm, household, flow, point) for point in everywhere}
    met = sum(verdict.met for verdict in verdicts.values())
    with capsys.disabled():
        print(f"\n{item}: {dry.counts[seam]} seams ({seam}), {len(everywhere)} points, {met} met")  # noqa: T201
    assert {point: verdict.wrong for point, verdict in verdicts.items() if verdict.wrong} == {}
    assert met >= MET_AT_LEAST * len(everywhere)
