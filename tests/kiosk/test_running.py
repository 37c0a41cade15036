"""One terminal at a time for one journal."""

import subprocess
import sys
from pathlib import Path

import pytest

from kiosk.running import AlreadyRunningError, running


def test_a_second_terminal_is_refused_and_a_later_one_is_not(tmp_path: Path) -> None:
    with (
        running(tmp_path / "journal"),
        pytest.raises(AlreadyRunningError, match="running"),
        running(tmp_path / "journal"),
    ):
        pass
    with running(tmp_path / "journal"):
        pass


def test_the_lock_of_a_killed_process_is_gone(tmp_path: Path) -> None:
    held = "import sys, os, pathlib\nfrom kiosk.running import running\n"
    held += f"with running(pathlib.Path({str(tmp_path)!r})):\n    os.kill(os.getpid(), 9)\n"
    assert subprocess.run([sys.executable, "-c", held], check=False).returncode == -9
    with running(tmp_path):
        pass
