"""Takes one face: looks, asks for actions, keeps the best picture, and overwrites it when it is over.

Nothing is ever written to a file. The picture lives in one buffer, which each better one replaces in place.
"""

from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

from vision.liveness import Action, Liveness, LivenessLimits, Trial
from vision.look import Look, Looker
from vision.mesh import Region, cut_out
from vision.models import arrays, opencv
from vision.quality import Guidance

SIDE: Final = 400
"""Pixels of the picture that is kept, a square around the head."""
AROUND: Final = 1.25
"""By the square in which the mesh was laid."""
QUALITY: Final = 92
"""Of the JPEG that leaves: 30 to 60 kB."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What one picture led to."""

    guidance: Guidance
    trial: Trial


class FaceCapture:
    """One try, from the first picture to the verdict. Not thread-safe. Leave it by `wipe`, or use it in a `with`."""

    def __init__(self, folder: Path, actions: tuple[Action, ...], limits: LivenessLimits | None = None) -> None:
        """Loads the networks of `folder` (0.1 s). Raises `ModelsMissingError`."""
        np = arrays()

        self._looker = Looker(folder)
        self._liveness = Liveness(actions, limits)
        self._best: Any = np.zeros((SIDE, SIDE, 3), np.uint8)
        self._merit = 0.0

    def feed(self, picture: Any, at: float) -> Seen:
        """One picture of the camera (height × width × 3, OpenCV's order) and when it was taken (seconds)."""
        look = self._looker.look(picture, eyes=self._liveness.wants_eyes)
        trial = self._liveness.feed(look, at)
        if look.guidance is Guidance.HOLD and look.merit > self._merit and not trial.over:
            self._keep(picture, look)
        return Seen(look.guidance, trial)

    def best(self) -> bytearray | None:
        """The best picture as a JPEG; None when there was no good one. The caller overwrites it after use."""
        if not self._merit:
            return None
        cv2 = opencv()
        _, encoded = cv2.imencode(".jpg", self._best, [cv2.IMWRITE_JPEG_QUALITY, QUALITY])
        jpeg = bytearray(encoded)
        encoded[:] = 0
        return jpeg

    def wipe(self) -> None:
        """Overwrite the picture."""
        self._best[:] = 0
        self._merit = 0.0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.wipe()

    def _keep(self, picture: Any, look: Look) -> None:
        region = look.region
        assert region is not None, "a good picture has a face"
        head = cut_out(picture, Region(region.x, region.y, region.side * AROUND, region.angle), SIDE)
        self._best[:] = head
        head[:] = 0
        self._merit = look.merit
