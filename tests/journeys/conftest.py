"""The namespace in which a PC/SC service of its own runs; its tests lie in `over_pcscd` and run only inside."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

INSIDE = "KIOSK_INSIDE_PCSCD_NAMESPACE"
HERE = Path(__file__).parent
ENTER = """
set -e
mkdir -p /run/pcscd
mount -t proc proc /proc
mount -t tmpfs tmpfs /run/pcscd
ip link set lo up
exec "$@"
"""
UNSHARE = ("unshare", "--mount", "--net", "--pid", "--fork", "--kill-child")
TOOLS = ("unshare", "ip", "pcscd", "opensc-tool")

collect_ignore = [] if INSIDE in os.environ else ["over_pcscd"]


@pytest.fixture
def run_over_pcscd() -> Callable[..., subprocess.CompletedProcess[str]]:
    """Runs pytest with the given arguments where a pcscd has the socket and the port to itself."""
    if os.geteuid() != 0:
        pytest.skip("needs root: a PC/SC service of its own in an own mount and network namespace")
    if missing := [tool for tool in TOOLS if not shutil.which(tool)]:
        pytest.skip(f"needs {', '.join(missing)} (make test installs them as root)")
    return _pytest_inside


def _pytest_inside(*arguments: str) -> subprocess.CompletedProcess[str]:
    pytest_inside = [
        sys.executable,
        "-m",
        "pytest",
        "-p",
        "no:xdist",
        "-p",
        "no:cacheprovider",
        "--timeout=60",
        *arguments,
    ]
    environment = {key: value for key, value in os.environ.items() if not key.startswith("PYTEST_")}
    return subprocess.run(
        [*UNSHARE, "sh", "-c", ENTER, "sh", *pytest_inside],
        cwd=HERE.parents[1],
        env=environment | {INSIDE: "yes"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
