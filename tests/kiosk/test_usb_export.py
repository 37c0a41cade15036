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


def played(folder: Path, stick: str, mount_as: str) -> list[str]:
    """What the script's surroundings said, line by line."""
    surroundings = os.environ | {
        "SCRIPT": str(SCRIPT),
        "WANTED": str(folder / "usb-export-wanted"),
        "PLACE": str(folder / "stick"),
        "STICK": stick,
        "AS_USER": "root",
        "MOUNT_AS": f"{mount_as},nosuid,nodev,noexec",
    }
    done = subprocess.run(
        ["unshare", "-m", "sh", "-c", PLAY], env=surroundings, capture_output=True, text=True, timeout=20, check=False
    )
    said = done.stdout.splitlines()
    assert (said[0], said[-1]) == ("mounted", "gone"), done
    return said


needs_a_namespace = pytest.mark.skipif(
    os.geteuid() != 0 or shutil.which("unshare") is None, reason="needs root and unshare: a mount namespace of its own"
)


@pytest.mark.root
@needs_a_namespace
def test_a_stick_is_there_while_it_is_wanted_and_no_longer(tmp_path: Path) -> None:
    said = played(tmp_path, "tmpfs", "-t tmpfs -o size=1m")
    assert {"nosuid", "nodev", "noexec"} <= set(said[1].split()[3].split(","))


@pytest.mark.root
@needs_a_namespace
@pytest.mark.skipif(
    shutil.which("debugfs") is None or not Path("/dev/loop-control").exists(),
    reason="needs e2fsprogs, and block devices made of files",
)
def test_what_is_carried_off_lies_on_the_stick_when_it_is_pulled(tmp_path: Path) -> None:
    """A block device with a file system of its own, as a stick is."""
    stick = tmp_path / "stick.img"
    stick.write_bytes(bytes(4 << 20))
    subprocess.run(["mkfs.ext4", "-q", "-F", str(stick)], check=True, timeout=20)
    played(tmp_path, str(stick), "-o loop")
    read = ["debugfs", "-R", "cat /support.tar.gz", str(stick)]
    assert subprocess.run(read, capture_output=True, text=True, check=True, timeout=20).stdout == "bundle\n"


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
