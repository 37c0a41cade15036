"""The staff's desk by assistive technology: names and roles alone, and a numeric keyboard for the password."""

import subprocess
from pathlib import Path

import pytest
from accessible_visits import STAFF, TECHNICIAN
from operated import operated
from spoken_hand import SYSTEM_PYTHON


@pytest.mark.timeout(200)
def test_staff_look_after_the_machine_by_names_and_roles_alone(tmp_path: Path, desktop) -> None:
    if subprocess.run([SYSTEM_PYTHON, "-c", "import pyatspi"], capture_output=True, check=False).returncode:
        pytest.skip("needs python3-pyatspi and gir1.2-atspi-2.0 (make test installs them as root)")
    ended = operated(tmp_path, "names", desktop.env, STAFF)
    assert ended == {item: visit.ends for item, visit in STAFF.items()}


@pytest.mark.timeout(200)
def test_a_technician_looks_at_everything_by_names_and_roles_alone(tmp_path: Path, desktop) -> None:
    if subprocess.run([SYSTEM_PYTHON, "-c", "import pyatspi"], capture_output=True, check=False).returncode:
        pytest.skip("needs python3-pyatspi and gir1.2-atspi-2.0 (make test installs them as root)")
    ended = operated(tmp_path, "names", desktop.env, TECHNICIAN)
    assert ended == {item: visit.ends for item, visit in TECHNICIAN.items()}
