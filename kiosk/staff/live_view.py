"""A technician's look through a camera: the picture as it is now, its light and age, and whether it is right."""

from collections.abc import Callable
from time import monotonic
from typing import TYPE_CHECKING, Any, Final

from kiosk.session import Session
from kiosk.staff.free_devices import on_a_thread
from texts import Text, literal
from ui.document_pages import DocumentCapture, Outline
from ui.face_pages import Guide
from ui.pages import Button, Tone

if TYPE_CHECKING:
    from devices.camera import Frame

STANDS: Final = 1.0
"""Seconds for which the words stand: figures that run are not read."""
OLD: Final = 0.5
"""Seconds from which a picture is no longer of now."""


class LiveView:
    """What the camera sees. Written by its own thread, read by the screen's."""

    outline: Outline = ()

    def __init__(self, latest: "Callable[[], Frame | None]", clock: Callable[[], float] = monotonic) -> None:
        self._latest: Callable[[], Frame | None] | None = latest
        self._clock = clock
        self._said_at = -STANDS
        self._said = Guide(Text("diagnostics.live_none"), Tone.ATTENTION)

    def picture(self) -> Any | None:
        """The newest picture; None when there is none."""
        frame = self._frame
        return None if frame is None else frame.image

    @property
    def guide(self) -> Guide:
        """Light and age of the picture, once a second."""
        now = self._clock()
        if now - self._said_at >= STANDS:
            self._said_at, self._said = now, self._words(now)
        return self._said

    def close(self) -> None:
        """Nothing is seen through it any more."""
        self._latest = None

    @property
    def _frame(self) -> "Frame | None":
        latest = self._latest
        return None if latest is None else latest()

    def _words(self, now: float) -> Guide:
        frame = self._frame
        if frame is None:
            return Guide(Text("diagnostics.live_none"), Tone.ATTENTION)
        age = max(0.0, now - frame.taken_at)
        light, old = literal(f"{frame.exposure.mean:.0f}"), literal(f"{age * 1000:.0f}")
        return Guide(Text("diagnostics.live", light=light, old=old), Tone.GOOD if age < OLD else Tone.ATTENTION)


async def looked_through(session: Session, url: str, headline: Text, answers: tuple[Button, ...]) -> str:
    """The key of what was answered; the camera is given back, whatever happens."""
    from devices.camera import Camera  # noqa: PLC0415 - OpenCV comes with it

    camera = Camera(url)
    camera.open()
    view = LiveView(camera.latest)
    page = DocumentCapture(
        headline=headline,
        how=Text("diagnostics.live_how"),
        view=view,
        camera=Text("diagnostics.live_camera"),
        other_ways=answers,
        sensitive=False,
    )
    try:
        return await session.offer(page)
    finally:
        view.close()
        await on_a_thread(camera.close)
