"""The simulated camera, watched with a plain socket and Pillow."""

import io
import socket
from collections.abc import Iterator

import pytest
from PIL import Image, ImageStat

from sandbox.camera import FAULTS, GREETING, CameraSimulator, part, pictures
from sandbox.part import CommandError


@pytest.fixture
def camera() -> Iterator[CameraSimulator]:
    camera = CameraSimulator(port=0, rate=200)
    camera.start()
    yield camera
    camera.stop()


def watch(camera: CameraSimulator, query: str = "") -> socket.socket:
    port = int(camera.url.split(":")[2].partition("/")[0])
    connection = socket.create_connection(("127.0.0.1", port), timeout=20)
    connection.sendall(f"GET /video.mjpg{query} HTTP/1.0\r\n\r\n".encode())
    return connection


def take(connection: socket.socket, count: int) -> list[bytes]:
    """So many parts' bodies, by their stated length."""
    stream = connection.makefile("rb")
    while stream.readline().strip():
        pass
    taken = []
    for _ in range(count):
        head = {name: value for name, _, value in (line.partition(b": ") for line in iter(stream.readline, b"\r\n"))}
        taken.append(stream.read(int(head[b"Content-Length"])))
        stream.readline()
    return taken


def light(jpeg: bytes) -> float:
    return ImageStat.Stat(Image.open(io.BytesIO(jpeg)).convert("L")).mean[0]


def test_pictures_move(camera: CameraSimulator) -> None:
    with watch(camera) as connection:
        one, other = take(connection, 2)
    assert Image.open(io.BytesIO(one)).size == (640, 480)
    assert one != other


def test_the_size_that_is_asked_for_is_sent_or_the_next_larger(camera: CameraSimulator) -> None:
    for asked, size in (("1280x960", (1280, 960)), ("800x600", (1280, 960)), ("2592x1944", (2592, 1944))):
        with watch(camera, f"?size={asked}") as connection:
            assert Image.open(io.BytesIO(take(connection, 1)[0])).size == size
    camera.command("fault", "small")
    with watch(camera, "?size=2592x1944") as connection:
        assert Image.open(io.BytesIO(take(connection, 1)[0])).size == (640, 480)


def test_a_sheet_is_drawn_ahead_in_a_size(camera: CameraSimulator) -> None:
    camera.command("sheet", "straight", "1280x960")
    with watch(camera, "?size=1280x960") as connection:
        assert Image.open(io.BytesIO(take(connection, 1)[0])).size == (1280, 960)


def test_a_frozen_camera_sends_the_same_picture(camera: CameraSimulator) -> None:
    camera.command("fault", "frozen")
    with watch(camera) as connection:
        assert len(set(take(connection, 3))) == 1


def test_a_covered_lens_is_dark_and_too_much_light_white(camera: CameraSimulator) -> None:
    for name, least, most in (("dark", 0, 8), ("bright", 230, 255)):
        camera.command("fault", name)
        with watch(camera) as connection:
            assert least <= light(take(connection, 1)[0]) <= most
        camera.command("fault", "none")


def test_a_truncated_picture_ends_half_way(camera: CameraSimulator) -> None:
    camera.command("fault", "truncated")
    with watch(camera) as connection:
        assert not take(connection, 1)[0].endswith(b"\xff\xd9")


@pytest.mark.parametrize("name", FAULTS)
def test_every_fault_ends_when_it_is_told_to(camera: CameraSimulator, name: str) -> None:
    assert FAULTS[name] in camera.command("fault", name)
    assert camera.active_faults == (name,)
    camera.command("fault", "none")
    with watch(camera) as connection:
        assert len(take(connection, 1)) == 1


def test_the_scene_can_be_changed(camera: CameraSimulator) -> None:
    camera.command("scene", "document")
    with watch(camera) as connection:
        assert take(connection, 1)[0] in pictures("document", 1.0)
    assert camera.command("state").startswith("document")


@pytest.mark.parametrize(
    "words", [("scene", "moon"), ("fault", "x"), ("scene",), ("zoom",), ("sheet", "straight", "9x9")]
)
def test_nonsense_is_refused(camera: CameraSimulator, words: tuple[str, ...]) -> None:
    with pytest.raises(CommandError):
        camera.command(*words)


def test_a_part_states_its_length() -> None:
    assert part(b"abc") == b"--frame\r\nContent-Type: image/jpeg\r\nContent-Length: 3\r\n\r\nabc\r\n"
    assert GREETING.endswith(b"\r\n\r\n")
