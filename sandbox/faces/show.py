"""A face before the simulated camera, picture by picture: alive, or one of the ways in which people pretend one."""

import threading
from collections.abc import Callable

from sandbox.faces import FACES
from sandbox.faces.arrays import cv2, np
from sandbox.faces.scenes import Altered, Live, Printed, Scene, Sensor, Still, Two

QUALITY = 85
BEFORE_ACTING = 0.6
"""Seconds from being told to beginning, as people take them."""


class FaceShow:
    """`way`: live, still, printed, two, dark, blurred or masked; `clock` in seconds."""

    def __init__(self, way: str, face: str, size: tuple[int, int], clock: Callable[[], float]) -> None:
        self._clock = clock
        self._began = clock()
        self._lock = threading.Lock()
        self._sensor = Sensor(size)
        self._last = b""
        self._live: Live | Printed | None = None
        self._scene = self._made(way, face, size)

    def act(self, name: str) -> None:
        """Have who is there, or who holds the print, do something."""
        if self._live is not None:
            self._live.mover.do(name, self._clock() - self._began + BEFORE_ACTING)

    def jpeg(self, light: float, *, frozen: bool) -> bytes:
        """What is seen now; with `frozen` what was seen last, to the last bit."""
        with self._lock:  # several may watch
            if not (frozen and self._last):
                picture = self._sensor.sense(self._scene.picture(self._clock() - self._began))
                lit = picture if light == 1 else np.clip(picture * light, 0, 255).astype(np.uint8)
                _, encoded = cv2.imencode(".jpg", lit, [cv2.IMWRITE_JPEG_QUALITY, QUALITY])
                self._last = encoded.tobytes()
            return self._last

    def _made(self, way: str, face: str, size: tuple[int, int]) -> Scene:
        if way == "still":
            return Still(face, size)
        if way == "two":
            return Two((face, FACES[0] if face != FACES[0] else FACES[1]), size)
        self._live = Printed(face, size) if way == "printed" else Live(face, size)
        return self._live if isinstance(self._live, Printed) or way == "live" else Altered(self._live, way)
