"""Every fault of every driver happens at the wire, and the driver tells that one and no other."""

from pathlib import Path

import pytest
from fault_scenarios import SCENARIOS

from devices.faults import Fault
from kiosk.diagnostics.drivers import all_faults


@pytest.mark.parametrize("fault", SCENARIOS, ids=lambda fault: fault.id)
def test_a_fault_made_at_the_wire_is_told_by_its_name(fault: Fault, tmp_path: Path) -> None:
    assert SCENARIOS[fault].play(tmp_path) == fault


def test_every_fault_has_a_scenario() -> None:
    assert {fault.id for fault in all_faults()} - {fault.id for fault in SCENARIOS} == set()


def test_no_scenario_is_about_a_fault_that_nobody_declares() -> None:
    assert set(SCENARIOS) - set(all_faults()) == set()
