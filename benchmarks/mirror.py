"""How long the screen is busy with one frame of the mirror, while a camera delivers and a face is watched beside it.

Software rendering at 1080×1920, offscreen. A frame: the camera's newest picture cut, mirrored and masked, and the page
drawn. By the GUI thread's own time, since other work on the machine is not the frame's; the clock's is printed too.
"""

import contextlib
import os
import sys
import threading
import time
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_QUICK_BACKEND", "software")

from PySide6.QtCore import QEventLoop
from PySide6.QtGui import QGuiApplication

from devices.camera import Camera
from kiosk.before_camera import NoPictureError, View
from kiosk.face_watch import FaceWatch, mirror
from sandbox.camera import CameraSimulator
from texts import Text
from ui.app import Screen, ScreenOptions
from ui.face_pages import FaceCapture
from ui.gallery import GalleryClock
from ui.mirror import Mirror
from ui.specimens import frame
from vision.liveness import Action, LivenessLimits
from vision.models import installed_in, sound

LIMIT_MS = 16.7
SECONDS = 8.0
FEWEST = 60
"""Frames without which nothing was measured."""


class Timed:
    """What the GUI thread spends on each frame: the picture that was asked for before it, and the drawing."""

    def __init__(self, screen: Screen) -> None:
        self.work: list[float] = []
        self.wait: list[float] = []
        self._picture = (0.0, 0.0)
        self._began = (0.0, 0.0)
        screen.window.afterAnimating.connect(self._begins)
        screen.window.frameSwapped.connect(self._ends)
        ask = Mirror._mirrored

        def timed(provider: Mirror, *arguments: Any) -> Any:
            began = self._now()
            image = ask(provider, *arguments)
            self._picture = self._since(began)
            return image

        Mirror._mirrored = timed  # type: ignore[method-assign]

    def _now(self) -> tuple[float, float]:
        return time.thread_time(), time.perf_counter()

    def _since(self, began: tuple[float, float]) -> tuple[float, float]:
        work, wait = self._now()
        return (work - began[0]) * 1000, (wait - began[1]) * 1000

    def _begins(self) -> None:
        self._began = self._now()

    def _ends(self) -> None:
        work, wait = self._since(self._began)
        self.work.append(work + self._picture[0])
        self.wait.append(wait + self._picture[1])
        self._picture = (0.0, 0.0)


def measured(url: str) -> Timed:
    """A page before a camera that delivers, and a watch that looks at each of its pictures."""
    screen = Screen(frame(), ScreenOptions(moves=True), GalleryClock())
    with Camera(url).opened() as camera:
        view = mirror(camera.latest)
        screen.show(1, FaceCapture(headline=Text("face.look"), view=view, camera=Text("face.camera_on")), None)
        watch = FaceWatch(installed_in())
        thread = threading.Thread(target=_watched, args=(watch, camera, view), daemon=True)
        _run(1.5)
        thread.start()
        timed = Timed(screen)
        _run(SECONDS)
        watch.abort()
        thread.join()
    screen.close()
    return timed


def _watched(watch: FaceWatch, camera: Camera, view: View) -> None:
    limits = LivenessLimits(ready=3600.0, action=3600.0)
    with contextlib.suppress(NoPictureError):  # a machine that does too much else; too few frames tell it
        watch.take(camera.latest, view, (Action.NOD,), limits)


def _run(seconds: float) -> None:
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        QGuiApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 2)
        time.sleep(0.001)


def p99(values: list[float]) -> float:
    return sorted(values)[max(0, int(len(values) * 0.99) - 1)]


def main() -> int:
    """0 when the figure is reached."""
    if not sound(installed_in()):
        print("mirror: the networks are not installed (scripts/setup); nothing measured")
        return 0
    camera = CameraSimulator(port=0, rate=25)
    camera.start()
    camera.command("face", "live", "hopper")
    try:
        timed = measured(camera.url)
    finally:
        camera.stop()
    if len(timed.work) < FEWEST:
        print(f"mirror: only {len(timed.work)} frames in {SECONDS:.0f} s; the machine does too much else")
        return 1
    work, wait, rate = p99(timed.work), p99(timed.wait), len(timed.work) / SECONDS
    print(f"mirror, one frame of the page while camera and watch run: p99 {work:.1f} ms (limit {LIMIT_MS})")
    print(f"the same by the clock, with whatever else this machine does: p99 {wait:.1f} ms; {rate:.0f} frames/s")
    return 0 if work < LIMIT_MS else 1


if __name__ == "__main__":
    sys.exit(main())
