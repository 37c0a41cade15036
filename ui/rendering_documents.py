"""Draws the pages on which a paper is photographed; the pictures themselves go by `ui/desk.py`."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from ui.document_pages import DocumentCapture, PictureCheck
from ui.pages import AnyPage
from ui.pen import Drawn, Pen, draw_buttons, draw_main
from ui.rendering_faces import draw_capture


def _check(page: PictureCheck, pen: Pen) -> Drawn:
    return {
        "shows": pen(page.shows),
        "main": draw_main(page.main, pen),
        "buttons": draw_buttons(page.buttons, pen),
    }


DOCUMENT_DRAWERS: Final[Mapping[type[AnyPage], Callable[[Any, Pen], Drawn]]] = {
    DocumentCapture: draw_capture,
    PictureCheck: _check,
}
"""Page kind → its drawer."""
