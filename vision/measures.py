"""What the landmarks tell of a face: how it is held, and how far eyes and mouth are open.

A flat print can be tilted and moved, which squeezes and shifts its landmarks alike. So nothing here is a bare length:
turning and nodding are where the nose stands between points around it, which no tilt of a plane moves, and openings are
measured by lengths of the face in the same direction.
"""

import math
from dataclasses import dataclass
from typing import Any, Final

from vision.mesh import CHIN, FOREHEAD, LEFT_CHEEK, LEFT_EYE, LIPS, NOSE_TIP, RIGHT_CHEEK, RIGHT_EYE, Mesh
from vision.models import arrays

_EYE_LINE: Final = (*RIGHT_EYE, *LEFT_EYE)


@dataclass(frozen=True, slots=True)
class Measures:
    """One face in one picture. `x`, `y`, `width`, `height` in shares of the picture's height; all else has no unit."""

    x: float
    y: float
    width: float
    height: float
    turn: float
    """Where the nose stands between the cheeks: 0 frontal, positive to the person's left, about 0.01 a degree."""
    nod: float
    """Where the nose's tip stands between eyes and chin: grows as the chin goes down; frontal faces differ."""
    tilt: float
    """Degrees in the picture's plane, clockwise."""
    mouth: float
    """Opening of the lips by the height of the face, in thousandths: 0 shut, 100 wide open."""


def measure(mesh: Mesh, height: int) -> Measures:
    """What `mesh` tells; `height` of the picture in pixels."""
    points = mesh.points[:, :2]
    low, high = points.min(axis=0), points.max(axis=0)
    across, down, tall, wide = _axes(points)
    return Measures(
        x=float((low[0] + high[0]) / 2 / height),
        y=float((low[1] + high[1]) / 2 / height),
        width=float((high[0] - low[0]) / height),
        height=float((high[1] - low[1]) / height),
        turn=float(((points[NOSE_TIP] - (points[RIGHT_CHEEK] + points[LEFT_CHEEK]) / 2) @ across) / wide),
        nod=float(((points[NOSE_TIP] - points[list(_EYE_LINE)].mean(axis=0)) @ down) / tall),
        tilt=math.degrees(math.atan2(across[1], across[0])),
        mouth=float(1000 * ((points[LIPS[3]] - points[LIPS[2]]) @ down) / tall),
    )


def _axes(points: Any) -> tuple[Any, Any, float, float]:
    """The face's own right-to-left and down in the picture, and its height and width along them."""
    np = arrays()

    line = points[LEFT_EYE[0]] - points[RIGHT_EYE[0]]
    across = line / np.linalg.norm(line)
    down = np.array([-across[1], across[0]])
    tall = float((points[CHIN] - points[FOREHEAD]) @ down)
    wide = float((points[LEFT_CHEEK] - points[RIGHT_CHEEK]) @ across)
    return across, down, max(tall, 1.0), max(wide, 1.0)
