"""A page before an open camera: it stands while a thread of its own watches, and closes the camera when it goes."""

import asyncio
import threading
import time
from collections.abc import Callable, Generator
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any, Final, TypeAlias, TypeVar

from devices.camera import Camera
from devices.faults import DeviceError
from kiosk.device import Device
from kiosk.session import Session
from kiosk.worker import DeadlineError, Worker
from ui.face_pages import Guide
from ui.pages import Page, Tone
from vision.memory import give_back

if TYPE_CHECKING:
    from devices.camera import Frame

W = TypeVar("W", bound="Watch")
V = TypeVar("V", bound="View")
A = TypeVar("A")
R = TypeVar("R")

Latest: TypeAlias = "Callable[[], Frame | None]"
"""The newest live picture of an open camera, from any thread."""

OPEN_SECONDS: Final = 2.0
STANDS: Final = 0.9
"""Seconds for which guidance stands at least: what flickers is not read."""
PAUSE: Final = 0.005
"""Seconds between two looks for a newer picture."""
NO_PICTURE_FOR: Final = 3.0
"""Seconds without a live picture after which the camera has failed."""


class NoPictureError(Exception):
    """The camera cannot be opened, or shows nothing any more."""


@dataclass(slots=True)
class Shot:
    """The picture that was kept, a JPEG; empty when none was good."""

    jpeg: bytearray = field(default_factory=bytearray, repr=False)

    def wipe(self) -> None:
        """Overwrite the picture."""
        self.jpeg[:] = bytes(len(self.jpeg))
        self.jpeg.clear()


class View:
    """What the page shows and says. Written by the watching thread, read by the screen's."""

    def __init__(self, latest: Latest, guide: Guide) -> None:
        self._latest: Latest | None = latest
        self._since = 0.0
        self.guide = guide

    def picture(self) -> Any | None:
        """The newest live picture; None when the camera shows none, or the capture is over."""
        latest = self._latest
        frame = latest() if latest is not None else None
        return None if frame is None else frame.image

    def say(self, guide: Guide, now: float) -> None:
        """New guidance, unless the last has not stood long enough; what is asked for is said at once."""
        same, urgent = guide.words == self.guide.words, guide.tone is Tone.GOOD
        if same or urgent or now - self._since >= STANDS:
            self._since = self._since if same else now
            self.guide = guide

    def close(self) -> None:
        """Nothing is seen through it any more."""
        self._latest = None


class Watch:
    """Takes pictures in, one after the other, for a `Worker`. `abort` from any thread."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._stopped = threading.Event()

    def pictures(self, latest: Latest) -> Generator[tuple["Frame", float]]:
        """Each new live picture, with the moment now, until `abort`. Raises `NoPictureError` when none comes."""
        self._stopped.clear()
        last, seen_at = 0, self._clock()
        while not self._stopped.wait(PAUSE):
            frame, now = latest(), self._clock()
            if frame is None or frame.sequence == last:
                if now - seen_at > NO_PICTURE_FOR:
                    raise NoPictureError
                continue
            last, seen_at = frame.sequence, now
            yield frame, now

    def abort(self) -> None:
        """End the try that is on."""
        self._stopped.set()

    def close(self) -> None:
        """Nothing is held between two tries."""
        self.abort()


async def before_camera(
    session: Session,
    camera: Device[Camera],
    make: Callable[[], W],
    take: Callable[[W, Latest, V], R],
    *,
    view_of: Callable[[Latest], V],
    page_of: Callable[[V], Page[A]],
    seconds: float,
) -> A | R:
    """Show `page_of(view)` until `take` has ended, or another way was chosen: its result, or the page's answer.

    The camera is on for no longer than the page stands; what was freed is given back to the system. Raises
    `NoPictureError`, and what `take` raises.
    """
    session.at_end(given_back)  # once more when nobody holds what was sent any more, not even a thread that ends
    session.at_end(partial(_closed, session, camera))  # as below, where a second cancel cuts that short
    watch = Worker("watch", make)
    watch.start()
    try:
        eye = await camera.call(lambda driver: (driver.open(), driver)[1], OPEN_SECONDS)
        view = view_of(eye.latest)
        watching = watch.call(lambda one: take(one, eye.latest, view), seconds)
        with session.watched():
            return await session.ask_or(page_of(view), watching)
    except (DeviceError, DeadlineError) as error:
        raise NoPictureError from error
    finally:
        await watch.stop()
        await _closed(session, camera)
        await given_back()


async def given_back() -> None:
    """Memory that was freed goes back to the system, whatever pictures it held."""
    await asyncio.to_thread(give_back)


async def _closed(session: Session, camera: Device[Camera]) -> None:
    try:
        await camera.call(lambda driver: driver.close(), OPEN_SECONDS)
    except DeviceError as error:
        session.log.write("camera.failed", session=session.number, fault=error.fault.id, detail=error.detail)
