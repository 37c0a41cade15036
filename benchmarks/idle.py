"""What the terminal costs while nobody is there: processor time of all its threads at Standby, and repaints.

A repaint that leaves every pixel as it was cannot be seen from outside and is not counted.
"""

import argparse
import os
import sys
import time
from itertools import pairwise
from pathlib import Path

from tools import terminal
from tools.display import Display, display
from tools.figures import Figure, report

CORE_PERCENT = 1.0
REPAINTS_A_MINUTE = 1.0
SETTLED_S = 10.0
LOOK_EVERY_S = 0.25
TICKS_A_SECOND = os.sysconf("SC_CLK_TCK")
USER_TICKS, SYSTEM_TICKS = 11, 12
"""Fields of /proc/PID/stat after the command's name (proc(5): utime, stime)."""


def processor_seconds(process: int) -> float:
    """What all threads of a process have used so far."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[USER_TICKS]) + int(fields[SYSTEM_TICKS])) / TICKS_A_SECOND


def changes(shown_on: Display, seconds: float) -> int:
    """How often the picture was another than at the look before."""
    pictures = [shown_on.picture()]
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        time.sleep(LOOK_EVERY_S)
        pictures.append(shown_on.picture())
    return sum(before != after for before, after in pairwise(pictures))


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--seconds", type=float, default=60.0, help="how long to look (default: 60)")
    seconds = options.parse_args().seconds
    with display() as shown_on, terminal.sandbox(), terminal.running_on(shown_on) as process:
        time.sleep(SETTLED_S)
        before = processor_seconds(process.pid)
        repaints = changes(shown_on, seconds)
        used = processor_seconds(process.pid) - before
    return report(
        f"Standby for {seconds:g} s",
        Figure("processor, all threads, of one core", 100 * used / seconds, "%", CORE_PERCENT),
        Figure("repaints a minute", repaints * 60 / seconds, "", REPAINTS_A_MINUTE),
    )


if __name__ == "__main__":
    sys.exit(main())
