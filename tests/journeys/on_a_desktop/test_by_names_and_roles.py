"""Every item of the catalogue by assistive technology: names and roles alone, and a numeric keyboard for PINs."""

import subprocess
from pathlib import Path

import pytest
from accessible_visits import VISITS
from operated import items_here, operated
from spoken_hand import SYSTEM_PYTHON


@pytest.mark.timeout(300)
def test_every_item_is_done_by_names_and_roles_alone(tmp_path: Path, desktop) -> None:
    if subprocess.run([SYSTEM_PYTHON, "-c", "import pyatspi"], capture_output=True, check=False).returncode:
        pytest.skip("needs python3-pyatspi and gir1.2-atspi-2.0 (make test installs them as root)")
    ended = operated(tmp_path, "names", desktop.env)
    assert ended == {item: VISITS[item].ends for item in items_here()}
