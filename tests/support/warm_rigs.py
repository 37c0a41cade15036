"""A warm process without threads that breaks flows: python tests/support/warm_rigs.py.

Each line of standard input is a flow and where it breaks, or nothing that breaks (JSON). A rig is forked for it, with
everything imported and its bureau made, and ends with it; each line of standard output says what came of it.
"""

import gc
import json
import os
import shutil
import signal
import sys
import traceback
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any

import in_memory
from crash_ends import judged
from crash_flows import FLOWS, Flow
from crash_points import WAYS, Point
from crash_rig import KILLED, Rig
from warm import Warm

from sandbox.backend.server import BackendServer
from sandbox.people import Person
from sandbox.population import people

PAPERS = ("typst", "qrcode", "pyhanko.sign.signers", "pyhanko.pdf_utils.reader", "sandbox.records.papers")
"""What a bureau imports when it composes its first paper, for `rights_record`."""
LONGEST = 150
"""Real seconds after which a rig that does not end is ended, as a failure."""


class Rigs:
    """Forks one rig after the other in `folder`. `terminals`: whom its terminals come from."""

    def __init__(self, folder: Path, terminals: Warm) -> None:
        self._folder, self._terminals = folder, terminals
        self._people = {person.key: person for person in people(1)}
        self._bureaus: dict[str, BackendServer] = {}

    def forked(self, job: dict[str, Any]) -> dict[str, Any]:
        """Break what the job says in a process of its own; what it told."""
        flow, told = FLOWS[job["flow"]], self._folder / "told.json"
        told.unlink(missing_ok=True)
        person = self._people[flow.who]
        for name in PAPERS if flow.item == "rights_record" else ():
            import_module(name)
        rig = Rig(self._terminals, self._folder / "rig", flow, person, self._fresh_bureau(person))
        gc.freeze()
        if (child := os.fork()) == 0:
            _play(rig, flow, job, told)
        _, status = os.waitpid(child, 0)
        return json.loads(told.read_text()) if told.exists() else {"error": f"the rig ended with {status}"}

    def _fresh_bureau(self, person: Person) -> BackendServer:
        """The person's bureau, made once; its files as they were then, and all others gone."""
        place, kept = self._folder / "rig" / "backend", self._folder / person.key
        shutil.rmtree(place.parent, ignore_errors=True)
        if person.key not in self._bureaus:
            place.parent.mkdir()
            self._bureaus[person.key] = BackendServer((person,), port=0, folder=place)
            shutil.copytree(place, kept)
            return self._bureaus[person.key]
        shutil.copytree(kept, place)
        return self._bureaus[person.key]


def _play(rig: Rig, flow: Flow, job: dict[str, Any], told: Path) -> None:
    """In the rig's own process, which ends here, with all threads of its simulators."""
    signal.alarm(LONGEST)
    gc.disable()
    try:
        rig.start()
        told.write_text(json.dumps(_broken(rig, flow, job) if {"point", "line"} & job.keys() else _dry(rig, flow, job)))
    except BaseException:  # noqa: BLE001 - this process ends here, and its parent must learn why
        told.write_text(json.dumps({"error": traceback.format_exc()}))
    os._exit(0)


def _dry(rig: Rig, flow: Flow, job: dict[str, Any]) -> dict[str, Any]:
    """Nothing breaks: what was counted, and how often it was done. `job` may ask for the `lines` that were run."""
    ran = rig.run(restart=False, traced=bool(job.get("lines")))
    end = rig.in_the_end()
    return {
        "status": ran.status,
        "told": ran.told,
        "counts": ran.counts,
        "truths": sorted(end.truths),
        "confirmed": end.confirmed,
    }


def _broken(rig: Rig, flow: Flow, job: dict[str, Any]) -> dict[str, Any]:
    """Break, restart, settle, compare: what is wrong with the end, which should be nothing."""
    line = job.get("line", "")
    point = None
    if "point" in job:
        seam, number, way = job["point"]
        point = Point(seam, number, WAYS[seam][way])
    broken = rig.run(restart=False, point=point, line=line)
    met = broken.status == KILLED or broken.told.get("met", 0) + rig.met + rig.relay.met > 0
    rig.heal()
    after = rig.run(restart=True)
    if broken.status not in (0, KILLED):
        return {"met": met, "wrong": [f"the visit: {broken.told.get('error', broken.status)}"]}
    if after.status != 0:
        return {"met": met, "wrong": [f"the restart: {after.told.get('error', after.status)}"]}
    end = rig.in_the_end()
    return {"met": met, "wrong": judged(flow, after.told, end), "done": sorted(end.truths)}


@contextmanager
def rigs() -> Iterator[Rigs]:
    """With a folder, and a warm process for the terminals."""
    with in_memory.folder("crash") as folder, Warm("warm_terminals.py") as terminals:
        yield Rigs(Path(folder), terminals)


def main() -> None:
    """Until standard input ends."""
    with rigs() as warm:
        for line in sys.stdin:
            sys.stdout.write(json.dumps(warm.forked(json.loads(line))) + "\n")
            sys.stdout.flush()


if __name__ == "__main__":
    warnings.simplefilter("error")
    main()
