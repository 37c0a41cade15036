"""Watches one face on a thread of its own: pictures in from the camera's slot, words out for the mirror."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from texts import Text
from ui.face_pages import Guide
from ui.pages import Tone
from vision.liveness import Action, Failure, LivenessLimits, Trial
from vision.quality import Guidance

if TYPE_CHECKING:
    from devices.camera import Frame
    from vision.capture import FaceCapture, Seen

STANDS: Final = 0.9
"""Seconds for which guidance stands at least: what flickers is not read."""
PAUSE: Final = 0.005
"""Seconds between two looks for a newer picture."""
NO_PICTURE_FOR: Final = 3.0
"""Seconds without a live picture after which the camera has failed."""


@dataclass(slots=True)
class Taken:
    """How one try ended: a picture and what was done, or why there is none."""

    failure: Failure | None = None
    no_camera: bool = False
    jpeg: bytearray = field(default_factory=bytearray, repr=False)

    def wipe(self) -> None:
        """Overwrite the picture."""
        self.jpeg[:] = bytes(len(self.jpeg))
        self.jpeg.clear()


class View:
    """What the mirror shows and says. Written by the watching thread, read by the screen's."""

    def __init__(self, latest: "Callable[[], Frame | None]") -> None:
        self._latest: Callable[[], Frame | None] | None = latest
        self._since = 0.0
        self.guide = Guide(Text("face.guide.no_face"))

    def picture(self) -> Any | None:
        """The newest live picture; None when the camera shows none, or the capture is over."""
        latest = self._latest
        frame = latest() if latest is not None else None
        return None if frame is None else frame.image

    def say(self, guide: Guide, now: float) -> None:
        """New guidance, unless the last has not stood long enough; what is asked for is said at once."""
        urgent = guide.tone is Tone.GOOD
        if guide.words == self.guide.words or urgent or now - self._since >= STANDS:
            self._since = self._since if guide.words == self.guide.words else now
            self.guide = guide

    def close(self) -> None:
        """Nothing is seen through it any more."""
        self._latest = None


class FaceWatch:
    """One try at a time, for a `Worker`. `abort` from any thread."""

    def __init__(self, folder: Path, clock: Callable[[], float] = time.monotonic) -> None:
        self._folder = folder
        self._clock = clock
        self._stopped = threading.Event()

    def take(
        self, latest: "Callable[[], Frame | None]", view: View, actions: tuple[Action, ...], limits: LivenessLimits
    ) -> Taken:
        """From the first picture to the verdict. Raises `ModelsMissingError`."""
        from vision.capture import FaceCapture  # noqa: PLC0415 - OpenCV: 0.3 s and 60 MB

        self._stopped.clear()
        try:
            with FaceCapture(self._folder, actions, limits) as capture:
                return self._watched(capture, latest, view, len(actions))
        finally:
            view.close()

    def abort(self) -> None:
        """End the try that is on."""
        self._stopped.set()

    def close(self) -> None:
        """Nothing is held between two tries."""
        self.abort()

    def _watched(self, capture: "FaceCapture", latest: "Callable[[], Frame | None]", view: View, count: int) -> Taken:
        last, seen_at = 0, self._clock()
        while not self._stopped.wait(PAUSE):
            frame, now = latest(), self._clock()
            if frame is None or frame.sequence == last:
                if now - seen_at > NO_PICTURE_FOR:
                    return Taken(no_camera=True)
                continue
            last, seen_at = frame.sequence, now
            seen = capture.feed(frame.image, frame.taken_at)
            view.say(guide_of(seen, count), now)
            if seen.trial.over:
                return _ended(capture, seen.trial)
        return Taken(failure=Failure.FACE_LOST)


def guide_of(seen: "Seen", count: int) -> Guide:
    """What to say after a picture: the action that is asked for, or what is wrong with the picture."""
    trial = seen.trial
    if trial.passed:
        return Guide(Text("face.guide.done"), Tone.GOOD, 1.0)
    if trial.asked is not None:
        away = {Guidance.NO_FACE: Guidance.NO_FACE, Guidance.ONE_ONLY: Guidance.ONE_ONLY}.get(seen.guidance)
        words = f"face.guide.{away.value}" if away else f"face.do.{trial.asked.value}"
        return Guide(Text(words), Tone.ATTENTION if away else Tone.GOOD, (trial.done + 0.5) / (count + 0.5))
    tone = Tone.NEUTRAL if seen.guidance is Guidance.HOLD else Tone.ATTENTION
    return Guide(Text(f"face.guide.{seen.guidance.value}"), tone)


def _ended(capture: "FaceCapture", trial: Trial) -> Taken:
    jpeg = capture.best() if trial.passed else None
    if jpeg is None:
        return Taken(failure=trial.failure or Failure.NO_PICTURE)
    return Taken(jpeg=jpeg)
