"""The simulated camera: Motion JPEG over HTTP, of pictures that move, and of a camera that misbehaves on request."""

import io
import math
import re
import socket
from collections.abc import Callable, Mapping, Sequence
from functools import cache, partial
from random import Random
from threading import Event, Lock
from time import monotonic
from typing import TYPE_CHECKING

from PIL import Image, ImageDraw

from sandbox.faces import FACES
from sandbox.listener import Listener
from sandbox.part import CommandError
from sandbox.verbs import carry_out

if TYPE_CHECKING:
    from sandbox.faces.show import FaceShow
    from sandbox.sheets import SheetShow

SIZES = ((640, 480), (1280, 960), (2592, 1944))
"""What it can give, in pixels; the first where nobody asks for another."""
LOOP = 25
LARGE_LOOP = 2
"""So many pictures, then from the start; of large ones, which take their time to be drawn."""
BOUNDARY = b"frame"
GREETING = b"HTTP/1.0 200 OK\r\nContent-Type: multipart/x-mixed-replace; boundary=" + BOUNDARY + b"\r\n\r\n"
SLOW = 2.0
"""Seconds from picture to picture."""

FAULTS: Mapping[str, str] = {
    "frozen": "一直送同一幅画面",
    "dark": "画面几乎全黑（镜头被遮住）",
    "bright": "画面过曝",
    "slow": f"每 {SLOW:g} 秒才送一幅画面",
    "stall": "连接还在，不再送画面",
    "dropped": "送出一帧后断开连接",
    "truncated": "每幅 JPEG 只送一半",
    "garbage-jpeg": "帧头正确，内容不是 JPEG",
    "garbage-header": "帧头是杂乱字节",
    "small": "不管要多大的画面，都送最小的",
    "gone": "摄像头被拔掉，清除故障后恢复",
}
_ASKED = re.compile(rb"^GET \S*[?&]size=(\d{2,5})x(\d{2,5})")
LIGHT: Mapping[str, float] = {"dark": 0.01, "bright": 4.0}
WAYS = ("live", "still", "printed", "two", "dark", "blurred", "masked")
SHEETS = ("straight", "skewed", "small", "cut", "blurred", "glare", "dark", "none", "moving")
ACTS = ("blink", "mouth", "left", "right", "nod")


class CameraSimulator:
    """One camera; `rate` in pictures a second. `?size=2592x1944` asks for a size, which all who watch then see."""

    name = "camera"

    def __init__(self, port: int = 18084, *, rate: float = 25.0) -> None:
        self._rate = rate
        self._scene = "face"
        self._size = SIZES[0]
        self._made: Callable[[], FaceShow | SheetShow] | None = None
        self._show_of: FaceShow | SheetShow | None = None
        self._active: set[str] = set()
        self._seen_anew = Lock()
        self._stopped = Event()
        self._listener = Listener(port, self._serve)
        self.sent = 0
        self.watching = 0

    @property
    def url(self) -> str:
        """`http://127.0.0.1:PORT/video.mjpg`."""
        return f"http://127.0.0.1:{self._listener.port}/video.mjpg"

    @property
    def faults(self) -> Mapping[str, str]:
        """Each fault's name and what it does."""
        return FAULTS

    @property
    def active_faults(self) -> tuple[str, ...]:
        """The faults switched on now."""
        return tuple(sorted(self._active))

    @property
    def verbs(self) -> Mapping[str, str]:
        """Each command's name and one line of help."""
        return {
            "scene": f"scene {'|'.join(SCENES)}：镜头前是什么",
            "face": f"face {'|'.join(WAYS)} {'|'.join(FACES)}：真人或冒充的人脸（live 真人，可用 act 让他做动作）",
            "sheet": f"sheet {'|'.join(SHEETS)} [宽x高]：高拍仪下面放着一张纸（none 没有纸），先按这个大小画好",
            "act": f"act {'|'.join(ACTS)}：镜头前的人做一个动作",
            "state": "现在的状态",
            "fault": "fault 名称：打开故障；fault none：全部清除",
        }

    def start(self) -> None:
        """Listen; the pictures are drawn first."""
        self._stopped.clear()
        self._draw_ahead()
        self._listener.open()

    def stop(self) -> None:
        """Hang up and stop listening."""
        self._stopped.set()
        self._listener.close()

    def command(self, verb: str, *args: str) -> str:
        """Carry one of `verbs` out."""
        actions: Mapping[str, Callable[..., str]] = {
            "scene": self._show,
            "face": self._show_face,
            "sheet": self._show_sheet,
            "act": self._act,
            "state": self._state,
            "fault": self._fault,
        }
        return carry_out(actions, self.verbs, verb, args)

    def _show(self, scene: str) -> str:
        if scene not in SCENES:
            raise CommandError(self.verbs["scene"])
        self._scene, self._made, self._show_of = scene, None, None
        self._draw_ahead()
        return f"镜头前是 {scene}"

    def _show_face(self, way: str, face: str) -> str:
        if way not in WAYS or face not in FACES:
            raise CommandError(self.verbs["face"])
        from sandbox.faces.show import FaceShow  # noqa: PLC0415 - OpenCV, for who shows a face

        self._see(f"{way} {face}", lambda: FaceShow(way, face, self._size, monotonic))
        return f"镜头前是 {way} {face}"

    def _show_sheet(self, way: str, size: str = "") -> str:
        if way not in SHEETS or size not in ("", *map(_words, SIZES)):
            raise CommandError(self.verbs["sheet"])
        if size:
            self._size = next(each for each in SIZES if _words(each) == size)
        from sandbox.sheets import SheetShow  # noqa: PLC0415 - OpenCV, for who shows a sheet

        self._see(f"sheet {way}", lambda: SheetShow(way, monotonic, self._size))
        return f"镜头下是 {way}"

    def _see(self, scene: str, make: "Callable[[], FaceShow | SheetShow]") -> None:
        """The show comes first: whoever watches meanwhile finds no name without its pictures."""
        self._show_of, self._made = make(), make
        self._scene = scene

    def _act(self, name: str) -> str:
        act = getattr(self._show_of, "act", None)
        if act is None or name not in ACTS:
            raise CommandError(self.verbs["act"])
        act(name)
        return f"正在做 {name}"

    def _state(self) -> str:
        return f"{self._scene}；{self.watching} 处在看；故障：{'、'.join(self.active_faults) or '无'}"

    def _fault(self, name: str) -> str:
        if name == "none":
            return self._clear_faults()
        if name not in FAULTS:
            raise CommandError(f"没有这个故障：{name}。可以用：{'、'.join(FAULTS)}、none")
        self._active.add(name)
        self._draw_ahead()
        if name == "gone":
            self._listener.vanish()
        return f"故障已打开：{FAULTS[name]}"

    def _clear_faults(self) -> str:
        was_gone = "gone" in self._active
        self._active.clear()
        if was_gone and not self._stopped.is_set():
            self._listener.open()
        return "故障已清除"

    def _serve(self, connection: socket.socket) -> None:
        self._take_size(connection.recv(4096))
        connection.sendall(GREETING)
        self.watching += 1
        try:
            self._send_pictures(connection)
        finally:
            self.watching -= 1

    def _take_size(self, request: bytes) -> None:
        """The smallest that is as large as was asked for, or else the largest."""
        said = _ASKED.search(request)
        wanted = (int(said[1]), int(said[2])) if said else SIZES[0]
        size = next((size for size in SIZES if size[0] >= wanted[0] and size[1] >= wanted[1]), SIZES[-1])
        size = SIZES[0] if "small" in self._active else size
        with self._seen_anew:
            if size != self._size:
                self._size = size
                self._show_of = self._made() if self._made is not None else None
                self._draw_ahead()

    def _send_pictures(self, connection: socket.socket) -> None:
        at = 0
        while not self._stopped.wait(SLOW if "slow" in self._active else 1 / self._rate):
            if {"gone", "dropped"} & self._active and self.sent:
                return
            if "stall" not in self._active:
                at += "frozen" not in self._active
                connection.sendall(self._part(self._picture(at)))
                self.sent += 1

    def _picture(self, at: int) -> bytes:
        if self._show_of is not None:
            return self._show_of.jpeg(self._light, frozen="frozen" in self._active)
        return drawn(self._scene, at % self._loop, self._light, self._size)

    @property
    def _loop(self) -> int:
        return LOOP if self._size == SIZES[0] else LARGE_LOOP

    def _draw_ahead(self) -> None:
        """A loop of pictures is drawn before anybody watches; a face is drawn while it is watched."""
        if self._show_of is None:
            for at in range(self._loop):
                self._picture(at)

    @property
    def _light(self) -> float:
        return next((factor for name, factor in LIGHT.items() if name in self._active), 1.0)

    def _part(self, jpeg: bytes) -> bytes:
        if "truncated" in self._active:
            jpeg = jpeg[: len(jpeg) // 2]
        if "garbage-jpeg" in self._active:
            jpeg = Random(self.sent).randbytes(2000)  # noqa: S311 - noise
        if "garbage-header" in self._active:
            return Random(self.sent).randbytes(120) + jpeg  # noqa: S311 - noise
        return part(jpeg)


def _words(size: tuple[int, int]) -> str:
    return f"{size[0]}x{size[1]}"


def part(jpeg: bytes) -> bytes:
    """One picture as it goes over the line."""
    return b"--%s\r\nContent-Type: image/jpeg\r\nContent-Length: %d\r\n\r\n%s\r\n" % (BOUNDARY, len(jpeg), jpeg)


def pictures(scene: str, light: float) -> Sequence[bytes]:
    """A loop of JPEGs in which what is before the lens moves a little all the time; `light`: 1 is right."""
    return [drawn(scene, at, light, SIZES[0]) for at in range(LOOP)]


@cache
def drawn(scene: str, at: int, light: float, size: tuple[int, int]) -> bytes:
    """One picture of the loop."""
    image = Image.new("RGB", SIZES[0], (128, 136, 140))
    SCENES[scene](ImageDraw.Draw(image), at / LOOP)
    noise = Image.effect_noise(SIZES[0], 12).convert("RGB")
    image = Image.blend(image, noise, 0.06).point(partial(_lit, light)).resize(size)
    out = io.BytesIO()
    image.save(out, "JPEG", quality=80)
    return out.getvalue()


def _lit(light: float, value: int) -> int:
    return min(255, round(value * light))


def _face(draw: ImageDraw.ImageDraw, phase: float) -> None:
    """A head that sways, and blinks once in a loop."""
    x, y = 320 + 20 * math.sin(math.tau * phase), 220 + 6 * math.sin(2 * math.tau * phase)
    draw.ellipse((x - 190, y + 150, x + 190, y + 420), fill=(70, 84, 120))
    draw.ellipse((x - 95, y - 130, x + 95, y + 130), fill=(214, 172, 146))
    draw.pieslice((x - 98, y - 138, x + 98, y + 60), 180, 360, fill=(38, 32, 30))
    open_by = 1 if 0.45 < phase < 0.55 else 9  # noqa: PLR2004 - a tenth of a second
    for eye in (x - 38, x + 38):
        draw.ellipse((eye - 16, y - open_by, eye + 16, y + open_by), fill=(250, 250, 250))
        draw.ellipse((eye - 6, y - min(6, open_by), eye + 6, y + min(6, open_by)), fill=(30, 24, 20))
    draw.line((x, y + 10, x - 6, y + 44, x + 8, y + 46), fill=(170, 126, 104), width=4)
    draw.arc((x - 36, y + 40, x + 36, y + 92), 20, 160, fill=(150, 70, 70), width=6)


def _document(draw: ImageDraw.ImageDraw, phase: float) -> None:
    """A sheet that trembles."""
    x, y = 150 + 3 * math.sin(math.tau * phase), 40 + 2 * math.cos(math.tau * phase)
    draw.polygon(((x, y), (x + 330, y + 8), (x + 322, y + 400), (x - 6, y + 392)), fill=(244, 244, 238))
    for line in range(12):
        draw.line(
            (x + 30, y + 50 + 26 * line, x + 290 - 40 * (line % 3), y + 54 + 26 * line), fill=(60, 60, 60), width=5
        )


def _nobody(draw: ImageDraw.ImageDraw, phase: float) -> None:
    """A wall, and a clock's hand."""
    end = (560 + 40 * math.sin(math.tau * phase), 90 - 40 * math.cos(math.tau * phase))
    draw.ellipse((515, 45, 605, 135), fill=(230, 230, 226))
    draw.line((560, 90, *end), fill=(30, 30, 30), width=4)


SCENES: Mapping[str, Callable[[ImageDraw.ImageDraw, float], None]] = {
    "face": _face,
    "document": _document,
    "nobody": _nobody,
}
