"""The made-up sheet: its corners are where they are said to be, and no two pictures of it are the same."""

import numpy as np
import pytest

from sandbox.camera import SHEETS
from sandbox.sheets import SIZE, WAYS, SheetShow, corners, laid, scene


def test_the_camera_offers_every_way() -> None:
    assert SHEETS == WAYS


@pytest.mark.parametrize("way", ["straight", "skewed"])
def test_paper_lies_within_its_corners_and_desk_without(way: str) -> None:
    picture, places = scene(way), corners(laid(way))
    middle = places.mean(axis=0)
    for corner in places:
        inside, outside = (corner + (middle - corner) * share for share in (0.06, -0.06))
        assert picture[round(inside[1]), round(inside[0])].mean() > 180
        assert picture[round(outside[1]), round(outside[0])].mean() < 120


def test_a_sensors_noise_makes_each_picture_another_unless_it_is_frozen() -> None:
    show = SheetShow("straight", lambda: 0.0)
    first, second = (show.jpeg(1.0, frozen=False) for _ in range(2))
    assert first != second
    assert show.jpeg(1.0, frozen=True) == second


def test_it_is_as_large_as_a_document_cameras_picture() -> None:
    assert np.shape(scene("none")) == (SIZE[1], SIZE[0], 3)
