"""How long `kiosk run` takes to its first words on the screen, beside a bare QML window and Chromium, and its memory.

All three run on the same display and are looked at in the same way: the frame buffer shows more than blank surfaces.
"""

import re
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from tools import terminal
from tools.display import Display, display, running
from tools.figures import Figure, report

HERE = Path(__file__).parent / "tools"
RUNS = 5
SETTLED_S = 3.0
TIMES_BARE = 3.0
MEMORY_MB = 200.0

Command = Sequence[str | Path]


def seconds_to_words(shown_on: Display, command: Command) -> float:
    """From the start of the process to the first words."""
    started = time.perf_counter()
    with running(command, env=shown_on.environment) as process:
        shown_on.wait_for_words(process)
        taken = time.perf_counter() - started
    shown_on.wait_until_blank()
    return taken


def medians(shown_on: Display, commands: Sequence[Command]) -> list[float]:
    """In turn, so that a busy moment of the machine meets all; the first round only warms the disk's cache."""
    rounds = [[seconds_to_words(shown_on, command) for command in commands] for _ in range(RUNS + 1)]
    return [statistics.median(times) for times in zip(*rounds[1:], strict=True)]


def peak_memory_mb(shown_on: Display, command: Command) -> float:
    """The highest resident size of the terminal up to a while after its first page."""
    with running(command, env=shown_on.environment) as process:
        shown_on.wait_for_words(process)
        time.sleep(SETTLED_S)
        status = Path(f"/proc/{process.pid}/status").read_text()
    found = re.search(r"VmHWM:\s+(\d+) kB", status)
    assert found
    return int(found[1]) / 1024


def chromium(profile: str) -> Command:
    """Chromium in kiosk mode on a static page; with a profile that stays, as on a real machine."""
    quiet = ["--no-first-run", "--no-default-browser-check", "--password-store=basic", "--no-sandbox"]
    size = ["--window-position=0,0", "--window-size=1080,1920"]
    return ["chromium", "--kiosk", f"--user-data-dir={profile}", *quiet, *size, (HERE / "page.html").as_uri()]


def main() -> int:
    if not shutil.which("chromium"):
        sys.exit("startup: Chromium is not installed, and there is nothing to compare with (make bench as root)")
    kiosk = terminal.command(terminal.configuration())
    bare = [sys.executable, HERE / "bare.py"]
    # Chromium writes into its profile while it ends.
    with terminal.sandbox(), display() as shown_on, tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        ours, qml, browser = medians(shown_on, (kiosk, bare, chromium(profile)))
        memory = peak_memory_mb(shown_on, kiosk)
    return report(
        f"Start to first words on the screen, median of {RUNS}",
        Figure("bare PySide6 QML window", qml, "s"),
        Figure("kiosk run, at most 3 × the bare window", ours, "s", TIMES_BARE * qml),
        Figure("kiosk run, at most Chromium in kiosk mode", ours, "s", browser),
        Figure("kiosk run, peak memory", memory, "MB", MEMORY_MB),
    )


if __name__ == "__main__":
    sys.exit(main())
