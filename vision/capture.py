"""Takes one face: looks, asks for actions, keeps the best picture, and overwrites it when it is over.

Nothing is ever written to a file. The picture lives in one buffer, which each better one replaces in place.
"""

from dataclasses import dataclass, replace
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

from vision.liveness import Action, Liveness, LivenessLimits, Trial
from vision.look import Look, Looker
from vision.mesh import Region, cut_out
from vision.models import arrays, opencv
from vision.quality import Guidance


@dataclass(frozen=True, slots=True)
class Cut:
    """What is kept of a picture, upright around the head: pixels, and a square `around` times that of the mesh.

    `lower`: how far below the face's middle its own middle lies, by its height. `whole`: nothing of it may lie beyond
    the picture's edge.
    """

    width: int
    height: int
    around: float
    lower: float = 0.0
    whole: bool = False


HEAD: Final = Cut(400, 400, 1.25)
"""For the comparison."""
PORTRAIT: Final = Cut(358, 441, 1.1, 0.03, whole=True)
"""For a card (GA 461, 二代证照片): the face 207 ± 14 pixels wide, air above the hair."""
QUALITY: Final = 92
"""Of the JPEG that leaves: 30 to 60 kB."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What one picture led to."""

    guidance: Guidance
    trial: Trial


class FaceCapture:
    """One try, from the first picture to the verdict. Not thread-safe. Leave it by `wipe`, or use it in a `with`."""

    def __init__(
        self,
        folder: Path,
        actions: tuple[Action, ...],
        limits: LivenessLimits | None = None,
        *,
        cut: Cut = HEAD,
    ) -> None:
        """Loads the networks of `folder` (0.1 s). Without `actions` it passes as soon as a good picture was held.

        Raises `ModelsMissingError`.
        """
        np = arrays()

        self._looker = Looker(folder)
        self._liveness = Liveness(actions, limits)
        self._cut = cut
        self._best: Any = np.zeros((cut.height, cut.width, 3), np.uint8)
        self._merit = 0.0

    def feed(self, picture: Any, at: float) -> Seen:
        """One picture of the camera (height × width × 3, OpenCV's order) and when it was taken (seconds)."""
        look = self._within(self._looker.look(picture, eyes=self._liveness.wants_eyes), picture)
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

    def _within(self, look: Look, picture: Any) -> Look:
        """Who stands so near that the picture does not hold all that is to be kept is asked to step back."""
        if not self._cut.whole or look.guidance is not Guidance.HOLD or look.region is None:
            return look
        square, (tall, wide) = self._square(look.region), picture.shape[:2]
        half, narrow = square.side / 2, square.side / 2 * self._cut.width / self._cut.height
        inside = half <= square.y <= tall - half and narrow <= square.x <= wide - narrow
        return look if inside else replace(look, guidance=Guidance.FARTHER)

    def _square(self, region: Region) -> Region:
        side = region.side * self._cut.around
        return Region(region.x, region.y + side * self._cut.lower, side, region.angle)

    def _keep(self, picture: Any, look: Look) -> None:
        region = look.region
        assert region is not None, "a good picture has a face"
        aside = (self._cut.height - self._cut.width) // 2
        head = cut_out(picture, self._square(region), self._cut.height)
        self._best[:] = head[:, aside : aside + self._cut.width]
        head[:] = 0
        self._merit = look.merit
