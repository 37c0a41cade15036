"""A pension certification in figures: how soon the mirror shows a live picture, and how long the machine itself takes.

The whole terminal with its drivers, over sockets to the simulators, in virtual time: what a person takes to read and
press costs nothing, and what they do before the mirror is taken off. What is left is the machine's.
"""

import sys
import tempfile
import time
from datetime import datetime
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "support"))

from resident import Resident
from virtual_time import VirtualLoop
from world import World

from sandbox.camera import CameraSimulator
from sandbox.faces.people import face_of
from sandbox.population import NOW, people
from ui.face_pages import FaceCapture
from ui.pages import Outcome
from vision.models import installed_in, sound

MOST_SECONDS = 8.0
MOST_TO_PICTURE = 1.0
"""After the camera has delivered its first picture."""
PENSIONER = "zhuxiao"
ANSWERS = {"certify_pension.told.suspended": ("begin",)}


class Timed(Resident):
    """Takes the time before the mirror; `open_after`: from the camera's first picture to the first live one."""

    before_the_mirror = open_after = 0.0

    async def _before_the_mirror(self, page: FaceCapture) -> None:
        camera, began = self._world.camera, time.monotonic()
        delivered = 0.0
        while page.view.picture() is None and self._world.front.page is page:
            delivered = delivered or (time.monotonic() if camera.sent else 0.0)
            time.sleep(0.002)
        self.open_after = time.monotonic() - (delivered or began)
        seen = time.monotonic()
        await super()._before_the_mirror(page)
        self.before_the_mirror += time.monotonic() - seen


def visit(folder: Path, camera: CameraSimulator) -> tuple[Timed, float, Any]:
    """The resident, the seconds of the whole visit, and its result."""
    loop = VirtualLoop()
    world = World(folder, people(1, now=datetime.now(NOW.tzinfo))[:60], loop)
    world.parts, world.camera = (*world.parts, camera), camera
    resident, results, took = Timed(world, "certify_pension", PENSIONER, ANSWERS), [], []

    async def scene() -> None:
        began = time.monotonic()
        results.append(await resident.visit())
        took.append(time.monotonic() - began)

    world.play(scene(), devices={"camera": camera.url}, face={"actions": 2})
    loop.close()
    return resident, took[0], results[0]


def main() -> int:
    """0 when both figures are reached."""
    if not sound(installed_in()):
        print("certification: the networks are not installed (scripts/setup); nothing measured")
        return 0
    camera = CameraSimulator(port=0, rate=25)
    camera.start()
    camera.command("face", "live", face_of(PENSIONER))
    try:
        with tempfile.TemporaryDirectory() as folder:
            resident, whole, result = visit(Path(folder), camera)
    finally:
        camera.stop()
    machine = whole - resident.before_the_mirror
    print(f"mirror: a live picture {resident.open_after:.2f} s after the camera's first (limit {MOST_TO_PICTURE:.1f})")
    print(f"certification: {machine:.1f} s of machine time (limit {MOST_SECONDS:.0f})")
    if result is None or result.outcome is not Outcome.DONE:
        print("certification: did not succeed; the machine does too much else for a camera")
        return 1
    return 0 if machine <= MOST_SECONDS and resident.open_after <= MOST_TO_PICTURE else 1


if __name__ == "__main__":
    sys.exit(main())
