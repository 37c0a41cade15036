"""Draws the pages on which a face is taken; the picture itself goes by `ui/mirror.py`, and never through here."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from ui.face_pages import Consent, FaceCapture, Guide, LiveCapture
from ui.pages import AnyPage
from ui.pen import Drawn, Pen, draw_action, draw_buttons


def draw_guide(guide: Guide, pen: Pen) -> Drawn:
    """What the mirror says now."""
    told: Drawn = {"words": pen(guide.words), "tone": guide.tone.value, "share": guide.share}
    return told | {"headline": pen(guide.headline)}


def _consent(page: Consent, pen: Pen) -> Drawn:
    return {
        "points": [{"label": pen(label), "words": pen(words)} for label, words in page.points],
        "agree": draw_action("agree", page.agree, pen),
        "decline": draw_action("decline", page.decline, pen),
    }


def draw_capture(page: LiveCapture, pen: Pen) -> Drawn:
    """What stands around the live picture."""
    return {
        "guide": draw_guide(page.view.guide, pen),
        "camera": pen(page.camera),
        "trouble": pen(page.trouble),
        "otherWays": draw_buttons(page.other_ways, pen),
    }


FACE_DRAWERS: Final[Mapping[type[AnyPage], Callable[[Any, Pen], Drawn]]] = {
    Consent: _consent,
    FaceCapture: draw_capture,
}
"""Page kind → its drawer."""
