"""A made-up sheet under the simulated document camera: laid well or badly, badly lit, or not there at all."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from PIL import Image, ImageDraw, ImageFont

from sandbox.faces.arrays import cv2, np
from sandbox.faces.scenes import NOISE
from sandbox.paper import REGULAR

SIZE = (1280, 960)
"""Pixels of a document camera's picture, where no other size is asked for."""
PAPER = (900, 636)
"""A sheet lying across (ISO 216), in points of its own drawing: a third of a millimetre on A4."""
WAYS = ("straight", "skewed", "small", "cut", "blurred", "glare", "dark", "none", "moving")
QUALITY = 88
DRAWN_AHEAD = 2
GRAINS = 16
"""So many pictures, then the first one's noise again."""
GRAIN_ROWS = 64
_DESK = (58, 84, 102)
_LINES = (
    "养老待遇发放账户变更证明（样张）",
    "姓名：示例　　证件号码：样张 0000 样张 0000",
    "兹证明上述人员在本行开立的结算账户状态正常，",
    "可以用于接收养老待遇。本证明仅供演示，不具有效力。",
    "示例银行渝中支行　　二〇二六年十一月",
)
_SMALL_PRINT = "本证明一式两份，由经办银行和社会保险经办机构各留存一份；涂改无效，自开具之日起三十日内有效。"
"""In 10.5 pt (五号), as forms are printed."""


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
    """`way`: one of `WAYS`; `clock` in seconds; `size` in pixels. What is seen goes out as JPEG, with a sensor's noise.

    A sheet that lies still is drawn ahead, each time with other noise: sending it costs nothing then.
    """

    def __init__(self, way: str, clock: Callable[[], float], size: tuple[int, int] = SIZE) -> None:
        self._clock = clock
        self._size = size
        self._grain = _grain(size)
        self._begin = 0
        self._ahead = [] if way == "moving" else [self._sensed(scene(way, size)) for _ in range(DRAWN_AHEAD)]
        self._sent = 0

    def jpeg(self, light: float, *, frozen: bool) -> bytes:
        """What is seen now; with `frozen` what was seen last, to the last bit."""
        self._sent += not frozen
        if light != 1 or not self._ahead:
            seen = np.clip(self._moved() * light, 0, 255).astype(np.uint8)
            return self._sensed(seen)
        return self._ahead[self._sent % DRAWN_AHEAD]

    def _sensed(self, picture: Any) -> bytes:
        self._begin = (self._begin + 1) % GRAINS
        sensed = cv2.add(picture, self._grain[self._begin : self._begin + len(picture)], dtype=cv2.CV_8U)
        return cv2.imencode(".jpg", sensed, [cv2.IMWRITE_JPEG_QUALITY, QUALITY])[1].tobytes()

    def _moved(self) -> Any:
        """Somebody is still pushing the sheet about."""
        at = self._clock()
        return _laid(True, Laid(turn=12 * math.sin(2 * at), x=0.5 + 0.06 * math.sin(5 * at)), self._size)


def _grain(size: tuple[int, int]) -> Any:
    """A sensor's noise, over and over from top to bottom: quickly made, since a camera sends as soon as it is asked."""
    rows = cv2.randn(np.empty((GRAIN_ROWS, size[0], 3), np.int8), 0, NOISE)
    return np.tile(rows, (size[1] // GRAIN_ROWS + 2, 1, 1))


def scene(way: str, size: tuple[int, int] = SIZE) -> Any:
    """What the camera sees, without noise: height × width × 3, blue, green, red."""
    desk = _laid(way != "none", laid(way), size)
    return _CHANGES[way](desk) if way in _CHANGES else desk


@cache
def paper(fine: int = 1) -> Any:
    """The sheet itself, seen from straight above; `fine`: pixels to a point."""
    sheet = Image.new("RGB", (PAPER[0] * fine, PAPER[1] * fine), (214, 216, 212))
    pen = ImageDraw.Draw(sheet)

    def write(x: int, y: int, words: str, height: int, colour: tuple[int, int, int] = (24, 26, 34)) -> None:
        pen.text((x * fine, y * fine), words, fill=colour, font=ImageFont.truetype(REGULAR, height * fine))

    for number, words in enumerate(_LINES):
        write(60, 70 + number * 92, words, 40 - 8 * (number > 0))
    write(60, 596, _SMALL_PRINT, 11)
    pen.ellipse([side * fine for side in (640, 400, 820, 580)], outline=(196, 30, 36), width=7 * fine)
    write(690, 470, "样张", 40, (196, 30, 36))
    return np.asarray(sheet)[:, :, ::-1].copy()


def corners(how: Laid, size: tuple[int, int] = SIZE) -> Any:
    """Where its corners are, in pixels, clockwise from what is its upper left."""
    wide = how.size * size[0]
    tall = wide * PAPER[1] / PAPER[0]
    turn = math.radians(how.turn)
    places: list[tuple[float, float]] = []
    for x, y in ((-0.5, -0.5), (0.5, -0.5), (0.5, 0.5), (-0.5, 0.5)):
        a, b = x * wide * (1 + how.slant * y * 2), y * tall
        a, b = a * math.cos(turn) - b * math.sin(turn), a * math.sin(turn) + b * math.cos(turn)
        places.append((how.x * size[0] + a, how.y * size[1] + b))
    return np.array(places, np.float32)


def laid(way: str) -> Laid:
    """How the sheet lies in that scene."""
    return _LAID.get(way, Laid(turn=-3.0))


def _laid(there: bool, how: Laid, size: tuple[int, int]) -> Any:
    """A desk, with the sheet and its shadow on it if it is there."""
    desk = np.full((size[1], size[0], 3), _DESK, np.uint8)
    if not there:
        return desk
    scale = size[0] / SIZE[0]
    sheet = paper(max(1, round(scale)))
    tall, wide = sheet.shape[:2]
    flat = np.array([(0, 0), (wide, 0), (wide, tall), (0, tall)], np.float32)
    plane = cv2.getPerspectiveTransform(flat, corners(how, size))
    inside = cv2.warpPerspective(np.full((tall, wide), 255, np.uint8), plane, size)
    shadow = cv2.resize(inside, (SIZE[0] // 2, SIZE[1] // 2), interpolation=cv2.INTER_AREA) // 9
    soft = cv2.resize(cv2.GaussianBlur(np.roll(shadow, 3, 0), (0, 0), 3.5), size)
    desk = cv2.subtract(desk, cv2.merge([soft] * 3))
    seen = cv2.warpPerspective(sheet, plane, size, flags=cv2.INTER_AREA)
    return cv2.copyTo(seen, inside, desk)


def _blurred(desk: Any) -> Any:
    return cv2.GaussianBlur(desk, (0, 0), 3.0 * desk.shape[1] / SIZE[0])


def _glare(desk: Any) -> Any:
    """A lamp mirrored on the sheet."""
    tall, wide = desk.shape[:2]
    scale = wide / SIZE[0]
    lamp = np.zeros((tall, wide), np.uint8)
    axes = round(170 * scale), round(80 * scale)
    cv2.ellipse(lamp, (round(wide * 0.56), round(tall * 0.45)), axes, 20, 0, 360, 255, -1)
    bright = cv2.GaussianBlur(lamp, (0, 0), 22 * scale)
    return cv2.add(desk, cv2.merge([bright, bright, bright]))


def _dark(desk: Any) -> Any:
    return (desk * 0.16).astype(np.uint8)


_CHANGES: Mapping[str, Callable[[Any], Any]] = {"blurred": _blurred, "glare": _glare, "dark": _dark}
