"""Looks at one picture after the other: finds the face, follows it, and tells what is the matter with it."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from vision.detector import FaceDetector, Found
from vision.eyes import EyeGauge
from vision.measures import Measures, measure
from vision.mesh import FaceMesh, Mesh, Region, around
from vision.quality import Guidance, judge, merit, skin

COUNT_EVERY: Final = 5
"""Pictures from one count of the faces to the next, while one is followed."""
AS_LARGE, AS_SURE = 0.5, 0.75
"""Another face counts when it is at least half as large, so no passer-by far behind, and surely one."""


@dataclass(frozen=True, slots=True)
class Look:
    """What one picture showed. Without a face there is nothing but the guidance."""

    guidance: Guidance
    measures: Measures | None = None
    eyes: float = 0.0
    """Opening, see `EyeGauge`; 1.0 where it was not asked for."""
    merit: float = 0.0
    """How good a good picture is."""
    region: Region | None = None


class Looker:
    """Follows one face. Not thread-safe: one for each capture."""

    def __init__(self, folder: Path) -> None:
        """Loads the networks of `folder`. Raises `ModelsMissingError`."""
        self._detector = FaceDetector(folder)
        self._mesh = FaceMesh(folder)
        self._eyes = EyeGauge(folder)
        self._region: Region | None = None
        self._faces = 0
        self._pictures = 0

    def look(self, picture: Any, *, eyes: bool = True) -> Look:
        """`picture`: height × width × 3, 8 bits, in OpenCV's order. `eyes`: measure them too (half of the time)."""
        mesh = self._follow(picture)
        if mesh is None:
            return Look(Guidance.NO_FACE)
        height, width = picture.shape[:2]
        measures, pixels = measure(mesh, height), skin(picture, mesh)
        opening = self._eyes.opening(picture, mesh) if eyes else 1.0
        guidance = judge(self._faces, measures, pixels, opening, (height, width))
        return Look(guidance, measures, opening, merit(measures, pixels, opening), mesh.region)

    def _follow(self, picture: Any) -> Mesh | None:
        """The face of the last picture, or the largest one of this; both counted now and then."""
        self._pictures += 1
        if self._region is None or self._pictures % COUNT_EVERY == 0:
            found = self._detector.find(picture)
            self._faces = _beside(found)
            if self._region is None and found:
                self._region = around(found[0])
        mesh = self._mesh.lay(picture, self._region) if self._region else None
        self._region = mesh.region if mesh else None
        return mesh


def _beside(found: list[Found]) -> int:
    """How many faces there are that could be meant; `found` begins with the largest."""
    others = [face for face in found[1:] if face.width >= AS_LARGE * found[0].width and face.score >= AS_SURE]
    return min(len(found), 1) + len(others)
