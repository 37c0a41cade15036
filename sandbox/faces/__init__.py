"""Made-up residents' faces: real photographs of licence-clear origin (ORIGIN.md) that are moved as a live face moves.

Simulated is the far end of the camera's cable: this code shares nothing with what looks at the pictures. The points on
each photograph were laid once and are data.
"""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

FACES = ("collins", "hopper", "lisa")
SIZE = (640, 480)
_HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Portrait:
    """A photograph (480 × 640 × 3, blue, green, red) and 468 points on it (x, y, depth, in pixels)."""

    image: Any
    points: Any


@cache
def portrait(name: str) -> Portrait:
    """One of `FACES`."""
    from sandbox.faces.arrays import cv2, np  # noqa: PLC0415 - only who shows faces needs them

    image = cv2.imread(str(_HERE / f"{name}.jpg"))
    points = np.array(json.loads((_HERE / f"{name}.json").read_text()), np.float64) / 10
    return Portrait(image, points)
