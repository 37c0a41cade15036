"""Lays the 468 points of MediaPipe's Face Mesh on a face, and follows it from picture to picture.

The points' numbers are those of the canonical face model (`canonical_face_model.obj` of MediaPipe); left and right are
the person's own, and the picture is not mirrored.
"""

import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from vision.detector import Found
from vision.models import MESH, Network, arrays, opencv

LEAST_PRESENCE: Final = 0.5
AROUND: Final = 1.5
"""The square that the network looks at is so much larger than the face."""
_LOGIT: Final = 80.0

RIGHT_EYE: Final = (33, 133)
LEFT_EYE: Final = (263, 362)
"""Outer and inner corner."""
LIPS: Final = (78, 308, 13, 14)
"""Inner corners of the mouth, inner edge of the upper and the lower lip."""
NOSE_TIP, FOREHEAD, CHIN = 1, 10, 152
RIGHT_CHEEK, LEFT_CHEEK = 234, 454


@dataclass(frozen=True, slots=True)
class Region:
    """A turned square in the picture: centre and side in pixels, `angle` in radians (clockwise)."""

    x: float
    y: float
    side: float
    angle: float


@dataclass(frozen=True, slots=True, repr=False)
class Mesh:
    """Points (468 × 3, in pixels of the picture; depth grows away from the camera), and how surely they are a face."""

    points: Any
    presence: float

    @property
    def region(self) -> Region:
        """Where this face will be looked for in the next picture."""
        points = self.points[:, :2]
        low, high = points.min(axis=0), points.max(axis=0)
        right, left = points[RIGHT_EYE[0]], points[LEFT_EYE[0]]
        x, y = (low + high) / 2
        side = float((high - low).max()) * AROUND
        return Region(float(x), float(y), side, math.atan2(left[1] - right[1], left[0] - right[0]))


class FaceMesh:
    """The network that lays the mesh. Not thread-safe."""

    def __init__(self, folder: Path) -> None:
        """Raises `ModelsMissingError`."""
        self._network = Network(folder, MESH)

    def lay(self, picture: Any, region: Region) -> Mesh | None:
        """The mesh of the face in `region`; None when there is none."""
        np = arrays()

        crop = cut_out(picture, region, MESH.side)
        flat, presence = self._network.run(crop, 1 / 255, 0.0)
        sure = 1 / (1 + math.exp(-max(-_LOGIT, min(_LOGIT, float(presence[0])))))
        if sure < LEAST_PRESENCE:
            return None
        points = flat.reshape(-1, 3).astype(np.float64)
        across = np.column_stack([points[:, :2], np.ones(len(points))]) @ _to_picture(region, MESH.side).T
        return Mesh(np.column_stack([across, points[:, 2] * region.side / MESH.side]), sure)


def around(face: Found) -> Region:
    """Where the mesh of a face that was just found is to be laid."""
    (right_x, right_y), (left_x, left_y) = face.right_eye, face.left_eye
    side = max(face.width, face.height) * AROUND
    angle = math.atan2(left_y - right_y, left_x - right_x)
    return Region(face.x + face.width / 2, face.y + face.height / 2, side, angle)


def cut_out(picture: Any, region: Region, side: int) -> Any:
    """What is in `region`, upright, `side` pixels wide and high; black beyond the picture's edge."""
    cv2 = opencv()
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    return cv2.warpAffine(picture, _to_picture(region, side), (side, side), flags=flags)


def _to_picture(region: Region, side: int) -> Any:
    """2 × 3: from the pixels of what was cut out to the picture's."""
    np = arrays()

    scale = region.side / side
    cosine, sine = math.cos(region.angle) * scale, math.sin(region.angle) * scale
    half = side / 2
    x, y = region.x - cosine * half + sine * half, region.y - sine * half - cosine * half
    return np.array([[cosine, -sine, x], [sine, cosine, y]], np.float64)
