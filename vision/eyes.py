"""Measures how far the eyes are open: the mesh hardly notices a lid, MediaPipe's network for the iris does."""

import math
from pathlib import Path
from typing import Any, Final

from vision.mesh import LEFT_EYE, RIGHT_EYE, Mesh, Region, cut_out
from vision.models import EYE, Network

AROUND: Final = 2.3
"""The square that the network looks at, by the distance between an eye's corners."""
_UPPER, _LOWER = (11, 12, 13), (3, 4, 5)
_CORNERS: Final = (0, 8)


class EyeGauge:
    """Not thread-safe."""

    def __init__(self, folder: Path) -> None:
        """Raises `ModelsMissingError`."""
        self._network = Network(folder, EYE)

    def opening(self, picture: Any, mesh: Mesh) -> float:
        """Height of the more open eye by its width: about 0.3 open, below 0.2 shut; people differ."""
        right = self._one(picture, mesh, RIGHT_EYE, mirrored=True)
        left = self._one(picture, mesh, LEFT_EYE, mirrored=False)
        return max(right, left)

    def _one(self, picture: Any, mesh: Mesh, corners: tuple[int, int], *, mirrored: bool) -> float:
        """The network knows left eyes; a right one is shown to it in a mirror."""
        crop = cut_out(picture, _region(mesh.points[list(corners), :2], mirrored=mirrored), EYE.side)
        contour, _ = self._network.run(crop[:, ::-1] if mirrored else crop, 1 / 255, 0.0)
        points = contour.reshape(-1, 3)
        height = points[list(_LOWER), 1].mean() - points[list(_UPPER), 1].mean()
        width = abs(points[_CORNERS[1], 0] - points[_CORNERS[0], 0])
        return float(height / max(width, 1.0))


def _region(corners: Any, *, mirrored: bool) -> Region:
    outer, inner = corners
    left, right = (outer, inner) if mirrored else (inner, outer)
    x, y = (outer + inner) / 2
    across = right - left
    side = math.hypot(across[0], across[1]) * AROUND
    return Region(float(x), float(y), side, math.atan2(across[1], across[0]))
