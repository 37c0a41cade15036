"""A warm process without threads that forks a terminal for each run: python tests/support/warm_terminals.py.

Each line of standard input is a run (JSON); each line of standard output says how its process ended (JSON).
"""

import asyncio
import gc
import io
import json
import os
import signal
import sys
import traceback
import warnings
from contextlib import nullcontext
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import Any
from unittest.mock import patch

from crash_flows import FLOWS, Flow, restarted, visited
from crash_lines import Lines
from crash_seams import Seams
from far_world import FarWorld
from virtual_time import VirtualLoop
from warm_examiner import Examiner

import kiosk.backend
import kiosk.services
from kiosk.events import events
from kiosk.proof_policy import proof_policy
from kiosk.services.catalogue import groups

LONGEST = 60
"""Real seconds after which a run that does not end is ended, as a failure."""
PATIENT: dict[str, dict[str, object]] = {"backend": {"query_seconds": 10.0}}
"""Real seconds for the bureau's answer: a machine that is busy with tests is late, and nothing here hangs."""
LATER = (
    *("barcode", "devices.vpcd", "encodings.gb18030", "encodings.utf_16_le"),
    *("escpos.printer", "PIL.ImageOps", "requests"),
)
"""What a terminal imports when it first needs it; a fork that did it anew would take three times as long."""


def warm_up() -> None:
    """Import and read once, here, what every terminal would by itself."""
    for name in LATER:
        import_module(name)
    for room in (kiosk.backend, kiosk.services):
        for module in iter_modules(room.__path__, f"{room.__name__}."):
            import_module(module.name)
    events()
    groups()
    proof_policy("")
    gc.freeze()


def main() -> None:
    """Until standard input ends."""
    warm_up()
    with Examiner() as examiner, patch("kiosk.records.paper.subprocess.run", examiner.run):
        for line in sys.stdin:
            pid = os.fork()
            if pid == 0:
                _run(json.loads(line))
            _, status = os.waitpid(pid, 0)
            sys.stdout.write(json.dumps({"status": os.waitstatus_to_exitcode(status)}) + "\n")
            sys.stdout.flush()


def _run(job: dict[str, Any]) -> None:
    """One terminal's whole life; what it has to say goes into the file that the job names."""
    told = Path(job["told"])
    try:
        loop = VirtualLoop()
        _bounded(loop, told)
        world = FarWorld(Path(job["folder"]), loop, job["hands"], job["wires"])
        seams = Seams(world, job["plan"])
        lines = Lines(job["line"]) if job["line"] or job["traced"] else nullcontext()
        with seams, lines:
            scene = (restarted if job["restart"] else visited)(world, FLOWS[job["flow"]])
            said = loop.run_until_complete(_played(world, scene, FLOWS[job["flow"]]))
        counted = {"commits": seams.commits, "prints": seams.prints, "met": seams.met}
        told.write_text(json.dumps({**counted, **said, "lines": getattr(lines, "seen", [])}))
    except BaseException:  # noqa: BLE001 - this process ends here, and its parent must learn why
        told.write_text(json.dumps({"error": traceback.format_exc()}))
        os._exit(1)
    os._exit(0)


def _bounded(loop: VirtualLoop, told: Path) -> None:
    """After `LONGEST` it is ended, and tells what each thread and each task was waiting for."""

    def ended(*_: object) -> None:
        where = io.StringIO()
        for task in asyncio.all_tasks(loop):
            task.print_stack(file=where)
        for frame in sys._current_frames().values():
            traceback.print_stack(frame, file=where)
        told.write_text(json.dumps({"error": f"not over after {LONGEST} s\n{where.getvalue()}"}))
        os._exit(1)

    signal.signal(signal.SIGALRM, ended)
    signal.alarm(LONGEST)


async def _played(world: FarWorld, scene: Any, flow: Flow) -> dict[str, Any]:
    said: dict[str, Any] = {}

    async def telling() -> None:
        said.update(await scene)

    await world._play(telling(), {**PATIENT, "rating": {"ask": flow.rates}, "face": {"actions": 1}})
    return said


if __name__ == "__main__":
    warnings.simplefilter("error")
    main()
