"""After a capture no picture lies in memory: another process is searched for the very pixels that it was shown."""

import subprocess
import sys

import numpy as np
import pytest
from face_streams import SIZE, networks
from process_memory import regions

from sandbox.faces.scenes import Live, Sensor

pytestmark = pytest.mark.skipif(
    networks() is None or not sys.platform.startswith("linux"), reason="needs the networks, and /proc"
)
PICTURES = 8
LENGTH = 48
"""Bytes of a sought piece: sixteen pixels with a sensor's noise in them, which nothing repeats by accident."""
CAPTURE = f"""
import os, sys
import numpy as np
from vision.capture import FaceCapture
from vision.liveness import Action
from vision.memory import give_back
from vision.models import installed_in

kept_on = []

def shown():
    whole = {SIZE[0] * SIZE[1] * 3}
    with FaceCapture(installed_in(), (Action.LEFT,)) as capture:
        for number in range({PICTURES}):
            picture = np.empty(whole, np.uint8)
            view, filled = memoryview(picture), 0
            while filled < whole:
                filled += os.readv(0, [view[filled:]])
            kept_on.append(picture) if "keep" in sys.argv else None
            capture.feed(picture.reshape({SIZE[1]}, {SIZE[0]}, 3), number / 10)
        jpeg = capture.best()
        kept = len(jpeg)
        jpeg[:] = bytes(kept)
    return kept

kept = shown()
give_back()
print(kept, flush=True)
os.read(0, 1)
"""


def pieces() -> tuple[bytes, list[bytes]]:
    """All pictures as they are sent, and pieces of each: across the face, at five heights."""
    live, sensor = Live("collins", SIZE), Sensor(SIZE)
    pictures = [sensor.sense(live.picture(number / 10)) for number in range(PICTURES)]
    middle = SIZE[0] // 2
    sought = [
        bytes(np.ascontiguousarray(picture[line, middle : middle + LENGTH // 3]).ravel())
        for picture in pictures
        for line in range(60, 180, 24)
    ]
    return b"".join(picture.tobytes() for picture in pictures), sought


def found(*arguments: str) -> int:
    """How many of the pieces lie in the memory of a process that has ended its capture."""
    sent, sought = pieces()
    with subprocess.Popen(
        [sys.executable, "-c", CAPTURE, *arguments], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(sent)
        process.stdin.flush()
        assert int(process.stdout.readline()) > 10_000
        left = sum(any(piece in content for piece in sought) for content in regions(process.pid))
        process.stdin.write(b"\n")
    return left


def test_no_picture_is_left_in_memory() -> None:
    assert found() == 0


def test_the_search_would_find_one() -> None:
    assert found("keep") > 0
