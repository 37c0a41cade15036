"""Whole visits before the cameras, in the real terminal: afterwards no picture lies on a disk or in its memory.

Every file that the terminal opens for writing is traced (strace), and read once it has ended; its memory is searched
for pixels that the camera is known to have sent, for the very picture that went to the bureau, and for what the screen
showed of it. While that picture is on its way it is there, and found.
"""

import base64
import json
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Generator, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from accessible_visits import AT_THE_DESK, BY_THEIR_FACE, VISITS
from accessible_visits import Visit as Wanted
from face_streams import networks
from operated import SCRIPT
from process_memory import regions
from PySide6.QtGui import QImage
from soak import Rig

from sandbox.backend import faces, uploads
from sandbox.camera import CameraSimulator
from sandbox.faces.people import face_of
from sandbox.population import people

TRACE = ("strace", "-f", "-qq", "--seccomp-bpf", "-e", "trace=openat,open,creat,memfd_create")
pytestmark = [
    pytest.mark.skipif(networks() is None, reason="the networks are not installed (scripts/setup)"),
    pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed"),
    pytest.mark.timeout(240),
]
OFFSCREEN = {"QT_QPA_PLATFORM": "offscreen", "QT_QUICK_BACKEND": "software"}
WRITTEN = re.compile(r'(?:open|openat|creat)\((?:AT_FDCWD, )?"([^"]+)", [A-Z_|]*O_(?:WRONLY|RDWR)(?!.* = -1)')
"""A call that opened a file for writing, or that another thread's came in between."""
EXPECTED_TO_GO = re.compile(r"(-journal|-wal|-shm|\.new|/\.key\.[0-9a-f]{8})$|^/tmp/[a-z0-9_]{8}$")
"""SQLite's own, what takes another file's place when it is whole, and `tempfile`'s trial of whether it could write."""
PIECE = 48
"""Bytes of a sought piece: a dozen pixels or more with a sensor's noise in them, which nothing repeats by accident."""
ROWS = 16
"""Of so many of a picture's lines one is looked at, for where its pixels differ most."""
PICTURES = 6
"""How many of the camera's pictures are sought, spread over the whole visit."""


@dataclass(frozen=True)
class Scene:
    """Which camera sees what, and what is come for; afterwards somebody else keeps the terminal there."""

    device: str
    shows: tuple[str, ...]
    wanted: Wanted
    item: str
    asked: str = ""


LARGE = "2592x1944"
SCENES = {
    "a face": Scene("camera", ("face", "live", face_of(BY_THEIR_FACE)), VISITS["certify_pension"], "certify_pension"),
    "a paper of five megapixels": Scene(
        "document_camera", ("sheet", "skewed", LARGE), AT_THE_DESK, "staff", f"?size={LARGE}&format=mjpg"
    ),
}
BODY = "the same in base64"
AFTERWARDS = "card_status"


class RecordedCamera(CameraSimulator):
    """Remembers every picture that it sent."""

    def __init__(self) -> None:
        super().__init__(port=0, rate=15)
        self.shown: list[bytes] = []

    def _picture(self, at: int) -> bytes:
        self.shown.append(super()._picture(at))
        return self.shown[-1]


class Visit:
    """One visit before a camera, what that and the bureau saw of it, and the terminal in which it was."""

    def __init__(self, folder: Path, scene: Scene, camera: RecordedCamera) -> None:
        self.folder, self.scene, self.camera = folder, scene, camera
        self.trace = folder / "trace"
        self.sent: list[bytes] = []
        self.ended = ""
        self.while_it_was_sent: list[str] = []
        self.in_memory: list[str] = []
        self._tracer = 0

    def run(self) -> None:
        with Rig(self.folder, people(1)[:60], {"camera": self.camera}) as rig:
            job = json.dumps(self._job(rig))
            command = [*TRACE, "-o", str(self.trace), sys.executable, str(SCRIPT), job]
            with subprocess.Popen(command, env=os.environ | OFFSCREEN, stdout=subprocess.PIPE, text=True) as process:
                assert process.stdout is not None
                self._tracer = process.pid
                told = json.loads(process.stdout.readline())
                assert told["item"] == self.scene.item, told
                self.ended = told["ended"]
                self.in_memory = self._found(dict(self.pieces()))
                process.stdout.read()

    def arrives(self, jpeg: bytes) -> None:
        """The bureau has a picture, and has not answered yet."""
        self.sent.append(jpeg)
        self.while_it_was_sent = self._found(dict(self._of_what_was_sent(jpeg)))

    def _found(self, sought: Mapping[str, bytes]) -> list[str]:
        with held_still(self._tracer) as terminal:
            return found(terminal, sought)

    def _job(self, rig: Rig) -> dict[str, Any]:
        devices = {self.scene.device: self.camera.url + self.scene.asked}
        changes = {"devices": devices, "face": {"actions": 1}, "backend": {"query_seconds": 20.0}}
        both = ((self.scene.item, self.scene.wanted), (AFTERWARDS, VISITS[AFTERWARDS]))
        visits = [{"item": item, "who": wanted.who, "answers": wanted.answers} for item, wanted in both]
        job = {"folder": str(self.folder), "hands": rig.hands.address, "wires": rig.wires(), "changes": changes}
        return job | {"visits": visits, "by": "keys"}

    def pieces(self) -> Iterator[tuple[str, bytes]]:
        """Pixels of the camera's pictures, the pictures as they were sent, and what went to the bureau."""
        for number in np.linspace(0, len(self.camera.shown) - 1, PICTURES).astype(int):
            jpeg = self.camera.shown[number]
            yield f"pixels of picture {number}", telling(cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_COLOR))
            yield f"picture {number} as it was sent", jpeg[len(jpeg) // 2 :][:PIECE]
        for jpeg in self.sent:
            yield from self._of_what_was_sent(jpeg)

    def _of_what_was_sent(self, jpeg: bytes) -> Iterator[tuple[str, bytes]]:
        yield "the picture for the bureau", jpeg[len(jpeg) // 2 :][:PIECE]
        yield BODY, base64.b64encode(jpeg)[len(jpeg) // 2 :][:PIECE]
        image = QImage.fromData(jpeg)
        yield (
            "the same on the screen",
            telling(np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.width(), 4)),
        )

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


def telling(pixels: Any) -> bytes:
    """Those of one line that differ most from one another: sixteen of plain paper lie in any picture of any paper."""
    lines, many = pixels[::ROWS].astype(int), PIECE // pixels.shape[2]
    steps = np.abs(np.diff(lines, axis=1)).sum(axis=2)
    within = np.apply_along_axis(np.convolve, 1, steps, np.ones(many - 1), "valid")
    row, begins = np.unravel_index(within.argmax(), within.shape)
    return pixels[row * ROWS, begins : begins + many].tobytes()


def found(process: int, sought: Mapping[str, bytes]) -> list[str]:
    """Which of them lie anywhere in its memory."""
    left = set(sought)
    for content in regions(process):
        left -= {name for name in left if sought[name] in content}
    return sorted(set(sought) - left)


@pytest.fixture(scope="module", params=SCENES)
def visit(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Visit]:
    camera, scene, compare, stage = RecordedCamera(), SCENES[request.param], faces.compare, uploads.stage
    camera.start()
    camera.command(*scene.shows)
    made = Visit(tmp_path_factory.mktemp("pictures"), scene, camera)

    def compared(session: Any, body: Any, jpeg: bytes, *others: Any, **named: Any) -> Any:
        made.arrives(jpeg)
        return compare(session, body, jpeg, *others, **named)

    def staged(session: Any, terminal: Any, body: Any, now: Any) -> Any:
        made.arrives(base64.b64decode(body["content"]))
        return stage(session, terminal, body, now)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(faces, "compare", compared)
        patch.setattr(uploads, "stage", staged)
        made.run()
        yield made
    camera.stop()


def test_what_was_come_for_was_done_before_the_camera(visit: Visit) -> None:
    assert visit.ended == visit.scene.wanted.ends
    assert len(visit.camera.shown) > PICTURES
    assert visit.sent


def test_the_search_finds_the_picture_while_it_is_on_its_way(visit: Visit) -> None:
    assert BODY in visit.while_it_was_sent


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
