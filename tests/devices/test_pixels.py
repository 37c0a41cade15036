"""A picture is overwritten when the last who looks at it has gone, and not a moment before."""

import ctypes

import numpy as np

from devices.pixels import Pixels, moved

SEEN = 0xA5


def picture() -> "np.ndarray":
    return np.full((480, 640, 3), SEEN, np.uint8)


def test_what_came_is_overwritten_and_what_is_kept_is_the_same_picture() -> None:
    came = picture()
    kept = moved(came)
    assert not came.any()
    assert (kept == SEEN).all()
    assert kept.shape == (480, 640, 3)


def test_a_part_that_was_cut_out_keeps_the_picture() -> None:
    kept = moved(picture())
    part = kept[::4, ::4]
    del kept
    assert (part == SEEN).all()


def test_with_the_last_who_looks_the_bytes_are_overwritten() -> None:
    pixels = Pixels(b"\xa5" * 64)
    address = (ctypes.c_char * 64).from_buffer(pixels)
    pixels.__del__()
    assert bytes(address) == bytes(64)
