"""What lies under the camera and what was taken of it come to the glass by providers that keep nothing."""

import cv2
import numpy as np
from PySide6.QtCore import QSize

from texts import Text
from ui.desk import Desk
from ui.document_pages import DocumentCapture, PictureCheck
from ui.face_pages import Guide
from ui.pages import AnyPage, Button, Tone
from ui.sheets import PagePictures, taken
from ui.specimens_documents import PaperOnDesk
from ui.theme import Panel, ThemeName, tokens

PANEL = Panel(1080, 1920, 21.5)
THEMES = {theme.value: tokens(theme, PANEL, None) for theme in ThemeName}
GOOD = Guide(Text("documents.guide.hold"), Tone.GOOD)


def capture() -> DocumentCapture:
    return DocumentCapture(headline=Text("documents.readable"), view=PaperOnDesk(GOOD))


def desk(page: AnyPage | None) -> Desk:
    return Desk(lambda: page, THEMES)


def test_the_whole_picture_is_drawn_with_the_sheets_outline() -> None:
    page = capture()
    image = desk(page).requestImage("1/good/standard", QSize(), QSize(640, 480))
    assert (image.width(), image.height()) == (640, 480)
    x, y = page.view.outline[0]
    edge = image.pixelColor(round(x * 640), round(y * 480)).name().upper()
    assert edge == str(THEMES["standard"]["good"]).upper()
    assert image.pixelColor(320, 240).lightness() > 120


def test_without_a_capture_there_is_plain_ground() -> None:
    image = desk(None).requestImage("1/good/standard", QSize(), QSize(64, 48))
    assert image.pixelColor(5, 5) == image.pixelColor(60, 40)


def test_what_was_taken_is_shown_while_it_is_asked_about() -> None:
    jpeg = bytearray(cv2.imencode(".jpg", np.full((30, 40, 3), 200, np.uint8))[1])
    page = PictureCheck(
        headline=Text("documents.readable"),
        picture=jpeg,
        shows=Text("portrait.shows"),
        main=Button("keep", Text("documents.keep")),
    )
    shown: list[AnyPage | None] = [page]
    provider = PagePictures(lambda: shown[0], taken)
    assert provider.requestImage("1", QSize(), QSize()).width() == 40
    jpeg[:] = b""
    assert provider.requestImage("2", QSize(), QSize()).width() == 1
    shown[0] = None
    assert provider.requestImage("3", QSize(), QSize()).width() == 1
