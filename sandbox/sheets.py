"""A made-up sheet under the simulated document camera: laid well or badly, badly lit, or not there at all."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from PIL import Image, ImageDraw, ImageFont

from sandbox.faces.arrays import cv2, np
from sandbox.faces.scenes import Sensor
from sandbox.paper import REGULAR

SIZE = (1280, 960)
"""Pixels of a document camera's picture, as a small one gives them."""
PAPER = (900, 636)
"""An A5 sheet lying across (ISO 216), in pixels of its own drawing."""
WAYS = ("straight", "skewed", "small", "cut", "blurred", "glare", "dark", "none", "moving")
QUALITY = 88
DRAWN_AHEAD = 4
_DESK = (58, 84, 102)
_LINES = (
    "养老待遇发放账户变更证明（样张）",
    "姓名：示例　　证件号码：样张 0000 样张 0000",
    "兹证明上述人员在本行开立的结算账户状态正常，",
    "可以用于接收养老待遇。本证明仅供演示，不具有效力。",
    "示例银行渝中支行　　二〇二六年十一月",
)


@dataclass(frozen=True, slots=True)
class Laid:
    """How the sheet lies: turn in degrees, slant towards the camera, size (share of the picture's width), place."""

    turn: float = 0.0
    slant: float = 0.0
    size: float = 0.72
    x: float = 0.5
    y: float = 0.5


_LAID: Mapping[str, Laid] = {
    "straight": Laid(turn=1.5),
    "skewed": Laid(turn=17.0, slant=0.12, size=0.66, x=0.52, y=0.47),
    "small": Laid(turn=-6.0, size=0.3),
    "cut": Laid(turn=4.0, x=0.82),
}


class SheetShow:
    """`way`: one of `WAYS`; `clock` in seconds. What is seen goes out as JPEG, with a sensor's noise.

    A sheet that lies still is drawn ahead, a few times with other noise: sending it costs nothing then.
    """

    def __init__(self, way: str, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._sensor = Sensor(SIZE)
        self._ahead = [] if way == "moving" else [self._sensed(scene(way)) for _ in range(DRAWN_AHEAD)]
        self._sent = 0

    def jpeg(self, light: float, *, frozen: bool) -> bytes:
        """What is seen now; with `frozen` what was seen last, to the last bit."""
        self._sent += not frozen
        if light != 1 or not self._ahead:
            seen = np.clip(self._moved() * light, 0, 255).astype(np.uint8)
            return self._sensed(seen)
        return self._ahead[self._sent % DRAWN_AHEAD]

    def _sensed(self, picture: Any) -> bytes:
        return cv2.imencode(".jpg", self._sensor.sense(picture), [cv2.IMWRITE_JPEG_QUALITY, QUALITY])[1].tobytes()

    def _moved(self) -> Any:
        """Somebody is still pushing the sheet about."""
        at = self._clock()
        return _laid(paper(), Laid(turn=12 * math.sin(2 * at), x=0.5 + 0.06 * math.sin(5 * at)))


def scene(way: str) -> Any:
    """What the camera sees, without noise: height × width × 3, blue, green, red."""
    desk = _laid(None if way == "none" else paper(), _LAID.get(way, Laid(turn=-3.0)))
    return _CHANGES[way](desk) if way in _CHANGES else desk


@cache
def paper() -> Any:
    """The sheet itself, seen from straight above."""
    sheet = Image.new("RGB", PAPER, (214, 216, 212))
    pen = ImageDraw.Draw(sheet)
    for number, words in enumerate(_LINES):
        pen.text(
            (60, 70 + number * 92), words, fill=(24, 26, 34), font=ImageFont.truetype(REGULAR, 40 - 8 * (number > 0))
        )
    pen.ellipse((640, 400, 820, 580), outline=(196, 30, 36), width=7)
    pen.text((690, 470), "样张", fill=(196, 30, 36), font=ImageFont.truetype(REGULAR, 40))
    return np.asarray(sheet)[:, :, ::-1].copy()


def corners(laid: Laid) -> Any:
    """Where its corners are, in pixels, clockwise from what is its upper left."""
    wide = laid.size * SIZE[0]
    tall = wide * PAPER[1] / PAPER[0]
    turn = math.radians(laid.turn)
    places: list[tuple[float, float]] = []
    for x, y in ((-0.5, -0.5), (0.5, -0.5), (0.5, 0.5), (-0.5, 0.5)):
        a, b = x * wide * (1 + laid.slant * y * 2), y * tall
        a, b = a * math.cos(turn) - b * math.sin(turn), a * math.sin(turn) + b * math.cos(turn)
        places.append((laid.x * SIZE[0] + a, laid.y * SIZE[1] + b))
    return np.array(places, np.float32)


def laid(way: str) -> Laid:
    """How the sheet lies in that scene."""
    return _LAID.get(way, Laid(turn=-3.0))


def _laid(sheet: Any | None, how: Laid) -> Any:
    """A desk, with the sheet and its shadow on it."""
    desk = np.full((SIZE[1], SIZE[0], 3), _DESK, np.uint8)
    if sheet is None:
        return desk
    tall, wide = sheet.shape[:2]
    flat = np.array([(0, 0), (wide, 0), (wide, tall), (0, tall)], np.float32)
    plane = cv2.getPerspectiveTransform(flat, corners(how))
    shadow = cv2.warpPerspective(np.full((tall, wide), 90, np.uint8), plane, SIZE)
    desk = cv2.subtract(desk, cv2.merge([cv2.GaussianBlur(np.roll(shadow, 6, 0), (0, 0), 7)] * 3) // 3)
    inside = cv2.warpPerspective(np.full((tall, wide), 255, np.uint8), plane, SIZE)
    seen = cv2.warpPerspective(sheet, plane, SIZE, flags=cv2.INTER_AREA)
    return np.where(inside[:, :, None] > 0, seen, desk)


def _blurred(desk: Any) -> Any:
    return cv2.GaussianBlur(desk, (0, 0), 3.0)


def _glare(desk: Any) -> Any:
    """A lamp mirrored on the sheet."""
    lamp = np.zeros(desk.shape[:2], np.uint8)
    cv2.ellipse(lamp, (round(SIZE[0] * 0.56), round(SIZE[1] * 0.45)), (170, 80), 20, 0, 360, 255, -1)
    bright = cv2.GaussianBlur(lamp, (0, 0), 22)
    return cv2.add(desk, cv2.merge([bright, bright, bright]))


def _dark(desk: Any) -> Any:
    return (desk * 0.16).astype(np.uint8)


_CHANGES: Mapping[str, Callable[[Any], Any]] = {"blurred": _blurred, "glare": _glare, "dark": _dark}
