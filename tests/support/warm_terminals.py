"""A warm process without threads that forks a terminal for each run: python tests/support/warm_terminals.py.

Each line of standard input is a run (JSON); each line of standard output says how its process ended (JSON).
"""

import json
import os
import signal
import sys
import traceback
import warnings
from pathlib import Path
from typing import Any

import requests  # noqa: F401 - what a terminal imports later is imported once, here
from crash_flows import FLOWS, restarted, visited
from crash_seams import Seams
from far_world import FarWorld
from virtual_time import VirtualLoop

import kiosk.services.card_status
import kiosk.services.change_pin
import kiosk.services.lock_application
import kiosk.services.report_loss
import kiosk.services.unlock_application
import kiosk.services.withdraw_loss_report  # noqa: F401 - as above

LONGEST = 60
"""Real seconds after which a run that does not end is ended, as a failure."""


def main() -> None:
    """Until standard input ends."""
    for line in sys.stdin:
        pid = os.fork()
        if pid == 0:
            _run(json.loads(line))
        _, status = os.waitpid(pid, 0)
        sys.stdout.write(json.dumps({"status": os.waitstatus_to_exitcode(status)}) + "\n")
        sys.stdout.flush()


def _run(job: dict[str, Any]) -> None:
    """One terminal's whole life; what it has to say goes into the file that the job names."""
    signal.alarm(LONGEST)
    told = Path(job["told"])
    try:
        loop = VirtualLoop()
        world = FarWorld(Path(job["folder"]), loop, job["hands"], job["wires"])
        seams = Seams(world, job["plan"])
        with seams:
            scene = (restarted if job["restart"] else visited)(world, FLOWS[job["item"]])
            said = loop.run_until_complete(_played(world, scene))
        told.write_text(json.dumps({"commits": seams.commits, "prints": seams.prints, "met": seams.met, **said}))
    except BaseException:  # noqa: BLE001 - this process ends here, and its parent must learn why
        told.write_text(json.dumps({"error": traceback.format_exc()}))
        os._exit(1)
    os._exit(0)


async def _played(world: FarWorld, scene: Any) -> dict[str, Any]:
    said: dict[str, Any] = {}

    async def telling() -> None:
        said.update(await scene)

    await world._play(telling(), {})
    return said


if __name__ == "__main__":
    warnings.simplefilter("error")
    main()
