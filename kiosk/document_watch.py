"""Watches a sheet under the camera on a thread of its own: pictures in, words and the sheet's outline out."""

from typing import Any

from kiosk.before_camera import Latest, Shot, View, Watch
from texts import Text
from ui.document_pages import Outline
from ui.face_pages import Guide
from ui.pages import Tone
from vision.document import DocumentCapture, SheetGuidance, SheetLimits, SheetSeen


class Desk(View):
    """What the page shows and says, and where the sheet lies."""

    def __init__(self, latest: Latest) -> None:
        super().__init__(latest, Guide(Text("documents.guide.no_page")))
        self.outline: Outline = ()


class DocumentWatch(Watch):
    """One try at a time, for a `Worker`. `abort` from any thread."""

    def take(self, latest: Latest, desk: Desk, limits: SheetLimits, most_bytes: int) -> Shot:
        """From the first picture to one that is good. Raises `NoPictureError`."""
        try:
            with DocumentCapture(limits) as capture:
                return self._watched(capture, latest, desk, most_bytes)
        finally:
            desk.close()

    def _watched(self, capture: DocumentCapture, latest: Latest, desk: Desk, most_bytes: int) -> Shot:
        for frame, now in self.pictures(latest):
            seen = capture.feed(frame.image, frame.taken_at)
            desk.outline = _outline(seen, frame.image)
            desk.say(guide_of(seen), now)
            if seen.over:
                return Shot(capture.best(most_bytes) or bytearray())
        return Shot()


def guide_of(seen: SheetSeen) -> Guide:
    """What is wrong with how it lies; that it is good, and how much of lying still is done."""
    words = Text(f"documents.guide.{seen.guidance.value}")
    return Guide(words, Tone.GOOD, seen.share) if seen.guidance is SheetGuidance.HOLD else Guide(words, Tone.ATTENTION)


def _outline(seen: SheetSeen, image: Any) -> Outline:
    if seen.sheet is None:
        return ()
    height, width = image.shape[:2]
    return tuple((float(x) / width, float(y) / height) for x, y in seen.sheet.corners)
