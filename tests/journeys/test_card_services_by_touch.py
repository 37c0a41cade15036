"""Each of the nine card services, and each thing that can be done in them, by touches on the real screen."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from card_service_visits import CARD_SERVICES, ID_NUMBERS
from operated import operated

from kiosk.services.catalogue import catalogue

OFFSCREEN = {"QT_QPA_PLATFORM": "offscreen", "QT_QUICK_BACKEND": "software"}
CARD_ITEMS = range(5, 14)
"""By their numbers in the district's list of services."""


def test_each_of_the_nine_has_its_visits() -> None:
    assert {item.key for item in catalogue() if item.number in CARD_ITEMS} <= {
        visit.item for visit in CARD_SERVICES.values()
    }


@pytest.mark.timeout(300)
def test_everything_in_the_nine_services_is_done_by_touch(tmp_path: Path) -> None:
    ended = operated(tmp_path, "touch", os.environ | OFFSCREEN, CARD_SERVICES)
    assert ended == {name: visit.ends for name, visit in CARD_SERVICES.items()}
    assert held(tmp_path, "p016") == [("4", "verbal_loss")]
    assert held(tmp_path, "p005") == [("1", "not_activated")]


def held(folder: Path, key: str) -> list[tuple[str, str]]:
    """State of each of somebody's cards, and of its account, at the bureau."""
    with closing(sqlite3.connect(folder / "backend" / "backend.sqlite")) as database:
        asked = "SELECT state, bank_state FROM sandbox_cards WHERE id_number = ?"
        return database.execute(asked, (ID_NUMBERS[key],)).fetchall()
