"""An X display without a screen, whose frame buffer is a file in memory: watching it costs its programs nothing."""

import mmap
import os
import struct
import subprocess
import tempfile
import time
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

WIDTH, HEIGHT = 1080, 1920
_PIXEL_BYTES = 4
_ROWS_APART = 8
_EDGE = 40
"""Pixels along each side that do not count: window frames are drawn there before any page."""
_COLOURS_OF_TEXT = 8
"""A blank window has one or two colours; anti-aliased words bring their shades."""
_LOOK_AGAIN_S = 0.002
_WORDS = 25
_HEADER_SIZE, _BYTES_PER_LINE, _COLOURS = 0, 12, 19
"""Words of the XWD header (X11/XWDFile.h)."""
_COLOUR_BYTES = 12
_XVFB = ("-nolisten", "tcp", "-noreset")


class Display:
    """The display `name`, and its pixels as they are now."""

    def __init__(self, name: str, buffer: mmap.mmap) -> None:
        self.name = name
        self._buffer = buffer
        header = struct.unpack_from(f">{_WORDS}I", buffer)
        self._start = header[_HEADER_SIZE] + header[_COLOURS] * _COLOUR_BYTES
        self._stride = header[_BYTES_PER_LINE]

    @property
    def environment(self) -> dict[str, str]:
        """For programs on this display, software rendering for all of them."""
        kept = {key: value for key, value in os.environ.items() if not key.startswith(("QT_", "WAYLAND_"))}
        return kept | {"DISPLAY": self.name, "QT_QPA_PLATFORM": "xcb", "QT_QUICK_BACKEND": "software"}

    def has_words(self) -> bool:
        """Whether more than blank surfaces can be seen."""
        colours: set[int] = set()
        for row in range(_EDGE, HEIGHT - _EDGE, _ROWS_APART):
            start = self._start + row * self._stride
            left, right = start + _EDGE * _PIXEL_BYTES, start + (WIDTH - _EDGE) * _PIXEL_BYTES
            colours.update(memoryview(self._buffer[left:right]).cast("I"))
            if len(colours) > _COLOURS_OF_TEXT:
                return True
        return False

    def picture(self) -> int:
        """A number that differs when any pixel does."""
        return zlib.crc32(memoryview(self._buffer)[self._start :])

    def wait_for_words(self, process: subprocess.Popen[bytes], within_s: float = 60.0) -> None:
        """Until words can be seen; `RuntimeError` when the program ended before, or it took too long."""
        deadline = time.monotonic() + within_s
        while not self.has_words():
            if process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"{process.args}: no words on the screen, exit status {process.returncode}")
            time.sleep(_LOOK_AGAIN_S)

    def wait_until_blank(self) -> None:
        """Until nothing of the last program is left."""
        while self.has_words():
            time.sleep(_LOOK_AGAIN_S)


@contextmanager
def display() -> Iterator[Display]:
    """Xvfb on a free display, 1080×1920."""
    said, to_say = os.pipe()
    with tempfile.TemporaryDirectory() as folder:
        size = ["-screen", "0", f"{WIDTH}x{HEIGHT}x24"]
        command = ["Xvfb", "-displayfd", str(to_say), *size, "-fbdir", folder, "-nocursor", *_XVFB]
        with running(command, pass_fds=(to_say,)), os.fdopen(said) as lines:
            os.close(to_say)
            name = f":{lines.readline().strip()}"
            with Path(folder, "Xvfb_screen0").open("rb") as file:
                yield Display(name, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))


@contextmanager
def running(
    command: Sequence[str | Path], *, env: dict[str, str] | None = None, pass_fds: Sequence[int] = ()
) -> Iterator[subprocess.Popen[bytes]]:
    """A program that is ended at the end; what it writes is not shown."""
    quiet = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    with subprocess.Popen(command, env=env, pass_fds=pass_fds, **quiet) as process:
        try:
            yield process
        finally:
            process.terminate()
