"""The staff's desk by Tab, Enter and digits alone."""

import os
from pathlib import Path

import pytest
from accessible_visits import STAFF, TECHNICIAN
from operated import operated

OFFSCREEN = {"QT_QPA_PLATFORM": "offscreen", "QT_QUICK_BACKEND": "software"}


@pytest.mark.timeout(200)
def test_staff_look_after_the_machine_by_keyboard_alone(tmp_path: Path) -> None:
    ended = operated(tmp_path, "keys", os.environ | OFFSCREEN, STAFF)
    assert ended == {item: visit.ends for item, visit in STAFF.items()}


@pytest.mark.timeout(200)
def test_a_technician_looks_at_everything_by_keyboard_alone(tmp_path: Path) -> None:
    ended = operated(tmp_path, "keys", os.environ | OFFSCREEN, TECHNICIAN)
    assert ended == {item: visit.ends for item, visit in TECHNICIAN.items()}
