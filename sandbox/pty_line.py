"""A pseudo-terminal as a serial line: a stable path that can vanish and come back, as an unplugged adapter does."""

import os
import select
import tempfile
import tty
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from threading import Lock, Thread

DEVICE_FOLDER = Path("/dev/shm")  # noqa: S108 - the one writable place whose paths look like a device's
Read = Callable[[], bytes]
Write = Callable[[bytes], object]


class PtyLine:
    """Calls `serve(read, write)` in a thread as long as the line is there; `read` answers b"" when it is taken away."""

    def __init__(self, serve: Callable[[Read, Write], None]) -> None:
        self._serve = serve
        self._lock = Lock()
        self._folder = ""
        self._thread: Thread | None = None
        self._wake = -1

    @property
    def path(self) -> str:
        """What `serial.Serial` opens."""
        return str(self._link)

    @property
    def _link(self) -> Path:
        if not self._folder:
            self._folder = tempfile.mkdtemp(prefix="kiosk-line-", dir=DEVICE_FOLDER if DEVICE_FOLDER.is_dir() else None)
        return Path(self._folder) / "tty"

    def open(self) -> None:
        """Plug the line in; nothing happens when it is there already."""
        with self._lock:
            if self._thread is None:
                wakened, self._wake = os.pipe()
                self._thread = Thread(target=self._run, args=(self._plug_in(), wakened), daemon=True)
                self._thread.start()

    def close(self) -> None:
        """Take the line away; returns when its thread has ended."""
        with self._lock:
            if self._thread is not None:
                os.close(self._wake)
                self._thread.join(timeout=5)
                self._link.unlink(missing_ok=True)
                self._thread = None

    def vanish(self) -> None:
        """The same, for a while: its place is nobody else's anyway."""
        self.close()

    def remove(self) -> None:
        """Close, and leave nothing in the file system."""
        self.close()
        if self._folder:
            Path(self._folder).rmdir()
            self._folder = ""

    def _plug_in(self) -> tuple[int, int]:
        master, slave = os.openpty()
        tty.setraw(slave)
        self._link.unlink(missing_ok=True)
        self._link.symlink_to(os.ttyname(slave))
        return master, slave

    def _run(self, line: tuple[int, int], wakened: int) -> None:
        while not self._attend(line, wakened):
            line = self._plug_in()
        os.close(wakened)

    def _attend(self, line: tuple[int, int], wakened: int) -> bool:
        """Serve the line until it breaks (False) or is taken away (True)."""
        master, slave = line
        taken_away = False
        come = select.poll()
        come.register(master, select.POLLIN)
        come.register(wakened, select.POLLIN)

        def read() -> bytes:
            nonlocal taken_away
            taken_away = any(line == wakened for line, _ in come.poll())
            return b"" if taken_away else os.read(master, 4096)

        with suppress(OSError):
            self._serve(read, lambda data: os.write(master, data))
        # The slave stays open here until now: a master without any reader would answer EIO between two clients.
        os.close(master)
        os.close(slave)
        return taken_away
