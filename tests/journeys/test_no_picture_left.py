"""A whole visit before the camera, in the real terminal: afterwards no picture lies on a disk or in its memory.

Every file that the terminal opens for writing is traced (strace), and read once it has ended; its memory is searched
for pixels that the camera is known to have sent, and for the very picture that went to the bureau.
"""

import base64
import json
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from accessible_visits import BY_THEIR_FACE, VISITS
from face_streams import networks
from operated import SCRIPT
from process_memory import regions
from soak import Rig

from sandbox.backend import faces
from sandbox.camera import CameraSimulator
from sandbox.faces.people import face_of
from sandbox.population import people

UNIT = Path(__file__).parents[2] / "deploy" / "kiosk.service"
TRACE = ("strace", "-f", "-qq", "--seccomp-bpf", "-e", "trace=openat,open,creat,memfd_create")
pytestmark = [
    pytest.mark.skipif(networks() is None, reason="the networks are not installed (scripts/setup)"),
    pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed"),
    pytest.mark.timeout(240),
]
OFFSCREEN = {"QT_QPA_PLATFORM": "offscreen", "QT_QUICK_BACKEND": "software"}
AS_DEPLOYED = dict(re.findall(r"^Environment=(MALLOC_\w+)=(\d+)", UNIT.read_text("utf-8"), re.MULTILINE))
"""One heap for all threads: only that one's free end is given back (malloc_trim(3))."""
WRITTEN = re.compile(r'(?:open|openat|creat)\((?:AT_FDCWD, )?"([^"]+)", [A-Z_|]*O_(?:WRONLY|RDWR)(?!.* = -1)')
"""A call that opened a file for writing, or that another thread's came in between."""
EXPECTED_TO_GO = re.compile(r"(-journal|-wal|-shm|\.new|/\.key\.[0-9a-f]{8})$|^/tmp/[a-z0-9_]{8}$")
"""SQLite's own, what takes another file's place when it is whole, and `tempfile`'s trial of whether it could write."""
PIECE = 48
"""Bytes of a sought piece: sixteen pixels with a sensor's noise in them, which nothing repeats by accident."""
PICTURES = 6
"""How many of the camera's pictures are sought, spread over the whole visit."""


class RecordedCamera(CameraSimulator):
    """Remembers every picture that it sent."""

    def __init__(self) -> None:
        super().__init__(port=0, rate=15)
        self.shown: list[bytes] = []

    def _picture(self, at: int) -> bytes:
        self.shown.append(super()._picture(at))
        return self.shown[-1]


class Visit:
    """One certification, what the camera and the bureau saw of it, and the terminal in which it was."""

    def __init__(self, folder: Path, camera: RecordedCamera, sent: list[bytes]) -> None:
        self.folder, self.camera, self.sent = folder, camera, sent
        self.trace = folder / "trace"
        self.ended = ""
        self.in_memory: list[str] = []

    def run(self) -> None:
        with Rig(self.folder, people(1)[:60], {"camera": self.camera}) as rig:
            job = json.dumps(self._job(rig))
            command = [*TRACE, "-o", str(self.trace), sys.executable, str(SCRIPT), job]
            with subprocess.Popen(
                command, env=os.environ | OFFSCREEN | AS_DEPLOYED, stdout=subprocess.PIPE, text=True
            ) as process:
                assert process.stdout is not None
                told = json.loads(process.stdout.readline())
                assert told["item"] == ITEMS[0], told
                self.ended = told["ended"]
                with held_still(process.pid) as terminal:
                    self.in_memory = found(terminal, dict(self.pieces()))
                process.stdout.read()

    def _job(self, rig: Rig) -> dict[str, Any]:
        changes = {"devices": {"camera": self.camera.url}, "face": {"actions": 1}, "backend": {"query_seconds": 20.0}}
        visits = [{"item": item, "who": VISITS[item].who, "answers": VISITS[item].answers} for item in ITEMS]
        job = {"folder": str(self.folder), "hands": rig.hands.address, "wires": rig.wires(), "changes": changes}
        return job | {"visits": visits, "by": "keys"}

    def pieces(self) -> Iterator[tuple[str, bytes]]:
        """Pixels of the camera's pictures, the pictures as they were sent, and what went to the bureau."""
        for number in np.linspace(0, len(self.camera.shown) - 1, PICTURES).astype(int):
            jpeg = self.camera.shown[number]
            pixels = cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_COLOR)
            yield f"pixels of picture {number}", pixels[240, 300 : 300 + PIECE // 3].tobytes()
            yield f"picture {number} as it was sent", jpeg[len(jpeg) // 2 :][:PIECE]
        for jpeg in self.sent:
            yield "the picture for the bureau", jpeg[len(jpeg) // 2 :][:PIECE]
            yield "the same in base64", base64.b64encode(jpeg)[len(jpeg) // 2 :][:PIECE]

    def written(self) -> list[Path]:
        """Every file that was opened for writing."""
        lines = self.trace.read_text("utf-8", "replace").splitlines()
        opened = {Path(match[1]) for line in lines if (match := WRITTEN.search(line))}
        return sorted(path for path in opened if not str(path).startswith(("/dev/", "/proc/")))


@contextmanager
def held_still(tracer: int) -> Generator[int]:
    """The process that is traced, stopped meanwhile: it must not end while it is looked at."""
    (traced,) = map(int, Path(f"/proc/{tracer}/task/{tracer}/children").read_text("ascii").split())
    os.kill(traced, signal.SIGSTOP)
    try:
        yield traced
    finally:
        os.kill(traced, signal.SIGCONT)


def found(process: int, sought: Mapping[str, bytes]) -> list[str]:
    """Which of them lie anywhere in its memory."""
    left = set(sought)
    for content in regions(process):
        left -= {name for name in left if sought[name] in content}
    return sorted(set(sought) - left)


ITEMS: Sequence[str] = ("certify_pension", "card_status")
"""The second visit keeps the terminal there while its memory is searched."""


@pytest.fixture(scope="module")
def visit(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Visit]:
    camera, sent, compare = RecordedCamera(), [], faces.compare
    camera.start()
    camera.command("face", "live", face_of(BY_THEIR_FACE))

    def noted(session: Any, body: Any, jpeg: bytes, *others: Any, **named: Any) -> Any:
        sent.append(jpeg)
        return compare(session, body, jpeg, *others, **named)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(faces, "compare", noted)
        made = Visit(tmp_path_factory.mktemp("pictures"), camera, sent)
        made.run()
        yield made
    camera.stop()


def test_somebody_was_certified_before_the_camera(visit: Visit) -> None:
    assert visit.ended == VISITS["certify_pension"].ends
    assert len(visit.camera.shown) > PICTURES
    assert visit.sent


def test_no_picture_lies_in_memory_after_the_visit(visit: Visit) -> None:
    assert visit.in_memory == []


def test_no_picture_was_written_to_a_file(visit: Visit) -> None:
    files = visit.written()
    assert any(path.name.endswith(".jsonl") for path in files), "the trace shows what is written"
    for path in filter(Path.is_file, files):
        content = path.read_bytes()
        assert b"\xff\xd8\xff" not in content, f"{path} holds a JPEG"
        assert not [name for name, piece in visit.pieces() if piece in content], path
    assert [path for path in files if not path.exists() and EXPECTED_TO_GO.search(str(path)) is None] == []
