"""Finds faces in a picture: BlazeFace's boxes and six points, decoded and thinned out.

The anchors are those of MediaPipe's `face_detection_short_range_common.pbtxt`: two for each cell of a grid of 16 × 16,
then six for each cell of a grid of 8 × 8.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from vision.models import DETECTOR, Network, arrays, opencv

LEAST_SCORE: Final = 0.5
LEAST_OVERLAP: Final = 0.3
"""Two boxes that share more than this (intersection over union) are one face."""
_LOGIT: Final = 80.0
_GRIDS: Final = ((16, 2), (8, 6))


@dataclass(frozen=True, slots=True)
class Found:
    """One face, in pixels: its box, and both eyes as `right` (left in the picture) and `left`."""

    x: float
    y: float
    width: float
    height: float
    right_eye: tuple[float, float]
    left_eye: tuple[float, float]
    score: float


class FaceDetector:
    """Faces of at least a tenth of the picture's longer side."""

    def __init__(self, folder: Path) -> None:
        """Raises `ModelsMissingError`."""
        self._network = Network(folder, DETECTOR)
        self._anchors = _anchors()

    def find(self, picture: Any) -> list[Found]:
        """All faces, the largest first. `picture`: height × width × 3, 8 bits, in OpenCV's order."""
        square, scale, left, top = _squared(picture)
        boxes, scores = self._network.run(square, 1 / 127.5, 127.5)
        boxes = boxes.reshape(-1, 8, 2) / DETECTOR.side
        boxes[:, 0] += self._anchors
        boxes[:, 2:] += self._anchors[:, None]
        seen = _sure(scores)
        found = [_found(boxes[at], score, scale, left, top) for at, score in seen]
        return sorted(_thinned(found), key=lambda face: -face.width)


def _squared(picture: Any) -> tuple[Any, float, float, float]:
    """The picture in the middle of a black square; pixels of the picture for one side of the square, and its edges."""
    cv2 = opencv()
    height, width = picture.shape[:2]
    longer, side = max(height, width), DETECTOR.side
    inner = cv2.resize(picture, (round(width * side / longer), round(height * side / longer)))
    left, top = (side - inner.shape[1]) // 2, (side - inner.shape[0]) // 2
    right, bottom = side - inner.shape[1] - left, side - inner.shape[0] - top
    square = cv2.copyMakeBorder(inner, top, bottom, left, right, cv2.BORDER_CONSTANT)
    inner[:] = 0
    return square, float(longer), left / side, top / side


def _sure(logits: Any) -> list[tuple[int, float]]:
    """Where a face is likely, with how likely, the likeliest first."""
    np = arrays()

    scores = 1 / (1 + np.exp(-np.clip(logits, -_LOGIT, _LOGIT)))
    order = np.argsort(-scores)
    return [(int(at), float(scores[at])) for at in order[: int((scores > LEAST_SCORE).sum())]]


def _found(box: Any, score: float, scale: float, left: float, top: float) -> Found:
    points = [((float(x) - left) * scale, (float(y) - top) * scale) for x, y in (box[0], *box[2:4])]
    width, height = float(box[1, 0]) * scale, float(box[1, 1]) * scale
    (x, y), right, other = points
    return Found(x - width / 2, y - height / 2, width, height, right, other, score)


def _thinned(found: list[Found]) -> list[Found]:
    """Of boxes that are one face, the likeliest."""
    kept: list[Found] = []
    for face in found:
        if all(_overlap(face, other) <= LEAST_OVERLAP for other in kept):
            kept.append(face)
    return kept


def _overlap(one: Found, other: Found) -> float:
    """Intersection over union."""
    width = min(one.x + one.width, other.x + other.width) - max(one.x, other.x)
    height = min(one.y + one.height, other.y + other.height) - max(one.y, other.y)
    shared = max(width, 0.0) * max(height, 0.0)
    return shared / (one.width * one.height + other.width * other.height - shared)


def _anchors() -> Any:
    np = arrays()

    cells = [
        ((x + 0.5) / side, (y + 0.5) / side)
        for side, each in _GRIDS
        for y in range(side)
        for x in range(side)
        for _ in range(each)
    ]
    return np.array(cells, np.float32)
