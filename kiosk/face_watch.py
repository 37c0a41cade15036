"""Watches one face on a thread of its own: pictures in from the camera's slot, words out for the mirror."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kiosk.before_camera import Latest, Shot, View, Watch
from texts import Text
from ui.face_pages import Guide
from ui.pages import Tone
from vision.capture import HEAD, Cut, FaceCapture, Seen
from vision.liveness import Action, Failure, LivenessLimits, Trial
from vision.quality import Guidance

ACT: Final = Text("face.act")
"""The headline while something is to be done before the mirror."""


@dataclass(slots=True)
class Taken(Shot):
    """How one try ended: a picture, or why there is none."""

    failure: Failure | None = None
    no_camera: bool = False


def mirror(latest: Latest) -> View:
    """What the mirror shows and says, to begin with."""
    return View(latest, Guide(Text("face.guide.no_face")))


class FaceWatch(Watch):
    """One try at a time, for a `Worker`. `abort` from any thread."""

    def __init__(self, folder: Path, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__(clock)
        self._folder = folder

    def take(
        self, latest: Latest, view: View, actions: tuple[Action, ...], limits: LivenessLimits, cut: Cut = HEAD
    ) -> Taken:
        """From the first picture to the verdict. Raises `ModelsMissingError` and `NoPictureError`."""
        try:
            with FaceCapture(self._folder, actions, limits, cut=cut) as capture:
                return self._watched(capture, latest, view, len(actions))
        finally:
            view.close()

    def _watched(self, capture: FaceCapture, latest: Latest, view: View, count: int) -> Taken:
        for frame, now in self.pictures(latest):
            seen = capture.feed(frame.image, frame.taken_at)
            view.say(guide_of(seen, count), now)
            if seen.trial.over:
                return _ended(capture, seen.trial)
        return Taken(failure=Failure.FACE_LOST)


def guide_of(seen: Seen, count: int) -> Guide:
    """What to say after a picture: the action that is asked for, or what is wrong with the picture."""
    trial = seen.trial
    if trial.passed:
        return Guide(Text("face.guide.done"), Tone.GOOD, 1.0, ACT)
    if trial.asked is not None:
        away = {Guidance.NO_FACE: Guidance.NO_FACE, Guidance.ONE_ONLY: Guidance.ONE_ONLY}.get(seen.guidance)
        words = f"face.guide.{away.value}" if away else f"face.do.{trial.asked.value}"
        share = (trial.done + 0.5) / (count + 0.5)
        return Guide(Text(words), Tone.ATTENTION, share) if away else Guide(Text(words), Tone.GOOD, share, ACT)
    tone = Tone.NEUTRAL if seen.guidance is Guidance.HOLD else Tone.ATTENTION
    return Guide(Text(f"face.guide.{seen.guidance.value}"), tone)


def _ended(capture: FaceCapture, trial: Trial) -> Taken:
    jpeg = capture.best() if trial.passed else None
    return Taken(failure=trial.failure or Failure.NO_PICTURE) if jpeg is None else Taken(jpeg)
