"""The script that mounts a stick while the terminal wants one, with a real file system in a namespace of its own."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[2] / "deploy" / "usb-export"
PLAY = """
set -e
mkdir -p "$PLACE"
touch "$WANTED"
"$SCRIPT" & service=$!
for _ in $(seq 100); do mountpoint -q "$PLACE" && break; sleep 0.05; done
mountpoint -q "$PLACE" && echo mounted
grep " $PLACE " /proc/self/mounts
echo bundle > "$PLACE/support.tar.gz"
rm "$WANTED"
wait $service
mountpoint -q "$PLACE" || echo gone
"""


@pytest.mark.root
def test_a_stick_is_there_while_it_is_wanted_and_no_longer(tmp_path: Path) -> None:
    if os.geteuid() != 0 or shutil.which("unshare") is None:
        pytest.skip("needs root and unshare: a mount namespace of its own")
    surroundings = os.environ | {
        "SCRIPT": str(SCRIPT),
        "WANTED": str(tmp_path / "usb-export-wanted"),
        "PLACE": str(tmp_path / "stick"),
        "STICK": "tmpfs",
        "AS_USER": "root",
        "MOUNT_AS": "-t tmpfs -o nosuid,nodev,noexec,size=1m",
    }
    played = subprocess.run(
        ["unshare", "-m", "sh", "-c", PLAY], env=surroundings, capture_output=True, text=True, timeout=20, check=False
    )
    said = played.stdout.splitlines()
    assert (said[0], said[-1]) == ("mounted", "gone"), played
    assert {"nosuid", "nodev", "noexec"} <= set(said[1].split()[3].split(","))


def test_nothing_is_mounted_that_nobody_wants(tmp_path: Path) -> None:
    surroundings = os.environ | {
        "WANTED": str(tmp_path / "nothing"),
        "PLACE": str(tmp_path / "stick"),
        "AS_USER": "root",
        "STICK": "tmpfs",
        "MOUNT_AS": "-t tmpfs",
    }
    subprocess.run([SCRIPT], env=surroundings, check=True, timeout=10)
    assert not os.path.ismount(tmp_path / "stick")
