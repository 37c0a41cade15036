"""The camera over a real stream, and its slot by a clock of the test's own: nothing old or repeated counts as live."""

import itertools
import socket
import threading
import time
from collections.abc import Iterator

import cv2
import numpy as np
import pytest
from far_end import told_when_aborted
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from devices.camera import (
    FAULTS,
    Camera,
    CameraFault,
    CameraTimeouts,
    Damage,
    Frame,
    OpenCvSource,
    Slot,
    exposure,
    whole_jpeg,
)
from devices.camera_place import Asked, parse_place
from devices.faults import DeviceError, Fault, Owner
from devices.status import State
from sandbox.camera import CameraSimulator, part, pictures

TIMES = CameraTimeouts(
    open=1.0, first=1.5, read=0.5, stale=0.5, frozen=0.6, reopen_every=0.01, presence_every=0.0, absence_every=0.0
)
SOON = 20.0
"""Seconds within which what is to come has come, however busy the machine is."""


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def slot(clock: Clock) -> Slot:
    return Slot(CameraTimeouts(), clock, itertools.count(1))


def picture(value: int) -> "np.ndarray":
    return np.full((8, 8, 3), value, np.uint8)


def show(slot: Slot, clock: Clock, *values: int, every: float = 0.04) -> None:
    for value in values:
        clock.now += every
        slot.put(picture(value))


def trouble(slot: Slot) -> Fault | None:
    error = slot.trouble()
    return error.fault if error else None


def test_the_first_picture_alone_is_not_live_yet(slot: Slot, clock: Clock) -> None:
    show(slot, clock, 1)
    assert slot.live() is None
    show(slot, clock, 2)
    assert slot.live().sequence == 2


def test_a_picture_grows_old(slot: Slot, clock: Clock) -> None:
    show(slot, clock, 1, 2)
    clock.now += 0.51
    assert slot.live() is None
    assert trouble(slot) is CameraFault.STALLED


def test_the_same_picture_again_and_again_is_frozen(slot: Slot, clock: Clock) -> None:
    show(slot, clock, 1, 2, *[2] * 17)
    assert slot.live() is not None
    show(slot, clock, 2)
    assert (slot.live(), trouble(slot)) == (None, CameraFault.FROZEN)
    show(slot, clock, 3)
    assert slot.live().image[0, 0, 0] == 3


def test_a_camera_frozen_from_the_beginning_never_gives_a_picture(slot: Slot, clock: Clock) -> None:
    for _ in range(100):
        show(slot, clock, 7)
        assert slot.live() is None
    assert trouble(slot) is CameraFault.FROZEN


def test_nothing_at_all_is_named_after_two_seconds(slot: Slot, clock: Clock) -> None:
    clock.now += 1.9
    assert trouble(slot) is None
    clock.now += 0.2
    assert trouble(slot) is CameraFault.NO_PICTURE


def test_half_pictures_are_damage_and_never_shown(slot: Slot, clock: Clock) -> None:
    show(slot, clock, 1, 2)
    for _ in range(20):
        clock.now += 0.04
        slot.damage(Damage.TRUNCATED)
    assert (slot.live(), trouble(slot)) == (None, CameraFault.DAMAGED)


def test_a_lost_camera_proves_itself_anew_and_numbers_go_on(slot: Slot, clock: Clock) -> None:
    show(slot, clock, 1, 2)
    slot.fail(DeviceError(CameraFault.LOST))
    assert (slot.live(), trouble(slot)) == (None, CameraFault.LOST)
    show(slot, clock, 3)
    assert slot.live() is None
    show(slot, clock, 4)
    assert slot.live().sequence == 4


def test_the_rate_is_measured(slot: Slot, clock: Clock) -> None:
    assert slot.rate == 0
    show(slot, clock, *range(40))
    assert slot.rate == pytest.approx(25)


def test_exposure_is_mean_and_clipped_shares() -> None:
    half = picture(0)
    half[:, 4:] = 255
    measured = exposure(half)
    assert (measured.mean, measured.black, measured.white) == pytest.approx((127.5, 0.5, 0.5))


@pytest.fixture
def simulator() -> Iterator[CameraSimulator]:
    simulator = CameraSimulator(port=0, rate=100)
    simulator.start()
    yield simulator
    simulator.stop()


@pytest.fixture
def camera(simulator: CameraSimulator) -> Iterator[Camera]:
    camera = Camera(simulator.url, timeouts=TIMES)
    yield camera
    camera.close()


def follow(camera: Camera, deadline: float) -> None:
    newest = 0
    while time.monotonic() < deadline:
        newest = camera.wait(newest, 1.0).sequence


def trouble_of(camera: Camera) -> Fault:
    """The fault that ends the stream of live pictures."""
    with pytest.raises(DeviceError) as caught:
        follow(camera, time.monotonic() + SOON)
    assert camera.latest() is None
    return caught.value.fault


def back(camera: Camera) -> Frame:
    deadline = time.monotonic() + SOON
    while True:
        try:
            return camera.wait(0, 1.0)
        except DeviceError:
            assert time.monotonic() < deadline
            time.sleep(0.002)


def test_pictures_come_newest_first_and_only_while_open(simulator: CameraSimulator, camera: Camera) -> None:
    assert camera.latest() is None
    assert simulator.watching == 0
    with camera.opened():
        first = camera.wait(0, SOON)
        second = camera.wait(first.sequence, SOON)
        assert second.sequence > first.sequence
        assert second.image.shape == (480, 640, 3)
        assert (first.image != second.image).any()
        assert 60 < second.exposure.mean < 200
        assert camera.poll().state is State.ONLINE
    assert camera.latest() is None
    deadline = time.monotonic() + SOON
    while simulator.watching and time.monotonic() < deadline:
        time.sleep(0.002)
    assert simulator.watching == 0


@pytest.mark.parametrize(
    ("name", "fault", "state"),
    [
        ("frozen", CameraFault.FROZEN, State.HARDWARE_ERROR),
        ("slow", CameraFault.STALLED, State.OFFLINE),
        ("truncated", CameraFault.DAMAGED, State.HARDWARE_ERROR),
        ("garbage-jpeg", CameraFault.DAMAGED, State.HARDWARE_ERROR),
    ],
)
def test_what_is_not_live_is_never_delivered(
    simulator: CameraSimulator, camera: Camera, name: str, fault: Fault, state: State
) -> None:
    camera.wait(0, SOON)
    simulator.command("fault", name)
    assert trouble_of(camera) is fault
    status = camera.poll()
    assert (status.state, status.fault) == (state, fault)
    simulator.command("fault", "none")
    back(camera)


@pytest.mark.parametrize("name", ["stall", "dropped", "garbage-header", "gone"])
def test_a_camera_that_goes_away_is_noticed_and_comes_back(
    simulator: CameraSimulator, camera: Camera, name: str
) -> None:
    camera.wait(0, SOON)
    simulator.command("fault", name)
    assert trouble_of(camera) in {CameraFault.LOST, CameraFault.STALLED, CameraFault.GONE, CameraFault.NO_PICTURE}
    simulator.command("fault", "none")
    back(camera)


def test_a_covered_lens_is_told_and_too_much_light_measured(simulator: CameraSimulator, camera: Camera) -> None:
    simulator.command("fault", "dark")
    assert camera.wait(0, SOON).exposure.black > 0.9
    status = camera.poll()
    assert (status.state, status.fault) == (State.USER_ERROR, CameraFault.DARK)
    camera.close()
    simulator.command("fault", "none")
    simulator.command("fault", "bright")
    assert camera.wait(0, SOON).exposure.white > 0.5


def test_an_abort_ends_the_wait(camera: Camera) -> None:
    camera.wait(0, SOON)
    assert told_when_aborted(lambda: camera.wait(10_000, SOON), camera.abort) is CameraFault.STOPPED


def test_presence_is_seen_without_opening(simulator: CameraSimulator, camera: Camera) -> None:
    assert camera.poll().state is State.ONLINE
    simulator.command("fault", "gone")
    status = camera.poll()
    assert (status.state, status.fault) == (State.NO_DEVICE, CameraFault.GONE)
    simulator.command("fault", "none")
    assert camera.poll().state is State.ONLINE
    assert simulator.sent == 0


def test_presence_is_asked_seldom() -> None:
    clock = Clock()
    camera = Camera("/dev/does-not-exist", clock=clock)
    first = camera.poll()
    assert (first.state, first.fault) == (State.NO_DEVICE, CameraFault.GONE)
    clock.now += 1
    assert camera.poll() is first
    clock.now += 2
    assert camera.poll() is not first


def test_a_stream_that_cannot_be_looked_for_is_not_called_online() -> None:
    assert Camera("udp://239.0.0.1:5000").poll().state is State.NOT_OBSERVABLE


class Device:
    """OpenCV's view of a camera by V4L2 that has two sizes, and notes in which order it was asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[int, float]] = []

    def isOpened(self) -> bool:  # noqa: N802 - OpenCV's name
        return True

    def set(self, what: int, value: float) -> bool:
        self.asked.append((what, value))
        return True

    def get(self, _what: int) -> float:
        return float(cv2.VideoWriter.fourcc(*"MJPG"))


def test_a_device_is_asked_for_the_format_first_and_then_for_the_size(monkeypatch: pytest.MonkeyPatch) -> None:
    device = Device()
    monkeypatch.setattr(cv2, "VideoCapture", lambda *_: device)
    source = OpenCvSource(parse_place("/dev/video2?size=2592x1944&format=mjpg"), TIMES)
    wanted = (cv2.CAP_PROP_FOURCC, cv2.CAP_PROP_FRAME_WIDTH, cv2.CAP_PROP_FRAME_HEIGHT)
    assert device.asked == list(zip(wanted, (cv2.VideoWriter.fourcc(*"MJPG"), 2592, 1944), strict=True))
    assert source.format == "MJPG"


def test_a_picture_of_the_size_that_is_asked_for_comes(simulator: CameraSimulator) -> None:
    with Camera(f"{simulator.url}?size=1280x960", timeouts=TIMES).opened() as camera:
        assert camera.wait(0, SOON).image.shape == (960, 1280, 3)
        assert (camera.asked, camera.format) == (Asked(1280, 960), "MJPG")


def test_smaller_pictures_than_asked_for_are_none(simulator: CameraSimulator) -> None:
    simulator.command("fault", "small")
    with Camera(f"{simulator.url}?size=1280x960", timeouts=TIMES).opened() as camera:
        with pytest.raises(DeviceError) as caught:
            camera.wait(0, SOON)
        status = camera.poll()
    assert (caught.value.fault, caught.value.detail) == (CameraFault.TOO_SMALL, "640x480 instead of 1280x960")
    assert (status.state, status.fault) == (State.HARDWARE_ERROR, CameraFault.TOO_SMALL)


def test_a_camera_that_is_not_there_is_named_at_once() -> None:
    camera = Camera("/dev/does-not-exist", timeouts=TIMES)
    with pytest.raises(DeviceError) as caught:
        camera.wait(0, SOON)
    assert caught.value.fault is CameraFault.GONE
    camera.close()


class Hanging:
    """A source whose read does not return until it is let go."""

    format = "MJPG"

    def __init__(self) -> None:
        self.let_go = threading.Event()

    def read(self) -> "np.ndarray":
        self.let_go.wait(SOON)
        return picture(1)

    def release(self) -> None:
        pass


def test_a_read_that_hangs_holds_nobody_up_and_what_it_yields_is_dropped() -> None:
    source = Hanging()
    camera = Camera("0", timeouts=CameraTimeouts(close=0.01), connect=lambda: source)
    camera.open()
    began = time.monotonic()
    camera.close()
    assert time.monotonic() - began < SOON
    source.let_go.set()
    assert camera.latest() is None


@given(st.integers(0, 25_000))
def test_only_a_whole_jpeg_is_one(length: int) -> None:
    jpeg = pictures("face", 1.0)[0]
    assert whole_jpeg(jpeg[:length]) == (length >= len(jpeg))
    assert whole_jpeg(jpeg + bytes(3))


def serve_once(data: bytes) -> tuple[socket.socket, str]:
    server = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        while True:
            try:
                connection, _ = server.accept()
            except OSError:
                return
            with connection:
                connection.recv(4096)
                connection.sendall(data)

    threading.Thread(target=serve, daemon=True).start()
    return server, f"http://127.0.0.1:{server.getsockname()[1]}/video.mjpg"


HEADERS = st.one_of(
    st.binary(max_size=300),
    st.binary(max_size=80).map(lambda noise: b"HTTP/1.0 200 OK\r\nContent-Type: multipart/x-mixed-replace\r\n" + noise),
    st.binary(max_size=80).map(lambda noise: b"HTTP/1.0 200 OK\r\n\r\n" + noise + part(pictures("face", 1.0)[0])),
)


@settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow])
@given(HEADERS)
def test_any_streams_head_gives_pictures_or_a_named_fault(head: bytes) -> None:
    server, url = serve_once(head)
    camera = Camera(url, timeouts=CameraTimeouts(open=0.1, first=0.1, read=0.1, stale=0.1, frozen=0.1, close=1))
    with pytest.raises(DeviceError) as caught:
        camera.wait(0, 0.4)
    assert caught.value.fault in FAULTS
    camera.close()
    server.shutdown(socket.SHUT_RDWR)
    server.close()


def test_every_fault_has_its_own_id() -> None:
    assert len({fault.id for fault in FAULTS}) == len(FAULTS) == 10
    assert {fault.owner for fault in FAULTS} == set(Owner)


def test_closing_gives_all_threads_back(camera: Camera) -> None:
    camera.wait(0, SOON)
    assert any(thread.name == "camera" for thread in threading.enumerate())
    camera.close()
    assert not any(thread.name == "camera" for thread in threading.enumerate())
