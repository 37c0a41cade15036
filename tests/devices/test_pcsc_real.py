"""Runs `pcsc_in_namespace.py` with a pcscd of its own, out of the way of the machine's."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

INSIDE = Path(__file__).with_name("pcsc_in_namespace.py")
OWN_RUN = 'mount -t tmpfs tmpfs /run/pcscd && ip link set lo up && exec "$@"'
NEEDED = ("pcscd", "unshare", "ip")


@pytest.mark.root
def test_the_driver_holds_against_a_real_service():
    if os.geteuid() != 0:
        pytest.skip("needs root: an own mount and network namespace for pcscd")
    if missing := [name for name in NEEDED if not shutil.which(name)]:
        pytest.skip(f"needs the commands {', '.join(missing)}")
    Path("/run/pcscd").mkdir(exist_ok=True)
    command = [sys.executable, "-m", "pytest", "-n0", "-p", "no:cacheprovider", str(INSIDE)]
    run = subprocess.run(
        ["unshare", "-mn", "sh", "-c", OWN_RUN, "sh", *command],
        check=False,
        capture_output=True,
        text=True,
        timeout=110,
    )
    assert run.returncode == 0, run.stdout[-5000:] + run.stderr[-1000:]
