"""Compares two face pictures as a bureau would, in small: how light changes from place to place on an aligned face.

Pictures are laid over one another by eyes and mouth, and the directions of their gradients compared field by field.
That tells the made-up residents apart and can be wrong like any comparison; it is no face recogniser, and no measure of
one.
"""

import sys
from functools import cache
from pathlib import Path
from typing import Any

from sandbox.faces.arrays import cv2, np
from sandbox.faces.puppet import Pose, Puppet

LEAST = 0.36
"""Similarity from which on two pictures are of one person; the same measured 0.45 and more, others 0.29 and less."""
SIDE, FIELD, DIRECTIONS = 112, 8, 8
_NETWORK = "face_landmark.tflite"
_INPUT = 192
_AROUND = (0.8, 1.0)
"""How much of a picture is looked at first, and of the face found then (by 1.5 faces)."""
_SURE = 0.0
_EYES_AND_MOUTH = ((33, 133), (263, 362), (61, 291))
_PLACES = ((38.0, 42.0), (74.0, 42.0), (56.0, 84.0))


def networks() -> Path:
    """Where the networks are installed."""
    return Path(sys.prefix) / "share" / "kiosk" / "vision"


def can_compare() -> bool:
    """Whether the network is there."""
    return (networks() / _NETWORK).is_file()


def on_file(face: str) -> Any:
    """The photograph that the bureau holds: years old, darker, a little soft, never the picture before the camera."""
    picture = Puppet(face).draw(Pose(yaw=2, pitch=1, roll=-2, blink=0.0))
    return cv2.GaussianBlur((picture * 0.85).astype(np.uint8), (0, 0), 1.2)


def decoded(jpeg: bytes) -> Any | None:
    """The picture; None when it is none."""
    try:
        return cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_COLOR)
    except cv2.error:
        return None


def described(picture: Any) -> Any | None:
    """A picture's one face as a vector of length 1; None when there is none."""
    points = _points(picture)
    if points is None:
        return None
    source = np.float32([points[list(pair), :2].mean(axis=0) for pair in _EYES_AND_MOUTH])
    laid, _ = cv2.estimateAffinePartial2D(source, np.float32(_PLACES))
    face = cv2.warpAffine(picture, laid, (SIDE, SIDE))
    return _gradients(face)


def similarity(one: Any, other: Any) -> float:
    """1: the same picture."""
    return float(one @ other)


@cache
def _network() -> Any:
    return cv2.dnn.readNetFromTFLite(str(networks() / _NETWORK), cv2.dnn.ENGINE_CLASSIC)


def _points(picture: Any) -> Any | None:
    """The face in the middle of the picture, looked for twice: roughly, then where it was found."""
    height, width = picture.shape[:2]
    x, y, side = width / 2, height / 2, max(width, height) * _AROUND[0]
    points = None
    for _ in range(3):
        scale = side / _INPUT
        back = np.array([[scale, 0, x - side / 2], [0, scale, y - side / 2]])
        crop = cv2.warpAffine(picture, back, (_INPUT, _INPUT), flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP)
        _network().setInput(cv2.dnn.blobFromImage(crop, 1 / 255, swapRB=True))
        flat, presence = _network().forward(["conv2d_20", "conv2d_30"])
        if float(presence.ravel()[0]) < _SURE:
            return None
        points = flat.reshape(-1, 3) * scale + np.array([x - side / 2, y - side / 2, 0])
        low, high = points[:, :2].min(axis=0), points[:, :2].max(axis=0)
        (x, y), side = (low + high) / 2, float((high - low).max()) * 1.5
    return points


def _gradients(face: Any) -> Any:
    """Histograms of gradient directions, field by field, as one vector of length 1 around its mean."""
    grey = cv2.GaussianBlur(cv2.cvtColor(face, cv2.COLOR_BGR2GRAY), (0, 0), 2.0).astype(np.float32)
    across, down = cv2.Sobel(grey, cv2.CV_32F, 1, 0), cv2.Sobel(grey, cv2.CV_32F, 0, 1)
    size, angle = cv2.cartToPolar(across, down)
    part = np.minimum((angle / (2 * np.pi) * DIRECTIONS).astype(int), DIRECTIONS - 1)
    rows = SIDE // FIELD
    fields = np.zeros((rows, rows, DIRECTIONS), np.float32)
    y, x = np.mgrid[0:SIDE, 0:SIDE] // FIELD
    np.add.at(fields, (y, x, part), size)
    fields /= np.linalg.norm(fields, axis=2, keepdims=True) + 40.0
    vector = (fields[2:-1, 2:-2] - fields[2:-1, 2:-2].mean()).ravel()
    return vector / np.linalg.norm(vector)
