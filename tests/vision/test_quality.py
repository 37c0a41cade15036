"""What is wrong with a picture of a face is said by its first trouble; the best of the good ones is kept."""

from typing import Any

import cv2
import numpy as np
import pytest
from face_streams import networks

from sandbox.faces import FACES
from sandbox.faces.motion import REST
from sandbox.faces.puppet import Pose, Puppet
from vision.capture import FaceCapture
from vision.liveness import Action
from vision.look import Looker
from vision.models import installed_in
from vision.quality import Guidance

pytestmark = pytest.mark.skipif(networks() is None, reason="the networks are not installed (scripts/setup)")

WALL = (120, 120, 120)


def face(name: str = "collins", **pose: float) -> Any:
    """480 × 640, the face in the middle, half the picture's height."""
    return Puppet(name).draw(Pose(**pose))


def far_away(picture: Any) -> Any:
    small = cv2.resize(picture, None, fx=0.45, fy=0.45, interpolation=cv2.INTER_AREA)
    tall, wide = (whole - part for whole, part in zip(picture.shape[:2], small.shape[:2], strict=True))
    sides = (tall // 2, tall - tall // 2, wide // 2, wide - wide // 2)
    return cv2.copyMakeBorder(small, *sides, cv2.BORDER_CONSTANT, value=WALL)


def very_near(picture: Any) -> Any:
    tall, wide = picture.shape[:2]
    return cv2.resize(picture[tall // 5 : -tall // 5, wide // 5 : -wide // 5], (wide, tall))


def aside(picture: Any) -> Any:
    plane = np.array([[1, 0, 150], [0, 1, 0]], np.float32)
    return cv2.warpAffine(picture, plane, picture.shape[1::-1], borderValue=WALL)


TROUBLES = {
    Guidance.TOO_DARK: lambda: cv2.convertScaleAbs(face(), alpha=0.2),
    Guidance.TOO_BRIGHT: lambda: cv2.convertScaleAbs(face(), alpha=0.4, beta=200),
    Guidance.CLOSER: lambda: far_away(face()),
    Guidance.FARTHER: lambda: very_near(face()),
    Guidance.CENTRE: lambda: aside(face()),
    Guidance.FACE_FRONT: lambda: face(yaw=24.0),
    Guidance.HOLD_STILL: lambda: cv2.GaussianBlur(face(), (0, 0), 4),
    Guidance.OPEN_EYES: lambda: face("hopper", blink=1.0),
}
"""Those that no stream shows; two faces, none, dark, blurred and masked ones stand in `test_liveness.py`."""


def told(picture: Any) -> Guidance:
    return Looker(installed_in()).look(picture).guidance


@pytest.mark.parametrize("name", FACES)
def test_who_stands_well_is_asked_to_hold_still(name: str) -> None:
    assert told(Puppet(name).draw(REST.get(name, Pose()))) is Guidance.HOLD


@pytest.mark.parametrize("trouble", TROUBLES)
def test_each_trouble_is_told_from_the_picture_alone(trouble: Guidance) -> None:
    assert told(TROUBLES[trouble]()) is trouble


def test_the_best_of_several_good_pictures_is_kept() -> None:
    turned, frontal = face(yaw=4.0), face()
    with FaceCapture(installed_in(), (Action.LEFT,)) as capture:
        for number, picture in enumerate((turned, frontal, turned)):
            capture.feed(picture, number / 10)
        kept = capture._best.copy()
    with FaceCapture(installed_in(), (Action.LEFT,)) as capture:
        capture.feed(turned, 0.0)
        assert (capture._best != kept).any()
        capture.feed(frontal, 0.1)
        assert (capture._best == kept).all()
