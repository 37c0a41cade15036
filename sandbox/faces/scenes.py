"""What stands before the simulated camera's lens: live faces, and what people hold up instead of one."""

import math
from collections.abc import Callable
from dataclasses import replace
from typing import Any, Protocol

from sandbox.faces.arrays import cv2, np
from sandbox.faces.motion import Mover
from sandbox.faces.puppet import Pose, Puppet

NOISE = 2.5
"""Standard deviation of a sensor's noise, of 255."""


class Scene(Protocol):
    """Something to look at."""

    def picture(self, at: float) -> Any:
        """What is seen at that moment (seconds): height × width × 3, blue, green, red."""
        ...


class Live:
    """Somebody alive; told what to do through `mover`."""

    def __init__(self, face: str, size: tuple[int, int], seed: int = 1) -> None:
        self.mover = Mover(face, seed)
        self._puppet = Puppet(face, size)

    def picture(self, at: float) -> Any:
        """See `Scene`."""
        return self._puppet.draw(self.mover.pose(at))

    def points(self, at: float) -> Any:
        """Where the face's 468 points are then."""
        return self._puppet.place(self.mover.pose(at))


class Still:
    """A photograph filling a screen: nothing moves but the sensor's noise."""

    def __init__(self, face: str, size: tuple[int, int], seed: int = 1) -> None:
        self._picture = Puppet(face, size).draw(replace(Mover(face, seed).pose(0), blink=0.0))

    def picture(self, at: float) -> Any:  # noqa: ARG002 - whenever
        """See `Scene`."""
        return self._picture


class Printed:
    """A photograph on paper in a dark room, swayed and tilted by who holds it as if it did what is asked."""

    def __init__(self, face: str, size: tuple[int, int], seed: int = 1) -> None:
        width, height = size
        self.mover = Mover("", seed)
        photograph = Puppet(face, size).draw(replace(Mover(face, seed).pose(0), blink=0.0))
        self._paper = cv2.copyMakeBorder(photograph, *(height // 16,) * 4, cv2.BORDER_CONSTANT, value=(238, 242, 243))
        self._paper = self._with_moire(self._paper, 2.2 + seed % 7 / 4)
        self._size = size
        self._room = np.full((height, width, 3), (38, 34, 30), np.uint8)

    def picture(self, at: float) -> Any:
        """See `Scene`."""
        held = self.mover.pose(at)
        mouth = held.mouth  # the paper is bowed and pulled away where a mouth was to open
        pose = replace(held, yaw=held.yaw * 1.8, pitch=held.pitch * 1.6, scale=held.scale * (1 - 0.05 * mouth))
        width, height = self._size
        seen = cv2.warpPerspective(self._paper, self._plane(pose), (width, height))
        inside = cv2.warpPerspective(np.full(self._paper.shape[:2], 255, np.uint8), self._plane(pose), (width, height))
        return np.where(inside[:, :, None] > 0, seen, self._room)

    def _plane(self, pose: Pose) -> Any:
        """A sheet turned in space, seen from four heights away."""
        tall, wide = self._paper.shape[:2]
        width, height = self._size
        yaw, pitch, roll = (math.radians(angle) for angle in (pose.yaw, pose.pitch, pose.roll))
        corners: list[tuple[float, float]] = []
        for x, y in ((-wide / 2, -tall / 2), (wide / 2, -tall / 2), (wide / 2, tall / 2), (-wide / 2, tall / 2)):
            a, z = x * math.cos(yaw), x * math.sin(yaw)
            b, z = y * math.cos(pitch) - z * math.sin(pitch), y * math.sin(pitch) + z * math.cos(pitch)
            a, b = a * math.cos(roll) - b * math.sin(roll), a * math.sin(roll) + b * math.cos(roll)
            grown = 0.92 * pose.scale * 4 * tall / (4 * tall + z)
            corners.append((width / 2 + (a * grown) + pose.x * tall, height / 2 + (b * grown) + pose.y * tall))
        flat = np.array([(0, 0), (wide, 0), (wide, tall), (0, tall)], np.float32)
        return cv2.getPerspectiveTransform(flat, np.array(corners, np.float32))

    def _with_moire(self, paper: Any, period: float) -> Any:
        y, x = np.mgrid[0 : paper.shape[0], 0 : paper.shape[1]].astype(np.float32)
        waves = 7 * np.sin(math.tau * (x + 0.3 * y) / period) + 6 * np.sin(math.tau * (x - 0.2 * y) / (period * 7))
        return np.clip(paper + waves[:, :, None], 0, 255).astype(np.uint8)


class Two:
    """Two people side by side."""

    def __init__(self, faces: tuple[str, str], size: tuple[int, int], seed: int = 1) -> None:
        self._both = [Live(face, (size[0], size[1]), seed + number) for number, face in enumerate(faces)]

    def picture(self, at: float) -> Any:
        """See `Scene`."""
        width = self._both[0].picture(at).shape[1]
        halves = [live.picture(at)[:, width // 4 : width - width // 4] for live in self._both]
        return np.hstack(halves)


class Nobody:
    """A wall."""

    def __init__(self, size: tuple[int, int]) -> None:
        ramp = np.linspace(120, 170, size[0], dtype=np.float32)
        self._wall = np.repeat(np.repeat(ramp[None, :, None], size[1], axis=0), 3, axis=2).astype(np.uint8)

    def picture(self, at: float) -> Any:
        """See `Scene`: a shadow wanders."""
        shift = round(20 * math.sin(at))
        return np.roll(self._wall, shift, axis=1)


class Altered:
    """A live face that something is the matter with: `how` is one of `dark`, `blurred`, `masked`."""

    def __init__(self, live: Live, how: str) -> None:
        self._live = live
        self._change = _CHANGES[how]

    def picture(self, at: float) -> Any:
        """See `Scene`."""
        return self._change(self._live.picture(at), self._live.points(at))


class Sensor:
    """A sensor's noise, never the same twice: rows of one noisy field, taken from another place each time."""

    def __init__(self, size: tuple[int, int], seed: int = 1) -> None:
        self._random = np.random.default_rng(seed)
        self._field = self._random.normal(0, NOISE, (2 * size[1], size[0], 3)).astype(np.int8)

    def sense(self, picture: Any) -> Any:
        """The picture as the sensor gives it."""
        height = picture.shape[0]
        begin = int(self._random.integers(height))
        return cv2.add(picture, self._field[begin : begin + height], dtype=cv2.CV_8U)


def _dark(picture: Any, _: Any) -> Any:
    return (picture * 0.14).astype(np.uint8)


def _blurred(picture: Any, points: Any) -> Any:
    return cv2.GaussianBlur(picture, (0, 0), float(np.ptp(points[:, 1])) / 22)


_MASK = (234, 93, 132, 58, 172, 136, 150, 149, 176, 148, 152, 377, 400, 378, 379, 365, 397, 288, 361, 323, 454, 197)


def _masked(picture: Any, points: Any) -> Any:
    """A blue surgical mask with two folds."""
    cloth = picture.copy()
    outline = np.round(points[list(_MASK)] * 16).astype(np.int32)
    cv2.fillPoly(cloth, [outline], (205, 178, 128), cv2.LINE_AA, 4)
    left, right = points[234], points[454]
    for share in (0.35, 0.6):
        drop = np.array([0, share * float(np.ptp(points[:, 1])) * 0.5])
        ends = [
            tuple(np.round(end + drop).astype(int).tolist())
            for end in (left * 0.9 + right * 0.1, right * 0.9 + left * 0.1)
        ]
        cv2.line(cloth, ends[0], ends[1], (178, 150, 100), 1, cv2.LINE_AA)
    return cloth


_CHANGES: dict[str, Callable[[Any, Any], Any]] = {"dark": _dark, "blurred": _blurred, "masked": _masked}
