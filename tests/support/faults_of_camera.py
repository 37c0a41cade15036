"""How each fault of the camera is made: the simulated stream's faults, and streams that never begin."""

import sys
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from unittest.mock import patch

from far_end import FarEnd, Scenario, far_end, told, told_when_aborted
from ports import free_port

from devices.camera import Camera, CameraFault, CameraTimeouts
from devices.faults import DeviceError, Fault
from sandbox.camera import CameraSimulator

SHORT = CameraTimeouts(
    open=1.0, first=1.5, read=0.5, stale=0.5, frozen=0.6, reopen_every=0.01, presence_every=0.0, absence_every=0.0
)
"""Long enough for a machine that runs many tests at once, and loads OpenCV meanwhile."""
PATIENCE = 5.0


def by_simulator(name: str, look: Callable[[Camera], Fault | None]) -> Scenario:
    """Live pictures come, then the stream has the fault."""

    def play(_folder: Path) -> Fault | None:
        simulator = CameraSimulator(port=0, rate=100)
        simulator.start()
        try:
            with closing(Camera(simulator.url, timeouts=SHORT)) as camera:
                camera.wait(0, PATIENCE)
                if name:
                    simulator.command("fault", name)
                return look(camera)
        finally:
            simulator.stop()

    return Scenario(f"模拟摄像头故障 `{name}`，画面打开时" if name else "等画面时终端中止（会话结束）", play)


def ended_by(camera: Camera) -> Fault | None:
    """The fault that ends the live pictures."""
    ends, newest = time.monotonic() + PATIENCE, 0
    try:
        while time.monotonic() < ends:
            newest = camera.wait(newest, 1.0).sequence
    except DeviceError as error:
        return error.fault
    return None


def _darkened(camera: Camera) -> Fault | None:
    ends = time.monotonic() + PATIENCE
    while (fault := camera.poll().fault) is not CameraFault.DARK and time.monotonic() < ends:
        time.sleep(0.005)
    return fault


def _aborted(camera: Camera) -> Fault | None:
    return told_when_aborted(lambda: camera.wait(10_000, PATIENCE), camera.abort)


def _not_there(_folder: Path) -> Fault | None:
    with closing(Camera(f"http://127.0.0.1:{free_port()}/video.mjpg", timeouts=SHORT)) as camera:
        return told(lambda: camera.wait(0, PATIENCE))


def _too_small(_folder: Path) -> Fault | None:
    simulator = CameraSimulator(port=0, rate=100)
    simulator.start()
    simulator.command("fault", "small")
    try:
        with closing(Camera(f"{simulator.url}?size=1280x960", timeouts=SHORT)) as camera:
            return told(lambda: camera.wait(0, PATIENCE))
    finally:
        simulator.stop()


def _no_picture(_folder: Path) -> Fault | None:
    patient = replace(SHORT, open=3.0, first=0.3, close=0.1)
    with far_end(lambda _: b"") as end, closing(_camera(end, patient)) as camera:
        return told(lambda: camera.wait(0, PATIENCE))


def _camera(end: FarEnd, timeouts: CameraTimeouts) -> Camera:
    return Camera(f"http://127.0.0.1:{end.port}/video.mjpg", timeouts=timeouts)


def _without_opencv(_folder: Path) -> Fault | None:
    with patch.dict(sys.modules, {"cv2": None}):
        simulator = CameraSimulator(port=0, rate=100)
        simulator.start()
        try:
            with closing(Camera(simulator.url, timeouts=SHORT)) as camera:
                return told(lambda: camera.wait(0, PATIENCE))
        finally:
            simulator.stop()


SCENARIOS: dict[Fault, Scenario] = {
    CameraFault.DRIVER_MISSING: Scenario("没有安装 OpenCV", _without_opencv),
    CameraFault.GONE: Scenario("地址上没有摄像头（连接被拒绝，同 /dev/video0 不存在）", _not_there),
    CameraFault.NO_PICTURE: Scenario("连接成功，但什么也不送来", _no_picture),
    CameraFault.LOST: by_simulator("dropped", ended_by),
    CameraFault.STALLED: by_simulator("slow", ended_by),
    CameraFault.FROZEN: by_simulator("frozen", ended_by),
    CameraFault.DAMAGED: by_simulator("truncated", ended_by),
    CameraFault.TOO_SMALL: Scenario("模拟摄像头故障 `small`，向它要 1280×960", _too_small),
    CameraFault.DARK: by_simulator("dark", _darkened),
    CameraFault.STOPPED: by_simulator("", _aborted),
}
