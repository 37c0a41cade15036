"""Taking one face: the best picture is kept in one place, leaves as a JPEG, and is overwritten; no file is written."""

import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from face_streams import SIZE, networks

from sandbox.faces.scenes import Live, Nobody, Sensor
from vision.capture import HEAD, FaceCapture
from vision.liveness import Action
from vision.models import DETECTOR, ModelsMissingError, Network, check, installed_in, present

pytestmark = pytest.mark.skipif(networks() is None, reason="the networks are not installed (scripts/setup)")

_WRITES: list[str] = []
_LISTENING: list[bool] = []


def _audit(event: str, arguments: tuple[Any, ...]) -> None:
    if _LISTENING and event == "open" and isinstance(arguments[1], str) and set(arguments[1]) & set("wax+"):
        _WRITES.append(str(arguments[0]))


sys.addaudithook(_audit)


def shown(capture: FaceCapture, pictures: int = 8) -> None:
    live, sensor = Live("collins", SIZE), Sensor(SIZE)
    for number in range(pictures):
        capture.feed(sensor.sense(live.picture(number / 10)), number / 10)


def test_the_best_picture_is_a_jpeg_of_the_head() -> None:
    with FaceCapture(installed_in(), (Action.LEFT,)) as capture:
        shown(capture)
        jpeg = capture.best()
    assert jpeg is not None
    assert jpeg[:3] == b"\xff\xd8\xff"
    assert 10_000 < len(jpeg) < 150_000


def test_without_a_good_picture_there_is_none() -> None:
    with FaceCapture(installed_in(), (Action.LEFT,)) as capture:
        capture.feed(Nobody(SIZE).picture(0), 0.0)
        assert capture.best() is None


def test_the_picture_is_overwritten_at_the_end() -> None:
    with FaceCapture(installed_in(), (Action.LEFT,)) as capture:
        shown(capture)
        kept = capture._best
        assert kept.shape == (HEAD.height, HEAD.width, 3)
        assert kept.any()
    assert not kept.any()


def test_no_frame_is_written_to_a_file() -> None:
    _LISTENING.append(True)
    try:
        with FaceCapture(installed_in(), (Action.LEFT,)) as capture:
            shown(capture)
            capture.best()
    finally:
        _LISTENING.clear()
    assert _WRITES == []


def test_networks_that_are_not_there_or_others_are_named(tmp_path: Path) -> None:
    assert not present(tmp_path)
    with pytest.raises(ModelsMissingError, match=DETECTOR.file):
        check(tmp_path)
    (tmp_path / DETECTOR.file).write_bytes(b"another")
    with pytest.raises(ModelsMissingError, match="not the file that was tested"):
        Network(tmp_path, DETECTOR)


def test_the_installed_networks_are_those_that_were_tested() -> None:
    check(installed_in())


def test_a_picture_from_memory_is_not_changed() -> None:
    live = Live("hopper", SIZE)
    picture = live.picture(0.0)
    before = np.array(picture)
    with FaceCapture(installed_in(), (Action.LEFT,)) as capture:
        capture.feed(picture, 0.0)
    assert (picture == before).all()
