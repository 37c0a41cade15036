"""A made-up sheet that lies badly is told so, each way in its own words; one that lies well is kept, flat and small."""

from typing import Any

import cv2
import numpy as np
import pytest

from sandbox.sheets import PAPER, WAYS, SheetShow, corners, laid, paper, scene
from vision.document import DocumentCapture, SheetGuidance, SheetLimits, SheetSeen
from vision.sheet import find, flattened

WRONG = {
    "small": SheetGuidance.CLOSER,
    "cut": SheetGuidance.CUT_OFF,
    "blurred": SheetGuidance.BLURRED,
    "glare": SheetGuidance.GLARE,
    "dark": SheetGuidance.TOO_DARK,
    "none": SheetGuidance.NO_PAGE,
    "moving": SheetGuidance.MOVING,
}


class Clock:
    """Tells a quarter of a second more each time it is asked."""

    now = 0.0

    def __call__(self) -> float:
        self.now += 0.25
        return self.now


def looked_at(way: str, capture: DocumentCapture, pictures: int = 6) -> SheetSeen:
    clock = Clock()
    show = SheetShow(way, clock)
    seen = SheetSeen(SheetGuidance.NO_PAGE)
    for number in range(pictures):
        picture = cv2.imdecode(np.frombuffer(show.jpeg(1.0, frozen=False), np.uint8), cv2.IMREAD_COLOR)
        seen = capture.feed(picture, number * 0.25)
        if seen.over:
            break
    return seen


@pytest.mark.parametrize("way", [way for way in WAYS if way in WRONG])
def test_what_is_wrong_with_how_it_lies_is_told_and_nothing_is_kept(way: str) -> None:
    with DocumentCapture() as capture:
        assert looked_at(way, capture).guidance is WRONG[way]
        assert capture.best(10**6) is None


@pytest.mark.parametrize("way", ["straight", "skewed"])
def test_a_sheet_that_lies_still_is_kept(way: str) -> None:
    with DocumentCapture() as capture:
        seen = looked_at(way, capture)
        assert seen.over
        assert not seen.failed
        assert capture.best(10**6)


def test_its_corners_are_found_to_two_pixels_and_it_is_laid_flat_as_it_was_drawn() -> None:
    picture = scene("skewed")
    sheet = find(picture)
    assert sheet is not None
    assert np.abs(sheet.corners - corners(laid("skewed"))).max() < 2.0
    flat = cv2.resize(flattened(picture, sheet, 900), PAPER)
    assert alike(flat, paper()) > 0.9


def alike(one: Any, other: Any) -> float:
    grey = [
        cv2.GaussianBlur(cv2.cvtColor(each, cv2.COLOR_BGR2GRAY), (0, 0), 3).ravel().astype(float)
        for each in (one, other)
    ]
    return float(np.corrcoef(*grey)[0, 1])


def test_a_dark_paper_on_a_light_desk_is_found_as_well() -> None:
    assert find(255 - scene("straight")) is not None


@pytest.mark.parametrize("most", [200_000, 60_000, 20_000])
def test_it_leaves_as_small_as_asked_for(most: int) -> None:
    with DocumentCapture() as capture:
        looked_at("skewed", capture)
        jpeg = capture.best(most)
    assert jpeg is not None
    assert jpeg[:3] == b"\xff\xd8\xff"
    assert len(jpeg) <= most


def test_a_sheet_that_never_lies_well_is_given_up() -> None:
    with DocumentCapture(SheetLimits(ready=1.0)) as capture:
        seen = looked_at("none", capture)
    assert seen.over
    assert seen.failed


def test_the_picture_is_overwritten_at_the_end() -> None:
    with DocumentCapture() as capture:
        looked_at("straight", capture)
        kept = capture._best
        assert kept.any()
    assert not kept.any()
