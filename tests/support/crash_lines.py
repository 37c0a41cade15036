"""The lines of the terminal's own code that a visit runs through, and its end at one of them."""

import os
import signal
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from types import FrameType, TracebackType
from typing import Any, Self

ROOT = Path(__file__).resolve().parents[2]
ROOMS = tuple(str(ROOT / room) + os.sep for room in ("kiosk", "devices"))
Tracer = Callable[[FrameType, str, Any], Any]


class Lines:
    """Follows every thread while it is entered. `at`: `kiosk/operations.py:120`, where this process is killed the
    first time it is about to be run; "" only collects in `seen` what was run."""

    def __init__(self, at: str = "") -> None:
        file, _, line = at.rpartition(":")
        self._at = (str(ROOT / file), int(line)) if at else ("", 0)
        self._seen: set[tuple[str, int]] = set()

    @property
    def seen(self) -> list[str]:
        """Each line that was run, in the order of the files."""
        return [f"{Path(file).relative_to(ROOT)}:{line}" for file, line in sorted(self._seen)]

    def __enter__(self) -> Self:
        threading.settrace(self._called)
        sys.settrace(self._called)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        sys.settrace(None)
        threading.settrace(None)  # pyright: ignore[reportArgumentType]

    def _called(self, frame: FrameType, _: str, __: Any) -> Tracer | None:
        return self._stepped if frame.f_code.co_filename.startswith(ROOMS) else None

    def _stepped(self, frame: FrameType, event: str, _: Any) -> Tracer:
        if event == "line":
            here = (frame.f_code.co_filename, frame.f_lineno)
            if here == self._at:
                os.kill(os.getpid(), signal.SIGKILL)
            self._seen.add(here)
        return self._stepped
