"""Where a camera is, and what picture is asked of it: a device's path or a stream's URL, each with a size."""

import re
import socket
import stat
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final
from urllib.parse import parse_qsl, urlsplit

FORMATS: Final = ("mjpg", "yuyv")
"""How pictures come from a device: each a JPEG, or as they are (V4L2's codes MJPG and YUYV)."""
_DEVICE: Final = re.compile(r"(?:(?P<number>[0-9]{1,3})|(?P<path>/dev/[^\s?]+))(?:\?(?P<asked>\S*))?")
_SIZE: Final = re.compile(r"([0-9]{2,5})x([0-9]{2,5})")
_PORTS: Final = {"http": 80, "https": 443, "rtsp": 554, "rtmp": 1935, "tcp": None}


@dataclass(frozen=True, slots=True)
class Asked:
    """The picture that is asked for: pixels (0: as the camera likes), and for a device one of `FORMATS` (or "")."""

    width: int = 0
    height: int = 0
    format: str = ""

    def met_by(self, width: int, height: int) -> bool:
        """Whether a picture of so many pixels is at least as large."""
        return width >= self.width and height >= self.height

    def __str__(self) -> str:
        return f"{self.width}x{self.height}"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a camera is: a device's path, or a stream's URL, which is never shown."""

    path: str = ""
    stream: str = ""
    asked: Asked = Asked()

    def is_there(self, within: float) -> bool:
        """Whether it was seen; False where it cannot be looked for. Raises `OSError`."""
        if self.path:
            if not stat.S_ISCHR(Path(self.path).stat().st_mode):
                raise OSError(0, "is no device")
            return True
        parts = urlsplit(self.stream)
        port = (parts.port or _PORTS[parts.scheme]) if parts.scheme in _PORTS else None
        if not parts.hostname or not port:
            return False
        socket.create_connection((parts.hostname, port), within).close()
        return True

    def __repr__(self) -> str:
        return f"Place({self.path or urlsplit(self.stream).scheme})"


def parse_place(url: str) -> Place:
    """`/dev/video0` or `0`, each with `?size=2592x1944&format=mjpg` where more is wanted; or `SCHEME://…`.

    A stream is asked by its own URL; what that says by `size=2592x1944` is held against what comes. Raises
    `ValueError`.
    """
    if (device := _DEVICE.fullmatch(url)) is not None:
        path = device["path"] or f"/dev/video{int(device['number'])}"
        return Place(path=path, asked=_asked_of_a_device(device["asked"] or ""))
    parts = urlsplit(url)
    if "://" not in url or not parts.scheme or (parts.scheme in _PORTS and not parts.hostname):
        raise ValueError("a camera is /dev/videoN, a number or the URL of a stream")
    _ = parts.port  # raises for a port that is none
    return Place(stream=url, asked=_size(dict(parse_qsl(parts.query))) or Asked())


def _asked_of_a_device(words: str) -> Asked:
    if not words:
        return Asked()
    said = dict(parse_qsl(words, strict_parsing=True))
    size, kind = _size(said), said.get("format", "")
    if size is None or kind not in ("", *FORMATS) or said.keys() - {"size", "format"}:
        raise ValueError("a camera is asked by ?size=WIDTHxHEIGHT and &format=mjpg or yuyv")
    return replace(size, format=kind)


def _size(said: Mapping[str, str]) -> Asked | None:
    size = _SIZE.fullmatch(said.get("size", ""))
    return Asked(int(size[1]), int(size[2])) if size else None
