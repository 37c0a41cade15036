"""Starts `operated_terminal.py` with its simulators, and says how each visit ended."""

import json
import subprocess
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from accessible_visits import BY_THEIR_FACE, STAFF, TECHNICIAN, VISITS
from card_service_visits import CARD_SERVICES
from face_streams import networks
from soak import Rig

from sandbox.camera import CameraSimulator
from sandbox.faces.people import face_of
from sandbox.population import people

SCRIPT = Path(__file__).with_name("operated_terminal.py")
BY_CODE = {"identity.which_way": ("sms",)}
"""Where there are several ways to show who one is, all come by a code but the one who comes for their face."""
NEEDS_NETWORKS = "certify_pension"


def items_here() -> tuple[str, ...]:
    """The items that can be walked: faces need networks that are installed apart."""
    return tuple(item for item in VISITS if item != NEEDS_NETWORKS or networks() is not None)


def operated(folder: Path, by: str, env: Mapping[str, str], items: Iterable[str] | None = None) -> dict[str, str]:
    """Item, or whatever its visit is called → how it ended; `by` "keys", "names" or "touch"."""
    camera = CameraSimulator(port=0, rate=15)
    camera.start()
    camera.command("face", "live", face_of(BY_THEIR_FACE))
    try:
        with Rig(folder, people(1)[:60], {"camera": camera}) as rig:
            changes = {
                "screen": {"fullscreen": False, "accessibility": by == "names"},
                "devices": {"camera": camera.url, "document_printer": f"file:{folder / 'paper'}"},
                "face": {"actions": 1},
                "backend": {"query_seconds": 20.0},
            }
            visits = [_visit(item) for item in items or items_here()]
            job = {"folder": str(folder), "hands": rig.hands.address, "wires": rig.wires(), "changes": changes}
            return _ended(job | {"visits": visits, "by": by}, env)
    finally:
        camera.stop()


def _visit(item: str) -> dict[str, Any]:
    visit = {**VISITS, **STAFF, **TECHNICIAN, **CARD_SERVICES}[item]
    return {"name": item, "item": visit.item or item, "who": visit.who, "answers": BY_CODE | dict(visit.answers)}


def _ended(job: dict[str, Any], env: Mapping[str, str]) -> dict[str, str]:
    ended: dict[str, str] = {}
    command = [sys.executable, SCRIPT, json.dumps(job)]
    with subprocess.Popen(command, env=env, stdout=subprocess.PIPE, text=True) as terminal:
        assert terminal.stdout is not None
        for line in terminal.stdout:
            told = json.loads(line)
            assert told["item"] != "failed", f"after {list(ended)}: {told['why']}"
            if told["item"] != "over":
                ended[told["item"]] = told["ended"]
    return ended
