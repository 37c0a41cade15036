"""Judges one picture for a face capture: what is wrong with it first, or that it is good, and how good."""

from dataclasses import dataclass
from enum import Enum, unique
from typing import Any, Final

from vision.measures import Measures
from vision.mesh import Mesh, Region, cut_out
from vision.models import arrays, opencv


@unique
class Guidance(Enum):
    """What the resident should do, worst trouble first; `HOLD` when there is none."""

    NO_FACE = "no_face"
    ONE_ONLY = "one_only"
    TOO_DARK = "too_dark"
    TOO_BRIGHT = "too_bright"
    CLOSER = "closer"
    FARTHER = "farther"
    CENTRE = "centre"
    UNCOVER = "uncover"
    FACE_FRONT = "face_front"
    HOLD_STILL = "hold_still"
    OPEN_EYES = "open_eyes"
    HOLD = "hold"


@dataclass(frozen=True, slots=True)
class Limits:
    """From where on a picture is good; lengths in shares of the picture's height, light from 0 to 255."""

    least_height: float = 0.28
    most_height: float = 0.75
    aside: float = 0.22
    """From the oval's middle to the face's."""
    dark: float = 45.0
    bright: float = 225.0
    turn: float = 0.13
    nod: tuple[float, float] = (0.13, 0.34)
    tilt: float = 20.0
    sharp: float = 14.0
    """See `Skin.sharpness`."""
    eyes: float = 0.19
    covered: float = 15.0
    """See `Skin.mask`."""


LIMITS: Final = Limits()
HARDLY: Final = 0.5
"""In a picture of less than this share of the sharpness that is needed, faces cannot even be counted."""
_SIDE: Final = 96
_UPPER_FACE: Final = (151, 9, 8, 168, 6, 107, 336, 108, 337)
"""Forehead and the root of the nose."""
_LOWER_FACE: Final = (0, 17, 18, 200, 199, 175, 57, 287, 202, 422, 210, 430, 164)
"""Lips, chin, and beside the mouth: what a mask covers."""


@dataclass(frozen=True, slots=True)
class Skin:
    """What the face's pixels tell."""

    light: float
    """Mean luminance."""
    sharpness: float
    """Deviation of the Laplacian over the face at 96 pixels, by its light: bad focus and motion lower it."""
    mask: float
    """How far the lower face's colour is from the upper's (Cr and Cb): skin 11 or less, a mask 20 and more."""


def skin(picture: Any, mesh: Mesh) -> Skin:
    """Measure the face's pixels."""
    cv2 = opencv()
    region = mesh.region
    face = cut_out(picture, Region(region.x, region.y, region.side * 0.6, region.angle), _SIDE)
    grey = cv2.cvtColor(face, cv2.COLOR_BGR2GRAY)
    light = float(grey.mean())
    sharpness = float(cv2.Laplacian(grey, cv2.CV_32F).std()) * 128 / max(light, 16.0)
    face[:], grey[:] = 0, 0
    return Skin(light, sharpness, _mask(picture, mesh))


def judge(faces: int, measures: Measures, skin: Skin, eyes: float, shape: tuple[int, int]) -> Guidance:
    """The first thing that is wrong; `shape`: the picture's height and width."""
    middle = shape[1] / shape[0] / 2
    troubles = (
        (skin.light < LIMITS.dark, Guidance.TOO_DARK),
        (skin.light > LIMITS.bright, Guidance.TOO_BRIGHT),
        (skin.sharpness < LIMITS.sharp * HARDLY, Guidance.HOLD_STILL),
        (faces > 1, Guidance.ONE_ONLY),
        (measures.height < LIMITS.least_height, Guidance.CLOSER),
        (measures.height > LIMITS.most_height, Guidance.FARTHER),
        (max(abs(measures.x - middle), abs(measures.y - 0.5)) > LIMITS.aside, Guidance.CENTRE),
        (skin.mask > LIMITS.covered, Guidance.UNCOVER),
        (_turned_away(measures), Guidance.FACE_FRONT),
        (skin.sharpness < LIMITS.sharp, Guidance.HOLD_STILL),
        (eyes < LIMITS.eyes, Guidance.OPEN_EYES),
    )
    return next((guidance for wrong, guidance in troubles if wrong), Guidance.HOLD)


def merit(measures: Measures, skin: Skin, eyes: float) -> float:
    """How good a good picture is: frontal, sharp, large, eyes open."""
    frontal = 1 - min(1.0, abs(measures.turn) / LIMITS.turn)
    return 2 * frontal + min(2.0, skin.sharpness / (2 * LIMITS.sharp)) + measures.height + min(1.0, 2 * eyes)


def _turned_away(measures: Measures) -> bool:
    low, high = LIMITS.nod
    aside = abs(measures.turn) > LIMITS.turn or abs(measures.tilt) > LIMITS.tilt
    return aside or not low <= measures.nod <= high


def _mask(picture: Any, mesh: Mesh) -> float:
    """Distance between the middling colours of the lower and the upper face."""
    np = arrays()

    upper, lower = (_colours(picture, mesh.points[list(points), :2]) for points in (_UPPER_FACE, _LOWER_FACE))
    return float(np.linalg.norm(np.median(lower, axis=0) - np.median(upper, axis=0)))


def _colours(picture: Any, places: Any) -> Any:
    """Cr and Cb of small patches (5 × 5) around some points."""
    cv2 = opencv()
    np = arrays()

    height, width = picture.shape[:2]
    x = np.round(places[:, 0]).astype(int).clip(2, width - 3)
    y = np.round(places[:, 1]).astype(int).clip(2, height - 3)
    patches = np.stack([picture[b - 2 : b + 3, a - 2 : a + 3].mean(axis=(0, 1)) for a, b in zip(x, y, strict=True)])
    return cv2.cvtColor(patches[None].astype(np.float32) / 255, cv2.COLOR_BGR2YCrCb)[0, :, 1:] * 255
