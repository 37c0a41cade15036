"""One terminal for one journal: a lock that is held while the terminal runs, and ends with its process."""

import fcntl
import os
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from kiosk.files import RUNNING


class AlreadyRunningError(Exception):
    """A terminal runs with this journal."""

    def __init__(self, folder: Path) -> None:
        super().__init__(f"{folder}: a terminal is running with this journal · 终端程序正在运行")


@contextmanager
def running(folder: Path) -> Generator[None]:
    """Hold the lock of `folder`, which is made when missing; `AlreadyRunningError` when another process holds it."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(folder / RUNNING, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        _lock(descriptor, folder)
        yield
    finally:
        os.close(descriptor)


def _lock(descriptor: int, folder: Path) -> None:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise AlreadyRunningError(folder) from None
