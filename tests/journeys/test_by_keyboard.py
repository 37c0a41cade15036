"""Every item of the catalogue by Tab, Enter and digits alone; the focus is seen, and begins at the headline."""

import os
from pathlib import Path

import pytest
from accessible_visits import VISITS
from operated import items_here, operated

from kiosk.services.catalogue import catalogue

OFFSCREEN = {"QT_QPA_PLATFORM": "offscreen", "QT_QUICK_BACKEND": "software"}


def test_there_is_a_visit_for_every_item() -> None:
    assert {item.key for item in catalogue()} == set(VISITS)


@pytest.mark.timeout(300)
def test_every_item_is_done_by_keyboard_alone(tmp_path: Path) -> None:
    ended = operated(tmp_path, "keys", os.environ | OFFSCREEN)
    assert ended == {item: VISITS[item].ends for item in items_here()}
