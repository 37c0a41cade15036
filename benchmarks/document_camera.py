"""What a document camera of five megapixels costs: the whole terminal's own memory before, while and after it is on.

The real terminal with its screen, operated by keys: an agent's authorisation is photographed in 帮办代办, several
times; between two of them somebody else looks at the state of their card.
"""

import json
import os
import re
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "support"))

from accessible_visits import AT_THE_DESK, VISITS
from operated import SCRIPT
from soak import Rig

from sandbox.camera import CameraSimulator
from sandbox.population import people

SIZE = "2592x1944"
TIMES = 3
MOST_BEYOND = 128.0
"""MB that it may take while it is on, and gives back."""
MOST_GROWN = 5.0
"""MB that the last visit may leave beyond the first, which loads OpenCV."""
EVERY = 0.05
"""Seconds between two looks at the process."""
OFFSCREEN = {"QT_QPA_PLATFORM": "offscreen", "QT_QUICK_BACKEND": "software"}
_OWN = re.compile(r"^(?:Private_Dirty|Swap):\s+(\d+) kB", re.MULTILINE)


class Watched:
    """A process that is looked at all the time. `most`: MB while the camera was on."""

    def __init__(self, process: int, camera: CameraSimulator) -> None:
        self._file = Path(f"/proc/{process}/smaps_rollup")
        self._camera = camera
        self._ended = threading.Event()
        self.most = 0.0
        self._thread = threading.Thread(target=self._watch)
        self._thread.start()

    def now(self) -> float:
        """MB that it has written and shares with nobody."""
        return sum(map(int, _OWN.findall(self._file.read_text("ascii")))) / 1024

    def stop(self) -> None:
        self._ended.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._ended.wait(EVERY):
            if self._camera.watching:
                self.most = max(self.most, self.now())


def measured(folder: str, camera: CameraSimulator) -> tuple[list[float], float, list[str]]:
    """MB after each visit of whoever looks at their card, the first before the camera was ever on; the most while it
    was; and how the others ended."""
    visits = {"card_status": VISITS["card_status"], "staff": AT_THE_DESK}
    items = ["card_status", *("staff", "card_status") * TIMES]
    with Rig(Path(folder), people(1)[:60], {"camera": camera}) as rig:
        changes = {"devices": {"document_camera": f"{camera.url}?size={SIZE}&format=mjpg"}}
        told = [{"item": item, "who": visits[item].who, "answers": visits[item].answers} for item in items]
        job = {"folder": folder, "hands": rig.hands.address, "wires": rig.wires(), "changes": changes}
        command = [sys.executable, str(SCRIPT), json.dumps(job | {"visits": told, "by": "keys"})]
        env = os.environ | OFFSCREEN
        with subprocess.Popen(command, env=env, stdout=subprocess.PIPE, text=True) as terminal:
            assert terminal.stdout is not None
            watched, held, ended = Watched(terminal.pid, camera), [], []
            try:
                for line in map(json.loads, terminal.stdout):
                    if line["item"] == "card_status":
                        held.append(watched.now())
                    elif line["item"] == "staff":
                        ended.append(line["ended"])
            finally:
                watched.stop()
    return held, watched.most, ended


def main() -> int:
    """0 when it takes, and keeps, no more than that."""
    camera = CameraSimulator(port=0, rate=15)
    camera.start()
    camera.command("sheet", "skewed", SIZE)
    try:
        with tempfile.TemporaryDirectory() as folder:
            held, most, ended = measured(folder, camera)
    finally:
        camera.stop()
    before, first, *_, last = held
    print(f"document camera of {SIZE}: {before:.0f} MB before it was ever on, at most {most:.0f} MB while it was")
    print(f"  {most - before:.0f} MB more (limit {MOST_BEYOND:.0f})")
    print(f"  after each of {TIMES} visits: {', '.join(f'{each:.0f}' for each in held[1:])} MB")
    print(f"  left by the last beyond the first: {last - first:.1f} MB (limit {MOST_GROWN:.0f})")
    if ended[0] != AT_THE_DESK.ends:
        print(f"  but the visit ended by {ended[0]}")
        return 1
    return 0 if most - before <= MOST_BEYOND and last - first <= MOST_GROWN else 1


if __name__ == "__main__":
    sys.exit(main())
