"""A camera's place: a device or a stream, what is asked of it, and nothing of a stream's address in sight."""

import pytest

from devices.camera import Camera
from devices.camera_place import Asked, parse_place


@pytest.mark.parametrize(("url", "path"), [("0", "/dev/video0"), ("/dev/video3", "/dev/video3")])
def test_a_device_is_a_path_or_a_number(url: str, path: str) -> None:
    assert parse_place(url).path == path
    assert parse_place(url).asked == Asked()


@pytest.mark.parametrize("url", ["", "video0", "http://", "http://host:99999/", "camera"])
def test_an_impossible_url_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match=r"camera|[Pp]ort"):
        Camera(url)


def test_a_streams_password_is_not_shown() -> None:
    assert "secret" not in repr(parse_place("rtsp://user:secret@10.0.0.9/1"))


@pytest.mark.parametrize(
    ("url", "asked"),
    [
        ("0?size=1280x960", Asked(1280, 960)),
        ("/dev/video2?size=2592x1944&format=mjpg", Asked(2592, 1944, "mjpg")),
        ("http://10.0.0.9/video.mjpg?size=2592x1944&quality=90", Asked(2592, 1944)),
        ("http://10.0.0.9/video.mjpg?size=large", Asked()),
    ],
)
def test_what_is_asked_for_stands_in_the_url(url: str, asked: Asked) -> None:
    assert parse_place(url).asked == asked


@pytest.mark.parametrize(
    "asked", ["size=big", "format=mjpg", "size=640x480&format=h264", "size=640x480&zoom=2", "size"]
)
def test_what_a_device_cannot_be_asked_is_refused(asked: str) -> None:
    with pytest.raises(ValueError, match=r"camera|bad query"):
        Camera(f"/dev/video0?{asked}")


def test_a_picture_is_enough_if_neither_side_is_smaller() -> None:
    asked = Asked(1600, 1200)
    assert asked.met_by(1600, 1200)
    assert not asked.met_by(1599, 4000)
    assert Asked().met_by(1, 1)
